"""Ledger rows as a DataFrame: one text column for each ledger column that many deals are judged by, empty cells as ''."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from milestonectl.model.row import Row, fingerprint

FRAME_COLUMNS = (
    "id", "recorded_at", "date", "deal", "event", "milestone", "by", "ref", "reason", "note",
    "sale_type", "process", "account", "owner", "amount", "currency", "close_date", "kind", "contact", "role", "source",
)  # fmt: skip
TIE = "tie"
"""A further column: what decides between rows of the same moment, the id or what it would be."""
Column: TypeAlias = "pd.Series[Any]"
Days = npt.NDArray[np.int32]
Codes = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.int64]


def frame_of(rows: Iterable[Row], field_names: Sequence[str] = ()) -> pd.DataFrame:
    """The rows as a frame; cells of undeclared fields are left out."""
    listed = list(rows)
    columns = {name: [getattr(row, name) for row in listed] for name in FRAME_COLUMNS}
    columns[TIE] = [row.id or fingerprint(row) for row in listed]
    columns |= {name: [row.fields.get(name, "") for row in listed] for name in field_names}
    return pd.DataFrame({name: pd.Series(cells, dtype="str") for name, cells in columns.items()})


def blank_column(length: int) -> Column:
    """A column of empty cells."""
    return pd.Series([""] * length, dtype="str")


def joined(frames: Sequence[pd.DataFrame], field_names: Sequence[str] = ()) -> pd.DataFrame:
    """Several frames as one, rows in the order of the frames."""
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return frame_of([], field_names)
    return filled[0] if len(filled) == 1 else pd.concat(filled, ignore_index=True)


def coded(column: Column) -> tuple[Codes, npt.NDArray[np.object_]]:
    """A column as codes, and the text of each code in the order of the alphabet."""
    codes, names = column.factorize(sort=True)
    return codes.astype(np.int32), np.asarray(names, dtype=object)


def day_numbers(column: Column) -> Days:
    """Days since 1970 of a column of ISO dates."""
    codes, names = coded(column)
    return np.asarray(names, dtype="datetime64[D]").astype(np.int32)[codes]


def stamps(frame: pd.DataFrame) -> npt.NDArray[np.bytes_]:
    """When each row was recorded, as text that sorts like time; a row that does not say counts from its date."""
    recorded = np.array(frame["recorded_at"], dtype="S27")
    signs = recorded.view(np.uint8).reshape(len(recorded), 27)
    whole = signs[:, 19] == ord("Z")
    if whole.any():
        signs[whole, 19:] = np.frombuffer(b".000000Z", dtype=np.uint8)
    silent = recorded == b""
    if silent.any():
        recorded[silent] = np.asarray(frame["date"][silent], dtype="S27")
    return recorded


def distinct_keys(keys: Numbers) -> tuple[Numbers, npt.NDArray[np.intp]]:
    """The different columns of (parts, keys), and which of them each key is: one number a key is far faster than rows."""
    if keys.shape[1] == 0:
        return keys, np.zeros(0, dtype=np.intp)
    low = keys.min(axis=1, keepdims=True)
    sizes = [int(size) for size in keys.max(axis=1) - low[:, 0] + 1]
    numbers = np.ravel_multi_index(list(keys - low), sizes)
    distinct, place = np.unique(numbers, return_inverse=True)
    return np.stack(np.unravel_index(distinct, sizes)).astype(np.int64) + low, place
