"""What conditions admit, against trying every value."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from milestonectl.model.bounds import bounds, covers_everything, idle_test, implies, impossible_field
from milestonectl.model.condition import Condition, Operator, Test, Value

NUMBERS = [Decimal(n) / 2 for n in range(14)]
WORDS = ["emea", "amer", "apac"]
CHOICES = {"region": WORDS}

numbers = st.sampled_from(NUMBERS[2:12:2])
number_tests = st.builds(
    lambda operator, value: Test("amount", operator, (value,)),
    st.sampled_from(["at_least", "below", "is", "not_in"]),
    numbers,
)
word_tests = st.builds(
    lambda operator, values: Test("region", operator, tuple(values)),
    st.sampled_from(["in", "not_in"]),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
)
groups = st.lists(number_tests | word_tests, min_size=1, max_size=3).map(tuple)
conditions = st.lists(groups, min_size=1, max_size=2).map(lambda found: Condition(tuple(found)))
DEALS: list[dict[str, Value]] = [{"amount": number, "region": word} for number in NUMBERS for word in WORDS]


@given(groups)
def test_a_group_is_impossible_when_no_deal_meets_it(group: tuple[Test, ...]) -> None:
    met = any(Condition((group,)).holds(deal) for deal in DEALS)
    assert bool(impossible_field(group, CHOICES)) == (not met)


@given(groups)
def test_bounds_admit_what_the_condition_does(group: tuple[Test, ...]) -> None:
    admitted = bounds(group, CHOICES)
    for deal in DEALS:
        assert Condition((group,)).holds(deal) == all(found.admits(deal[field]) for field, found in admitted.items())


@given(number_tests | word_tests)
def test_a_test_is_idle_when_every_deal_passes_it(test: Test) -> None:
    assert idle_test(test, CHOICES) == all(Condition(((test,),)).holds(deal) for deal in DEALS)


@given(conditions, conditions)
def test_an_implication_has_no_exception(first: Condition, second: Condition) -> None:
    if implies(first, second, CHOICES):
        assert all(second.holds(deal) for deal in DEALS if first.holds(deal))


def band(operator: Operator, value: int) -> tuple[Test, ...]:
    return (Test("amount", operator, (Decimal(value),)),)


def test_groups_that_meet_cover_everything() -> None:
    assert covers_everything(Condition((band("below", 5), band("at_least", 5))), {}) == "amount"
    assert covers_everything(Condition((band("at_least", 3), band("below", 5))), {}) == "amount"
    assert covers_everything(Condition((band("below", 5), band("at_least", 6))), {}) == ""
    assert covers_everything(Condition((band("at_least", 5),)), {}) == ""
