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

SHOWN_ROWS = 20
"""Of an import there may be a million."""
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
    for row in entry[:SHOWN_ROWS]:
        deal = deals.get(row.deal)
        rows.append([short_id(row), row.date, row.deal, row_words(row, deal.process if deal else None)])
    words = _PREVIEW[how][1]
    hidden = len(entry) - SHOWN_ROWS
    return [
        Span(f"{_title(how, entry)}:", "bold"),
        Table([Column(""), Column(""), Column(""), Column("", shrink=True)], rows),
        *([f"and {plural(hidden, 'further row')}"] if hidden > 0 else []),
        words.format(file=entry[0].file),
    ]


def _title(how: How, entry: Sequence[Row]) -> str:
    """An import is no entry, and its rows have the times of their source."""
    source = entry[0].source
    if source.startswith("import:") and how in ("cut", "append"):
        last = "The last import" if how == "cut" else "The import taken back last"
        return f"{last} ({source.removeprefix('import:')}), {plural(len(entry), 'row')}"
    recorded = entry[0].recorded_at[:16].replace("T", " ")
    return f"{_PREVIEW[how][0]}, {plural(len(entry), 'row')} recorded {recorded} UTC"


def done(how: How, entry: Sequence[Row]) -> list[Line | Table]:
    """What was done."""
    return [_DONE[how].format(rows=plural(len(entry), "row"), file=entry[0].file)]
