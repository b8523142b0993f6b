"""What conditions admit: whether one can hold at all, always holds, or holds whenever another one does.

A field is a number or a text. What a group of tests admits of a number is an interval and perhaps a few single values;
what it admits of a text is a set of values, or all but a set.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from milestonectl.model.condition import Condition, Test, Value

Choices: TypeAlias = Mapping[str, Sequence[str]]
"""The only values that some text fields can have, by field."""

Group: TypeAlias = tuple[Test, ...]

_FIRST, _LAST = Decimal("-Infinity"), Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a group of tests admits of one field. `at_least` is included, `below` is not."""

    at_least: Decimal | None = None
    below: Decimal | None = None
    only: frozenset[Value] | None = None
    """The single values admitted; nothing: any."""
    never: frozenset[Value] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether no value is admitted."""
        if self.only is not None:
            return not any(self.admits(value) for value in self.only)
        return self.at_least is not None and self.below is not None and self.at_least >= self.below

    def admits(self, value: Value) -> bool:
        """Whether one value is admitted."""
        if self.only is not None and value not in self.only:
            return False
        if value in self.never or isinstance(value, str):
            return value not in self.never
        above = self.at_least is None or value >= self.at_least
        return above and (self.below is None or value < self.below)

    def within(self, other: "Bounds") -> bool:
        """Whether all that is admitted here is admitted there."""
        if self.only is not None:
            return all(other.admits(value) for value in self.only if self.admits(value))
        if other.only is not None or not all(value in self.never or not self.admits(value) for value in other.never):
            return False
        above = other.at_least is None or (self.at_least is not None and self.at_least >= other.at_least)
        return above and (other.below is None or (self.below is not None and self.below <= other.below))


def bounds(group: Group, choices: Choices) -> dict[str, Bounds]:
    """What a group of tests admits, field by field. Amounts are never negative."""
    return {field: _field_bounds(field, group, choices) for field in dict.fromkeys(test.field for test in group)}


def _field_bounds(field: str, group: Group, choices: Choices) -> Bounds:
    found = domain(field, choices)
    for test in group:
        if test.field == field:
            found = _narrowed(found, test)
    return found


def domain(field: str, choices: Choices) -> Bounds:
    """Every value that a field can have."""
    if choices.get(field):
        return Bounds(only=frozenset(choice.casefold() for choice in choices[field]))
    return Bounds(at_least=Decimal(0)) if field == "amount" else Bounds()


def _narrowed(found: Bounds, test: Test) -> Bounds:
    values = frozenset(value.casefold() if isinstance(value, str) else value for value in test.operands)
    numbers = [value for value in values if isinstance(value, Decimal)]
    only, never, at_least, below = found.only, found.never, found.at_least, found.below
    if test.operator in ("is", "in"):
        only = values if only is None else only & values
    elif test.operator == "not_in":
        never = never | values
    elif numbers and test.operator == "at_least":
        at_least = max([*numbers, *([at_least] if at_least is not None else [])])
    elif numbers and test.operator == "below":
        below = min([*numbers, *([below] if below is not None else [])])
    return Bounds(at_least, below, only, never)


def impossible_field(group: Group, choices: Choices) -> str:
    """A field of which the group admits no value; empty when there is none."""
    return next((field for field, found in bounds(group, choices).items() if found.empty), "")


def idle_test(test: Test, choices: Choices) -> bool:
    """Whether a test rules out nothing that its field can be."""
    return domain(test.field, choices).within(_narrowed(Bounds(), test))


def covers_everything(condition: Condition, choices: Choices) -> str:
    """The field of which several groups together admit every number; empty when they leave something out."""
    fields = {test.field for group in condition.groups for test in group}
    if len(condition.groups) < 2 or len(fields) != 1:
        return ""
    field = fields.pop()
    bands = [bounds(group, choices)[field] for group in condition.groups]
    if any(band.only is not None or band.never for band in bands):
        return ""
    return field if _gapless(bands, domain(field, choices).at_least) else ""


def _gapless(bands: Sequence[Bounds], start: Decimal | None) -> bool:
    """Whether the bands, one after the other, leave out no number from the start on."""
    first = _FIRST if start is None else start
    reached = first
    for low, high in sorted((band.at_least or first, band.below or _LAST) for band in bands):
        if low > reached:
            return False
        reached = max(reached, high)
    return reached == _LAST


def implies(first: Condition, second: Condition, choices: Choices) -> bool:
    """Whether the second holds for every deal for which the first one holds."""
    if not second.groups:
        return True
    return bool(first.groups) and all(
        any(_group_implies(group, other, choices) for other in second.groups) for group in first.groups
    )


def _group_implies(group: Group, other: Group, choices: Choices) -> bool:
    known = bounds(group, choices)
    asked = bounds(other, choices)
    return all(field in known and known[field].within(wanted) for field, wanted in asked.items())
