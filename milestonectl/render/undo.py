"""What `undo` is going to do, and what it did."""

from collections.abc import Mapping, Sequence

from milestonectl.deals.deal import Deal
from milestonectl.model.row import Row
from milestonectl.render.rows import row_words, short_id
from milestonectl.render.screen import Column, Line, Span, Table
from milestonectl.render.words import plural


def preview(entry: Sequence[Row], deals: Mapping[str, Deal], *, whole: bool) -> list[Line | Table]:
    """The rows that would be undone, and how."""
    how = (
        "It is in no commit: it will be cut off the end of"
        if whole
        else "It is committed or not the last: it will be voided in"
    )
    rows: list[list[Line]] = []
    for row in entry:
        deal = deals.get(row.deal)
        rows.append([short_id(row), row.date, row.deal, row_words(row, deal.process if deal else None)])
    return [
        Span(
            f"The last entry, {plural(len(entry), 'row')} recorded {entry[0].recorded_at[:16].replace('T', ' ')} UTC:",
            "bold",
        ),
        Table([Column(""), Column(""), Column(""), Column("", wrap=True)], rows),
        f"{how} {entry[0].file}.",
    ]


def taken_back(entry: Sequence[Row]) -> list[Line | Table]:
    """What was taken back."""
    return [f"Taken back: {plural(len(entry), 'row')} of {entry[0].file}."]
