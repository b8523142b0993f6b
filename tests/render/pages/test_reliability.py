"""Forecasts of single deals by tenths of chance: worked by hand."""

import datetime

import numpy as np

from milestonectl.history.backtest import ENGINE, Case, Origin
from milestonectl.model.period import Period
from milestonectl.render.pages.sections.reliability import Bin, bins

DAY = datetime.date(2026, 7, 1)
ORIGIN = Origin(DAY, Period(DAY, datetime.date(2026, 9, 30), "2026-Q3"))


def test_a_tenth_holds_its_deals_and_the_last_one_holds_certainty() -> None:
    case = Case(ORIGIN, ("A", "B", "C", "D"), np.array([0, 1, 1, 1]), {ENGINE: np.array([0.12, 0.18, 1.0, 0.95])}, {})
    again = Case(ORIGIN, ("A",), np.array([1]), {ENGINE: np.array([0.15])}, {})
    first, last = bins([case, again])
    assert first == Bin(0.1, 0.2, first.said, ("A", "B", "A"), ("B", "A"))
    assert abs(first.said - 0.15) < 1e-12
    assert abs(first.share - 2 / 3) < 1e-12
    assert (last.title, last.deals, last.share) == ("90-100%", ("C", "D"), 1.0)
