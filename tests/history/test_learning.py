"""Chances of a period that may not have begun yet."""

import numpy as np

from milestonectl.history.learning import in_the_last

BY_END = np.array([0.0, 0.1, 0.3, 0.6, 0.7])


def test_a_period_that_has_begun_counts_every_win_to_come() -> None:
    assert in_the_last(BY_END, 30) is BY_END


def test_what_is_won_before_a_period_begins_does_not_count_for_it() -> None:
    # Two days of four: after four days 0.7 are won, 0.3 of them in the two days before the period.
    np.testing.assert_allclose(in_the_last(BY_END, 2), [0.0, 0.1, 0.3, 0.5, 0.4])
