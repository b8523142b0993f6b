"""Columns of cells in a text -> words of eight bytes, and codes: equal cells have the same one."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
Signs = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.int32]
_LONG = 64
"""Texts of more bytes than this are told apart one by one."""
_MASKS = np.array([(1 << 64) - (1 << 8 * (8 - length)) for length in range(9)], dtype=np.uint64)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Cells:
    """One column of some rows: where each cell starts and ends, without quotes around it."""

    text: Signs
    starts: Places
    ends: Places

    def __getitem__(self, rows: Flags | Places) -> "Cells":
        return Cells(self.text, self.starts[rows], self.ends[rows])

    @property
    def empty(self) -> Flags:
        """Which say nothing."""
        return np.asarray(self.starts >= self.ends, dtype=bool)

    def word(self, number: int) -> Words:
        """The eight bytes of each cell from 8 * number on, zeros after its end, as numbers that sort like the text."""
        words = np.ndarray(len(self.text) - 7, dtype=">u8", buffer=self.text.data, strides=(1,))
        places = np.minimum(self.starts + 8 * number, len(words) - 1)
        found = words[places].astype(np.uint64)
        return np.asarray(found & _MASKS[np.clip(self.ends - self.starts - 8 * number, 0, 8)], dtype=np.uint64)

    def words(self, number: int) -> Words:
        """The first so many of them, a line for each cell."""
        return np.stack([self.word(place) for place in range(number)], axis=1)

    def coded(self) -> tuple[Codes, list[str]]:
        """A code for each cell, and the text of each code, in no order."""
        said = np.flatnonzero(~self.empty)
        if not len(said):
            return np.zeros(len(self.starts), dtype=np.int32), [""] if len(self.starts) else []
        first, found = _told_apart(self[said])
        if len(said) == len(self.starts):
            return found, self.texts(first)
        codes = np.zeros(len(self.starts), dtype=np.int32)
        codes[said] = found + 1
        return codes, ["", *self.texts(said[first])]

    def texts(self, rows: Places) -> list[str]:
        """The texts of some cells."""
        raw = self.text.data
        spans = zip(self.starts[rows].tolist(), self.ends[rows].tolist(), strict=True)
        return [str(raw[start:end], "utf-8") for start, end in spans]


def _told_apart(cells: Cells) -> tuple[Places, Codes]:
    """Where each different text stands for the first time, and which of them each cell is."""
    longest = int((cells.ends - cells.starts).max())
    if longest <= _LONG:
        words = [cells.word(number) for number in range(-(-longest // 8))]
        first, codes = _alike(mixed(words))
        if all(np.array_equal(word, word[first][codes]) for word in words):
            return first, codes
    known: dict[str, int] = {}
    texts = cells.texts(np.arange(len(cells.starts)))
    codes = np.array([known.setdefault(text, len(known)) for text in texts], dtype=np.int32)
    return np.unique(codes, return_index=True)[1], codes


def mixed(words: list[Words]) -> Words:
    """One number for the words of each cell; different cells hardly ever have the same."""
    mixed = words[0]
    for word in words[1:]:
        mixed = (mixed ^ (mixed >> np.uint64(29))) * _FACTOR ^ word
    return mixed


def _alike(keys: Words) -> tuple[Places, Codes]:
    """Where each different key stands for the first time, and which of them each key is."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    new = np.ones(len(keys), dtype=bool)
    new[1:] = ordered[1:] != ordered[:-1]
    codes = np.empty(len(keys), dtype=np.int32)
    codes[order] = np.cumsum(new, dtype=np.int32) - 1
    return order[new], codes
