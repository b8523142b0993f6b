"""A declared field with a value that its declaration does not allow.

What
    `fields` in `milestonectl.yaml` gives each extra column a type and perhaps its choices.
Why
    No condition would find the deal, and reports would show it in a group of its own.
Bad
    region: Europe       (the choices are EMEA, AMER and APAC)
Good
    region: EMEA
"""

import datetime
import re
from collections.abc import Iterator

from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Problem
from milestonectl.model.settings import DealField
from milestonectl.model.words import did_you_mean

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")


def check(subject: Subject) -> Iterator[Problem]:
    declared = {field.name: field for field in subject.workspace.settings.fields}
    for row in subject.rows:
        for name, value in row.fields.items():
            if name in declared:
                fault, hint = _fault(value, declared[name])
                if fault:
                    yield in_cell(row, name, "wrong-field-value", f'{name}: "{value}" {fault}', hint)


def _fault(value: str, field: DealField) -> tuple[str, str]:
    if field.choices and value.casefold() not in {choice.casefold() for choice in field.choices}:
        hint = did_you_mean(value, field.choices) or f"one of {', '.join(field.choices)}"
        return "is not among the choices", hint
    if field.type == "number" and not _NUMBER.fullmatch(value):
        return "is no number", "write a plain decimal, as in 250 or 0.5"
    if field.type == "date" and not _is_day(value):
        return "is no day", "write a date as YYYY-MM-DD"
    return "", ""


def _is_day(value: str) -> bool:
    try:
        return datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


RULE = CheckedRule("MC325", "wrong-field-value", "error", __doc__, check)
