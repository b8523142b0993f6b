"""`when:` as written -> a condition, with what is wrong in it."""

from collections.abc import Iterator
from decimal import Decimal

from milestonectl.model.condition import ALWAYS, Condition, Operator, Test, Value
from milestonectl.model.node import Node, walk
from milestonectl.model.problem import Problem
from milestonectl.model.settings import DealField, FieldType
from milestonectl.model.words import did_you_mean

OPERATORS: tuple[Operator, ...] = ("at_least", "below", "is", "in", "not_in")
DEAL_FIELDS: dict[str, FieldType] = {
    "amount": "number", "currency": "text", "account": "text", "owner": "text", "sale_type": "text", "close_date": "date",
}  # fmt: skip
"""What every deal has, besides the declared fields."""


def known_fields(declared: tuple[DealField, ...]) -> dict[str, FieldType]:
    """Every field a condition may ask about, with its type."""
    return DEAL_FIELDS | {field.name: field.type for field in declared}


def parse_condition(node: Node | None, fields: tuple[DealField, ...]) -> tuple[Condition, list[Problem]]:
    """The condition of a tree; without one it always holds."""
    if node is None or node.value is None:
        return ALWAYS, []
    problems: list[Problem] = []
    groups = node.items or [node]
    parsed = tuple(tuple(_group(group, fields, problems)) for group in groups)
    return Condition(parsed), problems


def _group(group: Node, fields: tuple[DealField, ...], problems: list[Problem]) -> list[Test]:
    tests: list[Test] = []
    known = known_fields(fields)
    choices = {field.name: field.choices for field in fields}
    for name, node in group.mapping.items():
        if name not in known:
            hint = did_you_mean(name, known) or "declare it under fields: in milestonectl.yaml"
            problems.append(
                Problem("unknown-field", f'"{name}" is not a field of a deal', node.key or node.place, hint)
            )
            continue
        tests += _tests(name, node, known[name], problems)
        problems += _not_chosen(name, node, choices.get(name, ()))
    return tests


def _not_chosen(field: str, node: Node, choices: tuple[str, ...]) -> Iterator[Problem]:
    """The texts that the field's declared choices rule out."""
    allowed = {choice.casefold() for choice in choices}
    for item in walk(node) if choices else ():
        if isinstance(item.value, str) and item.value.casefold() not in allowed:
            hint = did_you_mean(item.value, choices) or f"one of {', '.join(choices)}"
            message = f'"{item.value}" is not among the choices of {field}'
            yield Problem("wrong-condition", message, item.place, hint)


def _tests(field: str, node: Node, kind: FieldType, problems: list[Problem]) -> list[Test]:
    if not node.mapping:
        operator: Operator = "in" if node.items else "is"
        return [Test(field, operator, _operands(field, node, kind, problems))]
    tests = []
    for operator_name, operand in node.mapping.items():
        operator_found = next((known for known in OPERATORS if known == operator_name), None)
        if operator_found is None:
            problems.append(_unknown_operator(operator_name, operand))
        elif operator_found in ("at_least", "below") and kind != "number":
            message = f"{field} is {kind}: {operator_name} compares numbers"
            problems.append(Problem("wrong-condition", message, operand.key or operand.place, "use is, in or not_in"))
        else:
            tests.append(Test(field, operator_found, _operands(field, operand, kind, problems)))
    return tests


def _unknown_operator(name: str, operand: Node) -> Problem:
    hint = did_you_mean(name, OPERATORS) or f"one of {', '.join(OPERATORS)}"
    return Problem("wrong-condition", f'"{name}" is not a comparison', operand.key or operand.place, hint)


def _operands(field: str, node: Node, kind: FieldType, problems: list[Problem]) -> tuple[Value, ...]:
    found: list[Value] = []
    for item in node.items or [node]:
        value = _operand(item, kind)
        if value is None:
            expected = "a number" if kind == "number" else "text"
            problems.append(Problem("wrong-condition", f"{field} is compared with {expected}", item.place))
        else:
            found.append(value)
    return tuple(found)


def _operand(item: Node, kind: FieldType) -> Value | None:
    if kind == "number":
        number = isinstance(item.value, int | float) and not isinstance(item.value, bool)
        return Decimal(str(item.value)) if number else None
    return item.value if isinstance(item.value, str) else None
