import datetime
from pathlib import Path

from milestonectl.files.stalling import KEPT_DAYS, keep_limits, known_limits

DAY = datetime.date(2026, 11, 20)


def test_the_latest_limits_up_to_the_day_are_used(tmp_path: Path) -> None:
    keep_limits(tmp_path, DAY, {("sale", "met"): 20})
    keep_limits(tmp_path, DAY + datetime.timedelta(days=5), {("sale", "met"): 30})
    assert known_limits(tmp_path, DAY - datetime.timedelta(days=1)) == {}
    assert known_limits(tmp_path, DAY + datetime.timedelta(days=4)) == {("sale", "met"): 20}
    assert known_limits(tmp_path, DAY + datetime.timedelta(days=5)) == {("sale", "met"): 30}


def test_only_a_few_days_are_kept_and_each_workspace_has_its_own(tmp_path: Path) -> None:
    for number in range(KEPT_DAYS + 1):
        keep_limits(tmp_path, DAY + datetime.timedelta(days=number), {})
    assert known_limits(tmp_path, DAY) == {}
    keep_limits(tmp_path, DAY + datetime.timedelta(days=1), {("sale", "met"): 1})
    assert known_limits(tmp_path / "other", DAY + datetime.timedelta(days=1)) == {}
