"""A process as Salesforce metadata in source format: stages, record type, path guidance, fields and gates.

A path only guides; what keeps a deal before a gate is a validation rule. So each gate becomes a rule that refuses a
stage behind it as long as a required milestone of it has no date, or lacks the evidence that the process asks for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from milestonectl.exchange.exports.salesforce_formula import condition_formula
from milestonectl.model.process import Milestone, Process, Stage
from milestonectl.model.settings import DealField

_NAMESPACE = "http://soap.sforce.com/2006/04/metadata"
_WON, _LOST = "Closed Won", "Closed Lost"
_KEY_FIELDS = 5
"""A path shows at most so many fields a step."""
_MESSAGE = 255
"""Characters of a rule's message."""
_GUIDANCE = 1000
_OBJECT = "objects/Opportunity"

Element = tuple[str, "str | Sequence[Element]"]


class Field(NamedTuple):
    """A custom field of an opportunity."""

    name: str
    label: str
    kind: str
    description: str


def metadata(process: Process, declared: Sequence[DealField]) -> Mapping[str, str]:
    """Every file by its path below the package folder."""
    name = api_name(process.name)
    stages = [*(stage.title for stage in process.stages), _WON, _LOST]
    files = {
        "standardValueSets/OpportunityStage.standardValueSet-meta.xml": _stage_values(stages),
        f"{_OBJECT}/businessProcesses/{name}.businessProcess-meta.xml": _business_process(name, stages),
        f"{_OBJECT}/recordTypes/{name}.recordType-meta.xml": _record_type(name, process.title),
        f"pathAssistants/{name}.pathAssistant-meta.xml": _path(process, name),
    }
    for stage in process.stages:
        rule = f"{name}_{api_name(stage.id)}"
        files[f"{_OBJECT}/validationRules/{rule}.validationRule-meta.xml"] = _gate(rule, process, stage, declared)
    for field in fields_of(process):
        files[f"{_OBJECT}/fields/{field.name}.field-meta.xml"] = _field(field)
    return files


def api_name(name: str) -> str:
    """`needs-agreed` as Salesforce allows it: letters, digits and single underscores, beginning with a letter."""
    words = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_")
    return words if words[:1].isalpha() else f"X{words}"


def fields_of(process: Process) -> Iterator[Field]:
    """A date a milestone; its evidence, and who confirmed it, where the process asks for them."""
    for milestone in process.milestones:
        name = f"M_{api_name(milestone.id)}"[:34].rstrip("_")
        yield Field(f"{name}__c", _label(milestone.title), "Date", f"{milestone.title}: the day it was achieved")
        if milestone.evidence.level != "asserted":
            kinds = ", ".join(milestone.evidence.kinds) or "e-mail, document, ..."
            yield Field(f"{name}_Ev__c", _label(f"Evidence: {milestone.title}"), "Text", f"What proves it: {kinds}")
        if milestone.evidence.level == "confirmed":
            roles = ", ".join(milestone.evidence.roles) or "somebody at the buyer"
            yield Field(f"{name}_By__c", _label(f"Confirmed: {milestone.title}"), "Text", f"Who confirmed it: {roles}")


def _label(text: str) -> str:
    return text[:40].rstrip()


def _fields_of(milestone: Milestone, process: Process) -> list[str]:
    start = f"M_{api_name(milestone.id)}"[:34].rstrip("_")
    return [f.name for f in fields_of(process) if f.name in (f"{start}__c", f"{start}_Ev__c", f"{start}_By__c")]


def _gate(rule: str, process: Process, stage: Stage, declared: Sequence[DealField]) -> str:
    return _document(
        "ValidationRule",
        [
            ("fullName", rule),
            ("active", "true"),
            ("description", f"Gate of {stage.title} in {process.pin}: {stage.objective}"[:_MESSAGE]),
            ("errorConditionFormula", gate_formula(process, stage, declared)),
            ("errorDisplayField", "StageName"),
            ("errorMessage", _gate_message(stage)),
        ],
    )


