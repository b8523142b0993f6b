"""How long after it happened something was recorded."""

import numpy as np
import numpy.typing as npt

from milestonectl.history.frame import Codes, Days
from milestonectl.history.sight import Sight

UNKNOWN = np.int32(-1)
"""The delay of a row that does not say when it was recorded."""
_DAY_LENGTH = 10
_LONGEST = 1 << 20


def recording_delays(rows: Sight) -> Days:
    """Days from the date of each row to the day it was recorded; 0 where that is earlier (other time zones), or UNKNOWN."""
    recorded = rows.recorded.astype(f"S{_DAY_LENGTH}").astype("datetime64[D]").astype(np.int32)
    says = rows.recorded != rows.recorded.astype(f"S{_DAY_LENGTH}")  # a stamp that is a mere day stands for the date
    return np.where(says, np.maximum(0, recorded - rows.day), UNKNOWN).astype(np.int32)


def first_with_delay(
    rows: Sight, at: tuple[Codes, Codes], shape: tuple[int, int], never: np.int32
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """The first day at each place of a table, and the shortest known delay of the rows of that day."""
    delays = recording_delays(rows).astype(np.int64)
    known = np.where(delays < 0, _LONGEST - 1, np.minimum(delays, _LONGEST - 2))
    first = np.full(shape, int(never) * _LONGEST + _LONGEST - 1, dtype=np.int64)
    np.minimum.at(first, at, rows.day.astype(np.int64) * _LONGEST + known)
    day, delay = np.divmod(first, _LONGEST)
    return day.astype(np.int32), np.where(delay == _LONGEST - 1, UNKNOWN, delay).astype(np.int32)
