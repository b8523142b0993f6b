"""One bucket of rows, as another engine hands it over -> a frame that the scan can take."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from milestonectl.files.cells import wrong_cell
from milestonectl.files.frame import wrong_rows
from milestonectl.history.frame import SCAN_COLUMNS, TIE
from milestonectl.history.scan import KEYS, added
from milestonectl.model.row import Row, fingerprint

ROWS_A_BUCKET = 2_000_000
"""What the scan can take at once in less than two gigabytes."""
UNREAD = "unread"
"""The measure under which rows are counted that cannot be understood."""
Count = Callable[[pd.DataFrame], pd.DataFrame]
"""The tables of some rows."""


class Source(NamedTuple):
    """Where rows are: files or patterns of one kind, and the declared fields among their columns."""

    files: tuple[str, ...]
    kind: str
    """`csv` or `parquet`."""
    field_names: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """What the scan needs of each row."""
        return (*SCAN_COLUMNS, *self.field_names)


def buckets_for(rows: int, least: int = 1) -> int:
    """Into how many buckets to cut the deals."""
    return max(least, -(-rows // ROWS_A_BUCKET))


def bucket_tables(cells: pd.DataFrame, columns: Sequence[str], count: Count) -> pd.DataFrame:
    """The tables of one bucket; rows that cannot be understood do not count, but are counted."""
    frame = pd.DataFrame({name: cells[name].astype("str") for name in columns})
    suspects = np.flatnonzero(wrong_rows(frame))
    rows = list(_rows(frame.iloc[suspects]))
    wrong = np.zeros(len(frame), dtype=bool)
    wrong[suspects] = [wrong_cell(row) is not None for row in rows]
    ties = np.array(frame["id"], dtype=object)
    ties[suspects] = [row.id or fingerprint(row) for row in rows]
    frame[TIE] = pd.Series(ties, dtype="str")
    tables = count(frame[~wrong].reset_index(drop=True))
    return added([tables, _unread(int(wrong.sum()))])


def _rows(frame: pd.DataFrame) -> Iterator[Row]:
    named = [name for name in SCAN_COLUMNS if name in frame]
    for cells in frame[named].itertuples(index=False):
        yield Row(**dict(zip(named, cells, strict=True)))


def sum_of_buckets(tables: Iterable[pd.DataFrame]) -> tuple[pd.DataFrame, int]:
    """The tables of all deals, and how many rows could not be understood."""
    everything = added(tables)
    unread = everything["measure"] == UNREAD
    return everything[~unread].reset_index(drop=True), int(everything["count"][unread].sum())


def _unread(rows: int) -> pd.DataFrame:
    texts = {name: [""] for name in KEYS}
    numbers = {name: np.zeros(1, dtype=np.int64) for name in ("state", "cause", "days")}
    return pd.DataFrame(texts | numbers | {"measure": [UNREAD], "count": np.array([rows], dtype=np.int64)})
