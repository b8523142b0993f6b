"""`when`: to which deals something applies. Data, not code: nothing is evaluated but comparisons."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

Operator = Literal["is", "in", "not_in", "at_least", "below"]
Value: TypeAlias = str | Decimal
Facts: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison of a deal's field: `amount at_least 25000`."""

    field: str
    operator: Operator
    operands: tuple[Value, ...]

    __test__ = False


@dataclass(frozen=True, slots=True)
class Condition:
    """Any of several groups of tests, all of which must hold. No groups: it always holds."""

    groups: tuple[tuple[Test, ...], ...] = ()

    def holds(self, facts: Facts) -> bool:
        """Whether a deal with these facts is meant. A field without a value satisfies no test."""
        return not self.groups or any(all(_passes(test, facts) for test in group) for group in self.groups)

    def unknown(self, facts: Facts) -> tuple[str, ...]:
        """Fields the condition asks about that the deal has no value for."""
        asked = dict.fromkeys(test.field for group in self.groups for test in group)
        return tuple(field for field in asked if field not in facts)


ALWAYS = Condition()


def _passes(test: Test, facts: Facts) -> bool:
    if test.field not in facts:
        return False
    actual = facts[test.field]
    match test.operator:
        case "at_least":
            return isinstance(actual, Decimal) and all(isinstance(o, Decimal) and actual >= o for o in test.operands)
        case "below":
            return isinstance(actual, Decimal) and all(isinstance(o, Decimal) and actual < o for o in test.operands)
        case "not_in":
            return not _among(actual, test.operands)
        case _:
            return _among(actual, test.operands)


def _among(actual: Value, operands: tuple[Value, ...]) -> bool:
    if isinstance(actual, Decimal):
        return any(isinstance(operand, Decimal) and actual == operand for operand in operands)
    return any(isinstance(operand, str) and actual.casefold() == operand.casefold() for operand in operands)


def describe(condition: Condition) -> str:
    """The condition in words: `amount at least 25,000 and region EMEA or APAC`."""
    return "; or ".join(" and ".join(_words(test) for test in group) for group in condition.groups)


def _words(test: Test) -> str:
    values = " or ".join(f"{o:,}" if isinstance(o, Decimal) else o for o in test.operands)
    words = {"is": "", "in": "", "not_in": "not ", "at_least": "at least ", "below": "below "}
    return f"{test.field} {words[test.operator]}{values}"
