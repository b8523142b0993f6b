import math

import pandas as pd
import pytest
from history_building import process_of
from hypothesis import given
from hypothesis import strategies as st

from milestonectl.history.need import sources

Counts = dict[str, tuple[int, int, int, int]]
"""By source: first milestones and losses before them, wins and losses after them."""


def tables_of(counts: Counts) -> pd.DataFrame:
    rows = []
    for group, (reached, lost, won, lost_later) in counts.items():
        for measure, state, ends in (("spell", 0, (reached, lost)), ("onward", 1, (won, lost_later))):
            rows += [(measure, group, "kept", state, cause, count) for cause, count in enumerate(ends, 1)]
    return pd.DataFrame(rows, columns=["measure", "group", "life", "state", "cause", "count"])


def test_sources_keep_their_share_and_are_judged_by_their_own_record() -> None:
    # Fewer than five groups: the common rate is worth 15 deals. Web (10 + 15 * 0.4) / (20 + 15), 40 of 60 opened go on.
    web, fair = sources(tables_of({"web": (30, 15, 10, 10), "fair": (10, 5, 0, 0)}), process_of(), 0.4, 4.0)
    assert (web.group, web.reached, web.share, web.per_week) == ("web", 30, 0.75, 3.0)
    assert web.won == (10, 20)
    assert web.per_win == pytest.approx(35 / 16)
    assert web.openings_per_week == pytest.approx(4.5)
    assert (fair.won, fair.per_week) == ((0, 0), 1.0)
    assert fair.per_win == pytest.approx(2.5)


def test_a_source_that_never_passed_the_first_milestone_is_not_asked_for_any() -> None:
    found = sources(tables_of({"web": (5, 1, 1, 1), "fair": (0, 7, 0, 0)}), process_of(), 0.3, 1.0)
    assert [source.group for source in found] == ["web"]


def test_a_process_of_one_milestone_wins_with_it() -> None:
    (only,) = sources(tables_of({"": (3, 1, 0, 0)}), process_of(["signed"]), 0.5, 1.0)
    assert only.per_win == 1


def test_nothing_can_be_shared_of_what_is_too_late() -> None:
    (only,) = sources(tables_of({"": (3, 1, 1, 1)}), process_of(), 0.5, math.inf)
    assert math.isinf(only.openings_per_week)


some = st.tuples(*[st.integers(0, 30)] * 4)


@given(st.dictionaries(st.text(max_size=3), some), st.floats(0.1, 50))
def test_the_sources_bring_the_whole_together(counts: Counts, per_week: float) -> None:
    found = sources(tables_of(counts), process_of(), 0.3, per_week)
    assert math.fsum(source.per_week for source in found) == pytest.approx(per_week if found else 0)
    assert all(source.openings_per_week >= source.per_week for source in found)
