import datetime

import pytest
from history_building import opened, process_of, row

from milestonectl.history.frame import frame_of
from milestonectl.history.rates import Rate, rates
from milestonectl.history.scan import LIVES, scan
from milestonectl.model.clock import as_of
from milestonectl.model.process import by_sale_type
from milestonectl.model.row import Row
from milestonectl.model.settings import Settings

START = datetime.date(2026, 1, 1)
WEEKS = [
    (2, "lost"),
    (3, "won"),
    (4, "lost"),
    (5, ""),
    (6, "won"),
    (6, "lost"),
    (8, ""),
    (9, "won"),
    (10, ""),
    (12, "lost"),
]


def deals() -> list[Row]:
    """The ten deals of the worked example, ages in weeks; open ones are opened so that they have that age on the day."""
    rows = []
    day = START + datetime.timedelta(weeks=12)
    for number, (weeks, end) in enumerate(WEEKS):
        start = day - datetime.timedelta(weeks=weeks)
        rows.append(opened(f"D{number}", start.isoformat()))
        if end:
            rows.append(row(f"D{number}", day.isoformat(), *(("achieved", "signed") if end == "won" else ("lost",))))
    return rows


def found(rows: list[Row], lives: tuple[str, ...] = LIVES[:1]) -> list[Rate]:
    processes = by_sale_type([process_of(["signed"])])
    tables = scan(frame_of(rows), processes, Settings(), as_of(START + datetime.timedelta(weeks=12)))
    return rates(tables, {"service": ("signed",)}, lives)


def test_the_win_rate_counts_open_deals_in_and_losses_apart() -> None:
    (rate,) = found(deals())
    assert (rate.won.reached, rate.won.lost, rate.won.open) == (3, 4, 3)
    assert rate.won.share == pytest.approx(0.372222, abs=5e-7)
    assert rate.won.lost_share == pytest.approx(0.627778, abs=5e-7)
    assert rate.won.undecided == pytest.approx(0.0)
    assert rate.won.share == rate.onward.share  # one step: to go on is to win


def test_half_of_those_that_win_take_six_weeks() -> None:
    (rate,) = found(deals())
    assert rate.onward.median_days == 6 * 7


def test_deals_booked_afterwards_are_left_out_unless_asked_for() -> None:
    booked = [opened("B", "2026-02-01"), row("B", "2026-02-02", "achieved", "signed")]
    assert found([*deals(), *booked])[0].won.reached == 3
    assert found([*deals(), *booked], LIVES)[0].won.reached == 4