def gate_formula(process: Process, stage: Stage, declared: Sequence[DealField]) -> str:
    """True, and so an error, when the stage is behind the gate and something that the gate waits for is missing."""
    titles = [known.title for known in process.stages]
    places = ", ".join(f"{_text(title)}, {number}" for number, title in enumerate([*titles, _WON], 1))
    behind = f"CASE(TEXT(StageName), {places}, 0) > {titles.index(stage.title) + 1}"
    missing = [_missing(milestone, process, declared) for milestone in stage.milestones if milestone.required]
    waits = f"OR({', '.join(missing)})" if missing else "FALSE"
    return f"AND(RecordType.DeveloperName = {_text(api_name(process.name))}, {behind}, {waits})"


def _missing(milestone: Milestone, process: Process, declared: Sequence[DealField]) -> str:
    blanks = [f"ISBLANK({name})" for name in _fields_of(milestone, process)]
    blank = f"OR({', '.join(blanks)})" if len(blanks) > 1 else blanks[0]
    applies = condition_formula(milestone.when, declared)
    return f"AND({applies}, {blank})" if applies else blank


def _gate_message(stage: Stage) -> str:
    titles = "; ".join(milestone.title for milestone in stage.milestones if milestone.required)
    return f"The gate of {stage.title} waits for: {titles}"[:_MESSAGE]


def _path(process: Process, name: str) -> str:
    steps = [("pathAssistantSteps", _step(process, stage)) for stage in process.stages]
    return _document(
        "PathAssistant",
        [
            ("active", "true"),
            ("entityName", "Opportunity"),
            ("fieldName", "StageName"),
            ("masterLabel", process.title),
            *steps,
            ("recordTypeName", name),
        ],
    )


def _step(process: Process, stage: Stage) -> list[Element]:
    fields = [name for milestone in stage.milestones for name in _fields_of(milestone, process)]
    items = "".join(f"<li>{escape(milestone.title)}</li>" for milestone in stage.milestones if milestone.required)
    guidance = f"<p>{escape(stage.objective)}</p><ul>{items}</ul>"
    shown = guidance if len(guidance) <= _GUIDANCE else f"<p>{escape(stage.objective)}</p>"[:_GUIDANCE]
    keys: list[Element] = [("fieldNames", name) for name in fields[:_KEY_FIELDS]]
    return [*keys, ("info", shown), ("picklistValueName", stage.title)]


def _stage_values(stages: Sequence[str]) -> str:
    """Every stage names its forecast category: one that does not drops out of the forecast unnoticed."""
    values: list[Element] = []
    for number, title in enumerate(stages, 1):
        closed = title in (_WON, _LOST)
        probability = 100 if title == _WON else 0 if title == _LOST else round(100 * number / (len(stages) - 1))
        values.append(
            (
                "standardValue",
                [
                    ("fullName", title),
                    ("default", "false"),
                    ("label", title),
                    ("closed", str(closed).lower()),
                    ("forecastCategory", "Closed" if title == _WON else "Omitted" if title == _LOST else "Pipeline"),
                    ("probability", str(probability)),
                    ("won", str(title == _WON).lower()),
                ],
            )
        )
    return _document("StandardValueSet", [("sorted", "false"), *values])


def _business_process(name: str, stages: Sequence[str]) -> str:
    values: list[Element] = [
        ("values", [("fullName", title), ("default", str(number == 0).lower())]) for number, title in enumerate(stages)
    ]
    return _document("BusinessProcess", [("fullName", name), ("isActive", "true"), *values])


def _record_type(name: str, title: str) -> str:
    return _document(
        "RecordType", [("fullName", name), ("active", "true"), ("businessProcess", name), ("label", title)]
    )


def _field(field: Field) -> str:
    return _document(
        "CustomField",
        [
            ("fullName", field.name),
            ("description", field.description[:1000]),
            ("label", field.label),
            *([("length", "255")] if field.kind == "Text" else []),
            ("required", "false"),
            ("trackHistory", "true"),
            ("type", field.kind),
        ],
    )


def _document(root: str, elements: Sequence[Element]) -> str:
    body = "".join(_lines(elements, 1))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">\n{body}</{root}>\n'


def _lines(elements: Sequence[Element], depth: int) -> Iterator[str]:
    indent = "    " * depth
    for name, value in elements:
        if isinstance(value, str):
            yield f"{indent}<{name}>{escape(value)}</{name}>\n"
        else:
            yield f"{indent}<{name}>\n{''.join(_lines(value, depth + 1))}{indent}</{name}>\n"


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
