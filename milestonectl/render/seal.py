"""What was sealed."""

from collections.abc import Mapping, Sequence

from milestonectl.model.row import Row
from milestonectl.render.rows import row_words, short_id
from milestonectl.render.screen import Column, Line, Table
from milestonectl.render.words import plural


def sealed_screen(stamped: Mapping[str, Sequence[Row]], *, dry_run: bool) -> list[Line | Table]:
    """The sealed rows of each file."""
    rows = [row for found in stamped.values() for row in found]
    if not rows:
        return ["Every row is sealed."]
    files = f"{plural(len(rows), 'row')} in {plural(len(stamped), 'file')}"
    table: list[list[Line]] = [
        [
            f"{row.file}:{row.line}",
            short_id(row),
            f"{row.recorded_at[:16].replace('T', ' ')} UTC",
            row.deal,
            row_words(row, None),
        ]
        for row in rows
    ]
    columns = [Column(""), Column(""), Column("", drop=1), Column(""), Column("", shrink=True)]
    return [f"{'Would seal' if dry_run else 'Sealed'} {files}:", Table(columns, table)]
