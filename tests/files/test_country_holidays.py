import datetime

import pytest

from milestonectl.files.country_holidays import country_holidays
from milestonectl.files.definitions import load_definitions


def settings(text: str) -> tuple[tuple[datetime.date, ...], list[str]]:
    settings, _, _, problems = load_definitions({"milestonectl.yaml": text.encode()})
    return settings.holidays, [f"{p.place} {p.name}: {p.message}" for p in problems]


def test_the_last_quarter_of_2026_has_six_holidays_on_weekdays_in_the_united_states_with_the_day_after_thanksgiving() -> (
    None
):
    """Columbus Day 12 Oct, Veterans Day 11 Nov, Thanksgiving 26 Nov, Christmas 25 Dec; the others are no public holidays."""
    days = [day for day in country_holidays("US") if "2026-10-01" <= day <= "2026-12-31"]
    assert days == ["2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25"]


def test_a_part_of_a_country_has_days_of_its_own() -> None:
    assert "2026-01-06" in country_holidays("DE-BY")
    assert "2026-01-06" not in country_holidays("DE")


def test_a_country_in_the_settings_stands_for_its_days() -> None:
    found, problems = settings("currency: USD\nholidays: US\n")
    assert datetime.date(2026, 12, 25) in found
    assert problems == []


@pytest.mark.parametrize("code", ["ZZ", "US-ZZ", "usa!"])
def test_an_unknown_country_is_a_problem_at_its_place(code: str) -> None:
    found, problems = settings(f"currency: USD\nholidays: {code}\n")
    assert found == ()
    (problem,) = problems
    assert "wrong-value" in problem
    assert f'no holidays are known for "{code}"' in problem
    assert ":2:11" in problem or "line=2, column=11" in problem


def test_a_list_of_days_goes_on_as_before() -> None:
    assert settings("holidays: [2026-12-24]\n") == ((datetime.date(2026, 12, 24),), [])
