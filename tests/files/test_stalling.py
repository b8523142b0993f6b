import datetime
from pathlib import Path

import pytest

from milestonectl.files.stalling import KEPT_DAYS, TRUSTED_DAYS, keep_limits, known_limits

DAY = datetime.date(2026, 11, 20)


def test_the_latest_limits_up_to_the_day_are_used(tmp_path: Path) -> None:
    keep_limits(tmp_path, DAY, {("sale", "met"): 20})
    keep_limits(tmp_path, DAY + datetime.timedelta(days=5), {("sale", "met"): 30})
    assert known_limits(tmp_path, DAY - datetime.timedelta(days=1)) == {}
    assert known_limits(tmp_path, DAY + datetime.timedelta(days=4)) == {("sale", "met"): 20}
    assert known_limits(tmp_path, DAY + datetime.timedelta(days=5)) == {("sale", "met"): 30}


@pytest.mark.parametrize(("age", "trusted"), [(TRUSTED_DAYS, True), (TRUSTED_DAYS + 1, False)])
def test_limits_of_an_earlier_quarter_are_not_trusted(tmp_path: Path, age: int, trusted: bool) -> None:
    keep_limits(tmp_path, DAY, {("sale", "met"): 20})
    assert bool(known_limits(tmp_path, DAY + datetime.timedelta(days=age))) is trusted


def test_only_a_few_days_are_kept_and_each_workspace_has_its_own(tmp_path: Path) -> None:
    for number in range(KEPT_DAYS + 1):
        keep_limits(tmp_path, DAY + datetime.timedelta(days=number), {})
    assert known_limits(tmp_path, DAY) == {}
    keep_limits(tmp_path, DAY + datetime.timedelta(days=1), {("sale", "met"): 1})
    assert known_limits(tmp_path / "other", DAY + datetime.timedelta(days=1)) == {}
