"""One bucket of rows, as another engine hands it over -> a frame that the scan can take."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from milestonectl.files.cells import wrong_cell
from milestonectl.files.csv_rows import is_header
from milestonectl.files.frame import wrong_rows
from milestonectl.history.frame import FRAME_COLUMNS, TIE, frame_of
from milestonectl.history.past import Tables
from milestonectl.history.scan import added
from milestonectl.model.errors import MilestonectlError
from milestonectl.model.row import Row, fingerprint

ROWS_A_BUCKET = 1_000_000
"""What the scan can take at once in less than two gigabytes."""
BUCKETS_AT_ONCE = 8
"""Tables that wait to be added up."""
Count = Callable[[pd.DataFrame], Tables]
"""Some rows -> small tables that `added` adds up."""


class Counted(NamedTuple):
    """What some rows add up to."""

    tables: Tables
    unread: int
    """How many rows could not be understood."""


Counting = Callable[[Count], Counted]
"""What an engine that has looked at the files can do any number of times."""


Kind = Literal["parquet", "csv", "workspace"]
"""The last is the ledger of a workspace, whose folder stands in the place of a file."""
KINDS: Final[tuple[Kind, ...]] = ("parquet", "csv")


class Source(NamedTuple):
    """Where rows are: files or patterns of one kind, and the declared fields among their columns."""

    files: tuple[str, ...]
    kind: Kind
    field_names: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """What the scan needs of each row."""
        return (*FRAME_COLUMNS, *self.field_names)


def buckets_for(rows: int, least: int = 1) -> int:
    """Into how many buckets to cut the deals."""
    return max(least, -(-rows // ROWS_A_BUCKET))


def count_bucket(cells: pd.DataFrame, columns: Sequence[str], count: Count) -> Counted:
    """The tables of one bucket; rows that cannot be understood do not count, but are counted."""
    frame = pd.DataFrame({name: cells[name].astype("str") for name in columns})
    suspects = np.flatnonzero(wrong_rows(frame))
    headers, rows = _headers(frame.iloc[suspects]), list(_rows(frame.iloc[suspects]))
    wrong = np.zeros(len(frame), dtype=bool)
    wrong[suspects] = [wrong_cell(row) is not None for row in rows]
    ties = np.array(frame["id"], dtype=object)
    ties[suspects] = [row.id or fingerprint(row) for row in rows]
    frame[TIE] = pd.Series(ties, dtype="str")
    return Counted(count(frame[~wrong].reset_index(drop=True)), int(wrong.sum() - headers.sum()))


def _headers(frame: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Lines that name the columns again, as git's union merge of two files leaves them.

    `MilestonectlError` when they name other columns: what stands below them cannot be told from here.
    """
    cells = frame.to_numpy(dtype=object)
    found = np.array([is_header(list(line)) for line in cells], dtype=bool)
    if any(cell not in ("", name) for line in cells[found] for cell, name in zip(line, frame.columns, strict=True)):
        raise MilestonectlError(
            "a CSV file names its columns twice, and not the same ones; milestonectl reads it without --engine, "
            "and milestonectl export writes it as one table"
        )
    return found


def _rows(frame: pd.DataFrame) -> Iterator[Row]:
    named = [name for name in FRAME_COLUMNS if name in frame]
    for cells in frame[named].itertuples(index=False):
        yield Row(**dict(zip(named, cells, strict=True)))


def sum_of_buckets(buckets: Iterable[Counted], source: Source, count: Count) -> Counted:
    """What the buckets add up to; without any, what no rows are."""
    found = [Counted(count(frame_of([], source.field_names)), 0)]
    for bucket in buckets:
        found.append(bucket)
        if len(found) == BUCKETS_AT_ONCE:
            found = [_sum(found)]
    return _sum(found)


def _sum(found: Sequence[Counted]) -> Counted:
    tables, unread = zip(*found, strict=True)
    return Counted(tuple(added(parts) for parts in zip(*tables, strict=True)), sum(unread))
