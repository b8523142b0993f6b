"""How late each rep writes things down, from the `late` table of the scan."""

from typing import Final, NamedTuple

import pandas as pd

LATE_DAYS: Final = 7
"""What is written down more than so many days after it happened is late."""


class Lateness(NamedTuple):
    """Openings and first achievements of one rep that say when they were recorded."""

    logged: int
    median_days: int
    late: int
    """More than LATE_DAYS after it happened."""


def lateness(tables: pd.DataFrame) -> dict[str, Lateness]:
    """By owner: of delays of 0, 0, 3 and 9 days the median is 0 (the lower of two) and 1 is late."""
    found: dict[str, Lateness] = {}
    for owner, rows in tables[tables["measure"] == "late"].groupby("group"):
        counts = rows.groupby("days")["count"].sum().sort_index()
        logged = int(counts.sum())
        median = int(counts.index[int((counts.cumsum() * 2 >= logged).to_numpy().argmax())])
        found[str(owner)] = Lateness(logged, median, int(counts[counts.index > LATE_DAYS].sum()))
    return found
