"""`when` as a Salesforce formula."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from milestonectl.exchange.exports.salesforce_names import quoted
from milestonectl.model.condition import Condition, Test, Value
from milestonectl.model.settings import DealField

_STANDARD: Mapping[str, str] = {
    "amount": "Amount",
    "currency": "TEXT(CurrencyIsoCode)",
    "account": "Account.Name",
    "owner": "Owner.Alias",
    "sale_type": "RecordType.DeveloperName",
    "close_date": "TEXT(CloseDate)",
}
"""Our fields as the opportunity has them."""


def condition_formula(condition: Condition, declared: Sequence[DealField]) -> str:
    """True for the deals that are meant; nothing when that is all of them.

    `amount: {at_least: 25000}` is `Amount >= 25000`.
    """
    groups = [_joined("AND", [_test(test, declared) for test in group]) for group in condition.groups]
    return _joined("OR", groups) if groups else ""


def _joined(function: str, parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{function}({', '.join(parts)})"


def _test(test: Test, declared: Sequence[DealField]) -> str:
    field = field_formula(test.field, declared)
    if test.operator in ("at_least", "below"):
        sign = ">=" if test.operator == "at_least" else "<"
        return _joined("AND", [f"{field} {sign} {_value(operand)}" for operand in test.operands])
    equal = _joined("OR", [f"{field} = {_value(operand)}" for operand in test.operands])
    return f"NOT({equal})" if test.operator == "not_in" else equal


def field_formula(name: str, declared: Sequence[DealField]) -> str:
    """A declared field is a custom field of the same name; one with choices is a picklist there."""
    if name in _STANDARD:
        return _STANDARD[name]
    field = next((known for known in declared if known.name == name), None)
    custom = f"{name}__c"
    return f"TEXT({custom})" if field is not None and (field.choices or field.type == "date") else custom


def _value(value: Value) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    return quoted(value)
