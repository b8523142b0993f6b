"""Comparison with what the team would have done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestonectl.history.case_mix import advances_against_team, wins_against_team


def test_sixty_percent_won_with_easy_deals_is_what_the_team_wins() -> None:
    """W21."""
    rep = wins_against_team(9, [0.3] * 10 + [0.9] * 5)
    assert rep.expected == pytest.approx(7.5)
    assert rep.z == pytest.approx(0.939, abs=5e-4)
    assert rep.ratio == pytest.approx(1.2)
    assert rep.shrunk == pytest.approx(19 / 17.5)


def test_slower_than_the_team() -> None:
    """W21, cycle time."""
    rep = advances_against_team(6, [(200, 0.02), (100, 0.04), (50, 0.03)])
    assert rep.expected == pytest.approx(9.5)
    assert rep.ratio == pytest.approx(0.6316, abs=5e-5)
    assert rep.shrunk == pytest.approx(0.8205, abs=5e-5)


def test_without_deals_there_is_nothing_to_compare() -> None:
    rep = wins_against_team(0, [])
    assert (rep.ratio, rep.shrunk, rep.z) == (None, 1, None)


@given(st.lists(st.floats(0.01, 1), min_size=1), st.integers(0, 50))
def test_shrunk_lies_between_observed_and_no_difference(chances: list[float], won: int) -> None:
    rep = wins_against_team(won, chances)
    assert rep.ratio is not None
    assert min(1, rep.ratio) - 1e-9 <= rep.shrunk <= max(1, rep.ratio) + 1e-9
