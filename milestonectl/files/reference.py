"""The manual of every key of the definition files, from the models' own documentation."""

from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from milestonectl.files.schema import MODELS
from milestonectl.files.shape import model_in
from milestonectl.model.words import did_you_mean

_FILES = {
    "process": "processes/*.yaml", "settings": "milestonectl.yaml", "team": "team.yaml", "mapping": "imports/*.yaml",
}  # fmt: skip


class Key(NamedTuple):
    """One key of a definition file."""

    name: str
    type: str
    default: str
    """In words; `required` when there is none."""
    words: str


class Page(NamedTuple):
    """What is known about a key, and about the keys below it."""

    path: str
    file: str
    key: Key | None
    """Nothing for a whole file."""
    summary: str
    keys: tuple[Key, ...]


def field_page(path: str) -> Page | None:
    """The page of a key such as `process.stages.milestones.evidence`."""
    kind, *steps = path.split(".")
    model: type[BaseModel] | None = MODELS.get(kind)
    if model is None:
        return None
    key, summary = None, _summary(model)
    for step in steps:
        field = model.model_fields.get(step) if model is not None else None
        if field is None:
            return None
        key, model = _key(step, field), model_in(field.annotation)
        summary = _summary(model) if model is not None else ""
    keys = tuple(_key(name, field) for name, field in model.model_fields.items()) if model is not None else ()
    return Page(path, _FILES[kind], key, summary, keys)


def field_paths() -> list[str]:
    """Every page there is."""
    found: list[str] = []
    waiting = [(kind, model) for kind, model in MODELS.items()]
    while waiting:
        path, model = waiting.pop(0)
        found.append(path)
        for name, field in model.model_fields.items():
            below = model_in(field.annotation)
            if below is not None:
                waiting.append((f"{path}.{name}", below))
            else:
                found.append(f"{path}.{name}")
    return sorted(found)


def near_path(path: str) -> str:
    """The page that was perhaps meant."""
    return did_you_mean(path, field_paths())


def _summary(model: type[BaseModel]) -> str:
    return " ".join((model.__doc__ or "").split())


def _key(name: str, field: FieldInfo) -> Key:
    return Key(name, _type_words(field), _default(field), field.description or "")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True, validated_data={})
    if value is None or value in ("", [], {}) or isinstance(value, BaseModel):
        return "may be left out"
    return f"else {str(value).lower() if isinstance(value, bool) else value}"


def _type_words(field: FieldInfo) -> str:
    extra = field.json_schema_extra
    if isinstance(extra, dict) and extra.get("type") == "number":
        return "number"
    return _words(field.annotation)


def _words(annotation: Any) -> str:
    names = {str: "text", int: "whole number", float: "number", Decimal: "number", bool: "true or false"}
    arguments = [part for part in getattr(annotation, "__args__", ()) if part is not type(None)]
    origin = getattr(annotation, "__origin__", None)
    if model_in(annotation) is annotation:
        return "mapping"
    if str(origin) == "typing.Literal":
        return " | ".join(str(choice) for choice in arguments)
    if origin is list:
        return f"list of {_words(arguments[0])}s"
    if origin is dict:
        return "mapping"
    if arguments and annotation not in names:
        return " or ".join(dict.fromkeys(_words(part) for part in arguments))
    return names.get(annotation, getattr(annotation, "__name__", "text"))
