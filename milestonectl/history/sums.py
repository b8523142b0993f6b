"""Arrays of codes -> a table of counts by key, ready for `scan.added`."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from milestonectl.history.frame import distinct_keys
from milestonectl.history.journeys import Labels

Numbers = npt.NDArray[np.int64]
Key = Labels | npt.NDArray[np.integer] | int | str
"""Texts as labels, numbers as they are, one of either for all entries."""


def sums(entries: int, keys: Mapping[str, Key], weights: Numbers | None = None) -> pd.DataFrame:
    """How many entries each key has; with weights what those of its entries add up to.

    Three entries of `{"measure": "won", "days": [4, 4, 9]}` are two lines: won, 4, 2 and won, 9, 1.
    """
    distinct, place = distinct_keys(np.stack([_numbers(key, entries) for key in keys.values()]))
    count = np.bincount(place, minlength=distinct.shape[1]) if weights is None else _added(place, weights, distinct)
    columns = {name: _cells(key, numbers) for (name, key), numbers in zip(keys.items(), distinct, strict=True)}
    return pd.DataFrame(columns | {"count": count.astype(np.int64)})


def _numbers(key: Key, entries: int) -> Numbers:
    codes = key.codes if isinstance(key, Labels) else 0 if isinstance(key, str) else key
    return np.broadcast_to(np.asarray(codes, dtype=np.int64), entries)


def _cells(key: Key, numbers: Numbers) -> npt.NDArray[np.generic]:
    if isinstance(key, Labels):
        return np.asarray(key.names)[numbers]
    return np.full(len(numbers), key, dtype=object) if isinstance(key, str) else numbers


def _added(place: npt.NDArray[np.intp], weights: Numbers, distinct: Numbers) -> Numbers:
    total = np.zeros(distinct.shape[1], dtype=np.int64)
    np.add.at(total, place, weights)
    return total
