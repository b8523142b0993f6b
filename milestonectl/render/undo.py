"""What `undo` is going to do, and what it did."""

from collections.abc import Mapping, Sequence
from typing import Literal

from milestonectl.deals.deal import Deal
from milestonectl.model.row import Row
from milestonectl.render.rows import row_words, short_id
from milestonectl.render.screen import Column, Line, Span, Table
from milestonectl.render.words import plural

How = Literal["cut", "void", "append", "cut-undoing", "void-undoing"]
"""Cut the entry off its file or void it; or put it back: append it again, cut the undoing, void the undoing."""

_PREVIEW: Mapping[How, tuple[str, str]] = {
    "cut": ("The last entry", "It is in no commit: it will be cut off the end of {file}. To put it back: undo --redo"),
    "void": (
        "The last entry",
        "It is committed, or not the end of {file}: it will be voided. To put it back: undo --redo",
    ),
    "append": ("The entry taken back last", "It will be written again."),
    "cut-undoing": (
        "The last undoing",
        "It is in no commit: it will be cut off the end of {file}, and the entry counts again.",
    ),
    "void-undoing": (
        "The last undoing",
        "It is committed, or not the end of {file}: it will be voided, and the entry counts again.",
    ),
}
_DONE: Mapping[How, str] = {
    "cut": "Taken back: {rows} of {file}.",
    "void": "Voided: {rows}.",
    "append": "Put back: {rows}.",
    "cut-undoing": "Put back: {rows} that undid it are gone.",
    "void-undoing": "Put back: {rows} that undid it are voided.",
}


def preview(how: How, entry: Sequence[Row], deals: Mapping[str, Deal]) -> list[Line | Table]:
    """The rows that it is about, and what will become of them."""
    rows: list[list[Line]] = []
    for row in entry:
        deal = deals.get(row.deal)
        rows.append([short_id(row), row.date, row.deal, row_words(row, deal.process if deal else None)])
    title, words = _PREVIEW[how]
    recorded = entry[0].recorded_at[:16].replace("T", " ")
    return [
        Span(f"{title}, {plural(len(entry), 'row')} recorded {recorded} UTC:", "bold"),
        Table([Column(""), Column(""), Column(""), Column("", shrink=True)], rows),
        words.format(file=entry[0].file),
    ]


def done(how: How, entry: Sequence[Row]) -> list[Line | Table]:
    """What was done."""
    return [_DONE[how].format(rows=plural(len(entry), "row"), file=entry[0].file)]
