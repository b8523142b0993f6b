"""Which of many rows hold a cell that keeps them from counting: `files.cells.wrong_cell`, asked of columns."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from milestonectl.files.cells import NEEDED, is_day, is_moment
from milestonectl.files.grid import Grid, grid_of
from milestonectl.files.grid_cells import Codes, Flags, Signs, Words
from milestonectl.model.money import is_currency, parse_money
from milestonectl.model.row import EVENTS

MOMENT = b"0000-00-00T00:00:00.000000Z"
"""A moment, 0 for any digit; those without a fraction end with a Z in the place of the point."""
MOMENT_WORDS = len(MOMENT) // 8 + 1
_DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0], dtype=np.uint8)
"""Of each month; those without a number have none."""
_TEXTS = ("id", "deal", "milestone", "sale_type", "process", "owner", "currency")
"""Columns that are told apart by their cells as they stand."""
_DIGIT = (0x0F, 0xF0, 0x06)
"""Of a sign that is a digit: where its value is; what a value above 9 reaches when this much is added; and this much."""


class Columns(Protocol):
    """Rows of a ledger, by column."""

    def coded(self, name: str) -> tuple[Codes, Sequence[str]]:
        """A code for each cell, and the text of each code."""

    def empty(self, name: str) -> Flags:
        """Which cells say nothing."""

    def words(self, name: str, number: int) -> Words:
        """The first bytes of each cell, a line each: eight make a number, zeros after its end."""


def plain_rows(raw: bytes) -> tuple[Grid, bool] | None:
    """The plain rows of a text that count, and whether the columns are others at its end; nothing without a plain header."""
    grid = grid_of(raw)
    if grid is None:
        return None
    wrong = wrong_in(grid)
    for name in _TEXTS:
        wrong |= grid.escapes(name)
    grid = grid.without(wrong) if wrong.any() else grid
    other = grid.other_header
    return grid if other is None else grid.without(grid.numbers > other), other is not None


def wrong_in(columns: Columns) -> Flags:
    """Rows with a cell that keeps them from counting, and some more: those without an id need all of their cells for one."""
    wrong = ~_each(columns, "event", EVENTS.__contains__) | ~_each(columns, "date", is_day)
    wrong |= ~_each(columns, "close_date", lambda day: not day or is_day(day))
    wrong |= ~_each(columns, "currency", lambda name: not name or is_currency(name))
    wrong |= ~_moments(columns.words("recorded_at", MOMENT_WORDS)) | columns.empty("deal") | columns.empty("id")
    codes, events = columns.coded("event")
    for code, event in enumerate(events):
        for column in NEEDED.get(event, ()):
            wrong |= (codes == code) & columns.empty(column)
    return np.asarray(wrong | _wrong_amounts(columns), dtype=bool)


def _each(columns: Columns, name: str, holds: Callable[[str], bool]) -> Flags:
    """Whether each cell holds, asking once for each text that occurs."""
    codes, names = columns.coded(name)
    return np.array([holds(text) for text in names], dtype=bool)[codes]


def digits(words: Words) -> Signs:
    """The digits of moments, by place; anything where other signs stand."""
    return (words ^ _words(MOMENT)).astype(">u8").view(np.uint8)


def _words(raw: bytes) -> Words:
    return np.frombuffer(raw.ljust(8 * MOMENT_WORDS, b"\0"), dtype=">u8").astype(np.uint64)


def _moments(words: Words) -> Flags:
    """Whether each cell is empty or a moment as rows write it; eight signs are looked at at once."""
    plain = _has_form(words, MOMENT[:19] + b"Z") | _has_form(words, MOMENT)
    rare = np.flatnonzero(plain)[_beyond(digits(words[plain]))]
    texts = words[rare].astype(">u8").view(f"S{8 * MOMENT_WORDS}")[:, 0].tolist()
    plain[rare] = [is_moment(text.decode()) for text in texts]
    return np.asarray(plain | (words[:, 0] == 0), dtype=bool)


def _has_form(words: Words, form: bytes) -> Flags:
    """Whether each cell is the form with any digits for its zeros, and nothing after it."""
    low, high, six = (_words(bytes(part * (sign == ord("0")) for sign in form)) for part in _DIGIT)
    wrong = words ^ _words(form)  # of a digit, its value is left
    wrong = wrong & ~low | (wrong & low) + six & high
    return np.asarray((wrong == 0).all(axis=1), dtype=bool)


def _beyond(digits: Signs) -> Flags:
    """Digits that need a look at the calendar: a 29th of February, an hour of 24 or more, ..."""
    century, month, day, hour, minute, second = (
        10 * digits[:, place] + digits[:, place + 1] for place in (0, 5, 8, 11, 14, 17)
    )
    odd = (day > _DAYS[np.minimum(month, 13)]) | (day < 1) | (hour > 23) | (minute > 59) | (second > 59)
    return np.asarray(odd | (century < 19) | (century > 21), dtype=bool)


def _wrong_amounts(columns: Columns) -> Flags:
    """Cells that are no amount in their currency, asking once for each pair that occurs."""
    said = np.flatnonzero(~columns.empty("amount"))
    amounts, amount_names = columns.coded("amount")
    currencies, currency_names = columns.coded("currency")
    pair = amounts[said].astype(np.int64) * len(currency_names) + currencies[said]
    pairs, place = np.unique(pair, return_inverse=True)
    names = [(amount_names[p // len(currency_names)], currency_names[p % len(currency_names)]) for p in pairs]
    refused = [parse_money(amount, currency or "USD") is None for amount, currency in names]
    wrong = np.zeros(len(amounts), dtype=bool)
    wrong[said] = np.array(refused, dtype=bool)[place]
    return wrong
