import datetime

import numpy as np
import pytest
from history_building import opened, period_of, process_of, row

from milestonectl.history.backtest import (
    ENGINE,
    SNAPSHOT,
    Case,
    Origin,
    Score,
    cases,
    chosen,
    in_money,
    origins,
    scores,
)
from milestonectl.history.backtest_deals import said_and_came, uncertainties
from milestonectl.history.backtest_money import MoneyTotal, money_of_periods_before, money_scores
from milestonectl.history.frame import frame_of
from milestonectl.history.journeys import Journeys, journeys
from milestonectl.model.clock import as_of
from milestonectl.model.process import by_sale_type
from milestonectl.model.row import Row
from milestonectl.model.settings import Settings

ORIGIN = Origin(datetime.date(2026, 4, 1), period_of("2026-Q2"))
TODAY = datetime.date(2026, 7, 15)


def story() -> list[Row]:
    rows = []
    for number in range(12):
        start = datetime.date(2026, 1, 5) + datetime.timedelta(days=10 * number)
        rows.append(opened(f"D{number:02}", start.isoformat(), close_date="2026-06-01", amount=str(100 + number)))
        rows.append(row(f"D{number:02}", (start + datetime.timedelta(days=20)).isoformat(), "achieved", "qualified"))
        if number % 2:
            rows.append(row(f"D{number:02}", (start + datetime.timedelta(days=60)).isoformat(), "achieved", "contract"))
    return rows


def found(rows: list[Row]) -> list[Case]:
    frame, process = frame_of(rows), process_of()
    processes = by_sale_type([process])

    def seen_by(day: datetime.date) -> Journeys:
        return journeys(frame, processes, Settings(), as_of(day))

    return cases([ORIGIN], seen_by, lambda _day: {"service": process}, seen_by(TODAY))


def test_deals_count_that_were_open_then_and_won_in_time() -> None:
    (case,) = found(story())
    assert case.deals == ("D00", "D02", "D03", "D04", "D05", "D06", "D07", "D08")
    assert dict(zip(case.deals, case.won, strict=True)) == dict.fromkeys(case.deals, 0.0) | {
        "D03": 1,
        "D05": 1,
        "D07": 1,
    }


def test_what_was_recorded_later_changes_no_forecast() -> None:
    leak = [
        row("D02", "2026-03-20", "achieved", "proof", recorded_at="2026-04-02T08:00:00Z"),
        row("D04", "2026-03-21", "changed", close_date="2027-01-01", recorded_at="2026-05-01T08:00:00Z"),
        opened("LATE", "2026-03-01", recorded_at="2026-06-01T08:00:00Z"),
    ]
    (before,), (after,) = found(story()), found([*story(), *leak])
    assert after.deals == before.deals
    for method, said in before.chances.items():
        assert after.chances[method].tobytes() == said.tobytes()
    (euros, *others), (as_before, *_) = after.totals, before.totals
    assert not others
    assert set(euros.samples) == {*before.chances, *before.wins}
    for method, sample in as_before.samples.items():
        assert euros.samples[method].tobytes() == sample.tobytes()


def test_scores_of_a_case_worked_by_hand() -> None:
    case = Case(ORIGIN, ("a", "b", "c", "d"), np.array([1.0, 0, 0, 1]), {"m": np.array([0.9, 0.7, 0.3, 0.2])}, {})
    (score,) = scores([case])
    assert (score.brier, score.calibration) == pytest.approx((0.3075, 2.1 / 2))
    assert score.wape == pytest.approx(0.05)


def test_a_number_of_wins_is_scored_without_deals() -> None:
    case = Case(ORIGIN, ("a", "b"), np.array([1.0, 1.0]), {}, {"last": 3.0})
    (score,) = scores([case])
    assert np.isnan(score.brier)
    assert (score.calibration, score.wape) == (1.5, 0.5)


def test_a_deal_seen_twice_is_one_piece_of_evidence() -> None:
    """Both deals have the same error at each origin, so whatever is drawn, the mean is that error."""
    said = {ENGINE: np.array([0.5, 0.5]), SNAPSHOT: np.array([0.9, 0.1])}
    case = Case(ORIGIN, ("a", "b"), np.array([0.0, 1.0]), said, {})
    own, rival = uncertainties([case, case])
    assert (own.brier, own.brier_above) == ((0.25, 0.25), (0, 0))
    assert rival.brier_above == pytest.approx((0.56, 0.56))
    assert uncertainties([]) == []


