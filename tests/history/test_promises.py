import datetime

import pytest
from history_building import opened, period_of, process_of, row

from milestonectl.deals.fold import fold
from milestonectl.history.promises import Kept, kept_share, promises
from milestonectl.model.process import by_sale_type
from milestonectl.model.row import Row
from milestonectl.model.settings import Settings

TODAY = datetime.date(2026, 11, 20)
PLAN = row("D", "2026-11-12", "planned", "qualified", recorded_at="2026-11-02T08:00:00Z")


def states(*rows: Row) -> list[str]:
    deal = fold([opened("D", "2026-11-01"), *rows], by_sale_type([process_of()]), Settings())
    assert deal is not None
    return [promise.state for promise in promises([deal], period_of("2026-11"), TODAY)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([PLAN, row("D", "2026-11-12", "achieved", "qualified")], ["kept"]),
        ([PLAN, row("D", "2026-11-13", "achieved", "qualified")], ["missed"]),
        ([PLAN], ["missed"]),
        ([PLAN, row("D", "2026-11-25", "planned", "qualified", recorded_at="2026-11-10T08:00:00Z")], ["moved", "due"]),
        ([row("D", "2026-11-01", "achieved", "qualified", recorded_at="2026-11-01T08:00:00Z"), PLAN], ["missed"]),
        ([row("D", "2026-11-25", "planned", "qualified"), row("D", "2026-11-15", "lost")], ["missed"]),
    ],
)
def test_a_promise_is_kept_by_its_day_or_not(rows: list[Row], expected: list[str]) -> None:
    assert states(*rows) == expected


def test_what_is_due_is_not_judged() -> None:
    deal = fold(
        [opened("D", "2026-11-01"), PLAN, row("D", "2026-11-25", "planned", "proof")],
        by_sale_type([process_of()]),
        Settings(),
    )
    assert deal is not None
    assert kept_share(promises([deal], period_of("2026-11"), TODAY)) == Kept(0, 1)
