from decimal import Decimal

from history_building import period_of

from milestonectl.history.targets import Quota, quotas
from milestonectl.model.settings import Rep, Settings, Target


def rep_of(*targets: tuple[str, int, str]) -> Rep:
    return Rep("dana", "Dana", targets=tuple(Target(period_of(p), Decimal(r), "USD", t) for p, r, t in targets))


def found(rep: Rep, period: str) -> list[Quota]:
    return quotas([rep], period_of(period), Settings())


def test_targets_within_the_period_add_up() -> None:
    rep = rep_of(("2026-Q3", 60000, "new"), ("2026-Q4", 120000, "new"), ("2026-Q4", 50000, "renewal"))
    assert found(rep, "2026") == [
        Quota("dana", "new", Decimal(180000), "USD"),
        Quota("dana", "renewal", Decimal(50000), "USD"),
    ]


def test_a_longer_target_counts_by_its_working_days() -> None:
    assert found(rep_of(("2026", 261000, "new")), "2026-Q4") == [Quota("dana", "new", Decimal(66000), "USD", "2026")]


def test_the_own_target_of_a_quarter_goes_before_its_share_of_the_year() -> None:
    rep = rep_of(("2026", 261000, "new"), ("2026-Q4", 99000, "new"))
    assert found(rep, "2026-Q4") == [Quota("dana", "new", Decimal(99000), "USD")]


def test_no_target_no_quota() -> None:
    assert found(rep_of(("2025", 1, "new")), "2026") == []
