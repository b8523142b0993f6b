from decimal import Decimal

import pytest

from milestonectl.model.condition import ALWAYS, Condition, Facts, Operator, Test, Value, describe

DEAL: Facts = {"amount": Decimal(25000), "region": "EMEA", "competitor": "Acme", "seats": Decimal(40)}


def asks(field: str, operator: Operator, *operands: Value) -> Condition:
    return Condition(((Test(field, operator, operands),),))


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (ALWAYS, True),
        (asks("amount", "at_least", Decimal(25000)), True),
        (asks("amount", "at_least", Decimal("25000.01")), False),
        (asks("amount", "below", Decimal(25000)), False),
        (asks("amount", "below", Decimal("25000.01")), True),
        (asks("amount", "is", Decimal("25000.00")), True),
        (asks("seats", "in", Decimal(10), Decimal(40)), True),
        (asks("seats", "not_in", Decimal(10), Decimal(40)), False),
        (asks("region", "is", "EMEA"), True),
        (asks("region", "is", "emea"), True),
        (asks("region", "in", "AMER", "EMEA"), True),
        (asks("region", "in", "AMER", "APAC"), False),
        (asks("region", "not_in", "AMER", "APAC"), True),
        (asks("region", "not_in", "EMEA"), False),
        (asks("region", "at_least", Decimal(1)), False),
        (asks("amount", "is", "25000"), False),
    ],
)
def test_a_comparison_holds_or_not(condition: Condition, holds: bool) -> None:
    assert condition.holds(DEAL) is holds


@pytest.mark.parametrize("operator", ["is", "in", "not_in", "at_least", "below"])
def test_a_field_without_a_value_satisfies_no_comparison(operator: Operator) -> None:
    condition = asks("country", operator, "DE")
    assert not condition.holds(DEAL)
    assert condition.unknown(DEAL) == ("country",)


def test_all_comparisons_of_a_group_must_hold_and_any_group_is_enough() -> None:
    large = Test("amount", "at_least", (Decimal(20000),))
    asian = Test("region", "is", ("APAC",))
    rivalled = Test("competitor", "in", ("Acme", "Borealis"))
    assert not Condition(((large, asian),)).holds(DEAL)
    assert Condition(((large, asian), (rivalled,))).holds(DEAL)
    assert Condition(((large, rivalled),)).holds(DEAL)
    assert not Condition(((large, rivalled),)).holds({})


def test_unknown_fields_are_named_once() -> None:
    condition = Condition(
        (
            (Test("country", "is", ("DE",)), Test("region", "is", ("EMEA",))),
            (Test("country", "is", ("FR",)), Test("tier", "is", ("1",))),
        )
    )
    assert condition.unknown(DEAL) == ("country", "tier")
    assert ALWAYS.unknown({}) == ()


def test_a_condition_reads_as_words() -> None:
    group = (Test("amount", "at_least", (Decimal(25000),)), Test("region", "in", ("EMEA", "APAC")))
    other = (Test("competitor", "not_in", ("Acme",)),)
    assert (
        describe(Condition((group, other))) == "amount at least 25,000 and region EMEA or APAC; or competitor not Acme"
    )
    assert describe(ALWAYS) == ""
