"""A process as Salesforce metadata in source format: record type, path guidance, fields, gates, and how to deploy it.

A path only guides; what keeps a deal before a gate is a validation rule. So each gate becomes a rule that refuses a
stage behind it as long as a required milestone of it has no date, or lacks the evidence that the process asks for.

The stages themselves are not among the files: they are one list for the whole org, and a deploy would replace it.
"""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from milestonectl.exchange.exports.salesforce_gates import LOST, WON, Rule, bypass_name, gate_rules
from milestonectl.exchange.exports.salesforce_names import Field, api_name, encoded, fields_of, shortened
from milestonectl.exchange.exports.salesforce_readme import readme
from milestonectl.exchange.exports.salesforce_xml import Element, document
from milestonectl.model.errors import UsageError
from milestonectl.model.process import Process, Stage
from milestonectl.model.settings import DealField

_KEY_FIELDS = 5
"""A path shows at most so many fields a step."""
_STAGE = 40
"""Characters of a stage's name."""
_LABEL = 80
_DESCRIPTION = 255
_GUIDANCE = 1000
_OBJECT = "objects/Opportunity"


def metadata(process: Process, declared: Sequence[DealField]) -> Mapping[str, str]:
    """Every file by its path below the package folder. What Salesforce would refuse is refused here, by name."""
    _check_stages(process)
    name = api_name(process.name)
    stages = [*(stage.title for stage in process.stages), WON, LOST]
    rules = [(stage, rule) for stage in process.stages for rule in gate_rules(process, stage, declared)]
    fields = [field for milestone in process.milestones for field in fields_of(milestone)]
    return {
        f"README-{name}.md": readme(process, declared),
        f"{_OBJECT}/businessProcesses/{name}.businessProcess-meta.xml": _business_process(name, stages),
        f"{_OBJECT}/recordTypes/{name}.recordType-meta.xml": _record_type(name, process.title),
        f"pathAssistants/{name}.pathAssistant-meta.xml": _path(process, name),
        f"customPermissions/{bypass_name(process)}.customPermission-meta.xml": _bypass(process),
        f"permissionsets/{name}_milestones.permissionset-meta.xml": _permission_set(process, name, fields),
        **{
            f"{_OBJECT}/validationRules/{rule.name}.validationRule-meta.xml": _gate(rule, process, stage)
            for stage, rule in rules
        },
        **{f"{_OBJECT}/fields/{field.name}.field-meta.xml": _field(field) for field in fields},
    }


def _check_stages(process: Process) -> None:
    seen = {WON.casefold(), LOST.casefold()}
    for stage in process.stages:
        if len(stage.title) > _STAGE:
            raise UsageError(
                f'the title of stage {stage.id} has {len(stage.title)} characters: "{stage.title}"; '
                f"Salesforce takes {_STAGE}"
            )
        if stage.title.casefold() in seen:
            raise UsageError(
                f'two stages would be called "{stage.title}" in Salesforce; change the title of {stage.id}'
            )
        seen.add(stage.title.casefold())


def _gate(rule: Rule, process: Process, stage: Stage) -> str:
    return document(
        "ValidationRule",
        [
            ("fullName", rule.name),
            ("active", "true"),
            ("description", shortened(f"Gate of {stage.title} in {process.pin}: {stage.objective}", _DESCRIPTION)),
            ("errorConditionFormula", rule.formula),
            ("errorDisplayField", "StageName"),
            ("errorMessage", rule.message),
        ],
    )


def _bypass(process: Process) -> str:
    return document(
        "CustomPermission",
        [
            ("description", shortened(f"Moves deals past the gates of {process.title}", _DESCRIPTION)),
            ("isLicensed", "false"),
            ("label", shortened(f"Pass the gates of {process.title}", _LABEL)),
        ],
    )


def _permission_set(process: Process, name: str, fields: Sequence[Field]) -> str:
    """A field that is deployed is visible to nobody; a gate that waits for it would then stop everybody."""
    granted: list[Element] = [
        (
            "fieldPermissions",
            [("editable", "true"), ("field", f"Opportunity.{field}"), ("readable", "true")],
        )
        for field in sorted(field.name for field in fields)
    ]
    return document(
        "PermissionSet",
        [
            ("description", shortened(f"Fill in the milestones of {process.title}", _DESCRIPTION)),
            *granted,
            ("hasActivationRequired", "false"),
            ("label", shortened(f"Milestones of {process.title}", _LABEL)),
            ("recordTypeVisibilities", [("recordType", f"Opportunity.{name}"), ("visible", "true")]),
        ],
    )


def _path(process: Process, name: str) -> str:
    steps = [("pathAssistantSteps", _step(stage)) for stage in process.stages]
    return document(
        "PathAssistant",
        [
            ("active", "true"),
            ("entityName", "Opportunity"),
            ("fieldName", "StageName"),
            ("masterLabel", shortened(process.title, _LABEL)),
            *steps,
            ("recordTypeName", name),
        ],
    )


def _step(stage: Stage) -> list[Element]:
    fields = [field.name for milestone in stage.milestones for field in fields_of(milestone)]
    keys: list[Element] = [("fieldNames", name) for name in fields[:_KEY_FIELDS]]
    return [*keys, ("info", _guidance(stage)), ("picklistValueName", stage.title)]


def _guidance(stage: Stage) -> str:
    """Whole elements, as many as there is room for."""
    text = f"<p>{escape(shortened(stage.objective, _GUIDANCE // 5))}</p>"
    for milestone in stage.milestones:
        item = f"<p>- {escape(milestone.title)}</p>"
        if milestone.required and len(text) + len(item) <= _GUIDANCE:
            text += item
    return text


def _business_process(name: str, stages: Sequence[str]) -> str:
    # No default among them: an org refuses one on the stages of opportunities.
    values: list[Element] = [("values", [("fullName", encoded(title))]) for title in stages]
    return document("BusinessProcess", [("fullName", name), ("isActive", "true"), *values])


def _record_type(name: str, title: str) -> str:
    label = ("label", shortened(title, _LABEL))
    return document("RecordType", [("fullName", name), ("active", "true"), ("businessProcess", name), label])


def _field(field: Field) -> str:
    return document(
        "CustomField",
        [
            ("fullName", field.name),
            ("description", shortened(field.description, _GUIDANCE)),
            ("label", field.label),
            *([("length", "255")] if field.kind == "Text" else []),
            ("required", "false"),
            ("type", field.kind),
        ],
    )