def test_origins_are_days_of_quarters_that_have_ended() -> None:
    every = origins(datetime.date(2025, 9, 1), datetime.date(2026, 8, 1), 1, 4)
    assert [origin.day.isoformat() for origin in every] == ["2026-03-02", "2026-04-01", "2026-05-01", "2026-05-31"]
    assert origins(datetime.date(2026, 3, 1), datetime.date(2026, 8, 1), 1, 4) == []


def test_the_snapshot_rate_is_chosen_when_it_did_better_often_enough() -> None:
    worse, better = Score(ENGINE, 0.3, 1, 0.3, 0.8, 0.1), Score(SNAPSHOT, 0.2, 1, 0.2, 0.8, 0.1)
    assert chosen([worse, better], 6) == SNAPSHOT
    assert chosen([worse, better], 5) == ENGINE
    assert chosen([worse._replace(brier=0.1), better], 6) == ENGINE
    assert chosen([], 9) == ENGINE


def test_money_is_that_of_the_whole_period_with_deals_that_were_not_open_yet() -> None:
    """D03, D05, D07, D09 and D11 sign on day 60 of theirs: 5 April to 24 June; D09 and D11 open after 1 April."""
    (case,) = found(story())
    (total,) = case.totals
    assert total.won == {"D03", "D05", "D07", "D09", "D11"}
    assert total.came == 100 * (103 + 105 + 107 + 109 + 111)
    fixed, due = total.samples["fixed stage share, if due"], case.chances["fixed stage share, if due"]
    assert fixed.mean() == pytest.approx(100 * sum(due * [100, 102, 103, 104, 105, 106, 107, 108]), rel=0.03)


def test_money_of_periods_before_begins_with_the_first_deal() -> None:
    seen = journeys(frame_of(story()), by_sale_type([process_of()]), Settings(), as_of(TODAY))
    assert money_of_periods_before(seen, period_of("2026-Q3"), "USD") == [100 * (103 + 105 + 107 + 109 + 111)]
    assert money_of_periods_before(seen, period_of("2026-Q1"), "USD") == [0]


def test_scores_of_money_worked_by_hand() -> None:
    """CRPS 19.2 of a total of 160 is .12, mean 160 against 160 no error; 0 against 40 is 1 of 1 and misses its range."""
    sample = np.array([90.0, 110, 150, 200, 250])
    own = MoneyTotal("EUR", 160.0, frozenset("abc"), {"m": sample})
    other = MoneyTotal("USD", 40.0, frozenset("d"), {"m": np.zeros(5)})
    euros, dollars = money_scores([[own, other]])
    assert euros[:4] == ("EUR", "m", 1, 3)
    assert euros[4:] == pytest.approx((0.12, 1, 0))
    assert dollars[:4] == ("USD", "m", 1, 1)
    assert dollars[4:] == pytest.approx((1, 0, 1))
    wins = Score("m", 0.1, 1.0, 0.5, 0.5, 0.5)
    (score,) = in_money([wins], [euros, dollars])
    assert score[:3] == wins[:3]
    assert score[3:] == pytest.approx(((3 * 0.12 + 1) / 4, 0.75, 0.25))
    assert in_money([wins], []) == [wins]


def test_what_was_said_is_held_against_what_came_in_bins_of_equal_count() -> None:
    """Wilson of 1 in 2 at 80 %; the deal seen twice counts once in the interval."""
    case = Case(ORIGIN, ("a", "b"), np.array([0.0, 1.0]), {"m": np.array([0.2, 0.8])}, {})
    low, high = said_and_came([case, case], "m", bins=2)
    assert (low.forecasts, low.deals, low.predicted, low.won) == (2, 1, 0.2, 0.0)
    assert (high.forecasts, high.deals, high.predicted, high.won) == (2, 1, 0.8, 1.0)
    assert low.interval == pytest.approx((0, 1.642374 / 2.642374), abs=1e-4)
    assert said_and_came([], "m") == []
