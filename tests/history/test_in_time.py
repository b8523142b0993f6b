import datetime

import numpy as np
import pytest

from milestonectl.deals.chances import AGES, WEEKS
from milestonectl.history.engine import AGES as ENGINE_AGES
from milestonectl.history.engine import Engine
from milestonectl.history.in_time import chances_left_behind

DAY = datetime.date(2026, 10, 31)


def test_what_is_left_behind_is_what_the_engine_says() -> None:
    """W14: two states, 0.2 to advance and 0.1 to be lost each day; within 7 days 0.318 and 0.612 by hand recursion."""
    engine = Engine(np.full((2, ENGINE_AGES), 0.2), np.full((2, ENGINE_AGES), 0.1), np.zeros((2, 2)))
    found = chances_left_behind({"sale": engine}, {"sale": ("met", "signed")}, DAY, ("sale",))
    known = found.sale_types["sale"]
    assert (found.learned, known.milestones, known.prior_driven) == (DAY, ("met", "signed"), True)
    assert (len(known.in_time), len(known.in_time[0]), len(known.in_time[0][0])) == (WEEKS, 2, len(AGES))
    assert known.in_time[0] == ((0.0,) * len(AGES),) * 2
    assert known.in_time[1][1][0] == pytest.approx(2 / 3 * (1 - 0.7**7))
    assert known.in_time[26][0][0] == pytest.approx(4 / 9)
