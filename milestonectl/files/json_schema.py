"""The JSON Schema of each kind of definition file, for editors. The pydantic models are its source."""

import copy
from typing import Any

from milestonectl.files.schema import MODELS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_COMPARED: dict[str, Any] = {"type": ["string", "number"]}
_OPERANDS: dict[str, Any] = {"anyOf": [_COMPARED, {"type": "array", "items": _COMPARED}]}
_GROUP: dict[str, Any] = {
    "type": "object",
    "additionalProperties": {
        "anyOf": [
            *_OPERANDS["anyOf"],
            {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "at_least": {"type": "number"},
                    "below": {"type": "number"},
                    "is": _OPERANDS,
                    "in": _OPERANDS,
                    "not_in": _OPERANDS,
                },
            },
        ]
    },
}
CONDITION: dict[str, Any] = {"anyOf": [{"type": "null"}, _GROUP, {"type": "array", "items": _GROUP}]}
_DATE = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
_PERIOD = r"^\d{4}(-(Q[1-4]|0[1-9]|1[0-2]|W(0[1-9]|[1-4]\d|5[0-3])))?$"


def json_schema(kind: str) -> dict[str, Any]:
    """The schema of `process`, `settings`, `team` or `mapping` files.

    A process that extends another one may leave out what it inherits, so that its stages and milestones need only an id.
    """
    schema = _tidy(MODELS[kind].model_json_schema())
    schema = {"$schema": DIALECT, "title": f"milestonectl {kind}"} | {k: v for k, v in schema.items() if k != "title"}
    return _with_inheritance(schema) if kind == "process" else schema


def _tidy(value: Any, name: str = "") -> Any:
    """Without the titles that pydantic makes up, and with the forms that its own checks add."""
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    if not isinstance(value, dict):
        return value
    if name == "when":
        return CONDITION | {"description": value.get("description", "")}
    tidy = {key: _tidy(child, key) for key, child in value.items() if not (key == "title" and isinstance(child, str))}
    if tidy.get("format") == "date":
        tidy = {key: child for key, child in tidy.items() if key != "format"} | {"pattern": _DATE}
    if "ge" in tidy:
        # A number that is checked by a function of ours: only the lower bound comes from pydantic, under its own name.
        tidy = {key: child for key, child in tidy.items() if key not in ("ge", "anyOf")} | {"minimum": tidy["ge"]}
    if name == "period":
        tidy |= {"pattern": _PERIOD}
    return tidy


def _with_inheritance(schema: dict[str, Any]) -> dict[str, Any]:
    definitions = schema.pop("$defs")
    whole = {key: schema.pop(key) for key in ("properties", "required", "additionalProperties", "type")}
    part = _renamed(copy.deepcopy(whole)) | {"required": ["process", "extends"]}
    part["properties"]["stages"].pop("minItems", None)
    definitions["Process"] = whole
    definitions["ProcessOverride"] = part
    for name in ("StageModel", "MilestoneModel"):
        override = _renamed(copy.deepcopy(definitions[name])) | {"required": ["id"]}
        override["properties"].get("milestones", {}).pop("minItems", None)
        definitions[f"{name}Override"] = override
    chosen = {
        "if": {"required": ["extends"], "properties": {"extends": {"type": "string"}}},
        "then": {"$ref": "#/$defs/ProcessOverride"},
        "else": {"$ref": "#/$defs/Process"},
    }
    return schema | {"type": "object"} | chosen | {"$defs": definitions}


def _renamed(value: Any) -> Any:
    """With references to whole stages and milestones turned into those to parts of them."""
    if isinstance(value, list):
        return [_renamed(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {key: _renamed(child) for key, child in value.items()}
    if str(found.get("$ref", "")).rpartition("/")[2] in ("StageModel", "MilestoneModel"):
        found["$ref"] += "Override"
    return found
