"""A YAML tree -> a checked model, with every unknown key, wrong type and missing value as a located problem."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError

from milestonectl.model.node import Node, plain
from milestonectl.model.problem import Edit, Place, Problem
from milestonectl.model.words import did_you_mean, nearest

Model = TypeVar("Model", bound=BaseModel)
Path: TypeAlias = tuple[str | int, ...]

MOST_PROBLEMS = 1_000
"""Of one file: more say nothing new, and a suggestion for each takes time."""
_SURELY_MEANT = 0.8
"""How much a word must be like a known one for `--fix` to put that in its place."""
_BOOLEAN_WORDS = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
_OWNERS = {
    "stages": "a stage", "milestones": "a milestone", "plays": "a play", "reps": "a rep",
    "managers": "a manager", "targets": "a target", "fields": "a field",
}  # fmt: skip
_WHOLE = {"process": "a process", "settings": "the settings", "team": "the team", "mapping": "the mapping"}


def check_shape(node: Node, model: type[Model], what: str) -> tuple[Model | None, list[Problem]]:
    """The model of a tree, or the problems that keep it from being one. `what` names the file in hints."""
    try:
        return model.model_validate(plain(node)), []
    except ValidationError as error:
        details = error.errors(include_url=False)[:MOST_PROBLEMS]
        found = [_problem(node, model, detail, what) for detail in details]
        return None, list(dict.fromkeys(_without_echoes(found)))


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    """A key that is only misspelt is not missing too."""
    meant = {edit.text for problem in problems if problem.name == "unknown-key" for edit in problem.fix}
    return [p for p in problems if p.name != "missing-key" or p.message.split('"')[1] not in meant]


def without_faults(node: Node, model: type[BaseModel]) -> Node:
    """The tree without the keys and items that the model refuses."""
    try:
        model.model_validate(plain(node))
    except ValidationError as error:
        details = error.errors(include_url=False)
        return _pruned(node, (), {tuple(detail["loc"]) for detail in details if detail["type"] != "missing"})
    return node


def _pruned(node: Node, path: Path, faults: set[Path]) -> Node:
    if node.mapping:
        kept = {
            key: _pruned(child, (*path, key), faults)
            for key, child in node.mapping.items()
            if (*path, key) not in faults
        }
        return node._replace(value=kept)
    if node.items:
        below = enumerate(node.items)
        return node._replace(
            value=[_pruned(child, (*path, i), faults) for i, child in below if (*path, i) not in faults]
        )
    return node


def _problem(node: Node, model: type[BaseModel], detail: Any, what: str) -> Problem:
    path = tuple(detail["loc"])
    if detail["type"] == "extra_forbidden":
        return _unknown_key(node, model, path, what)
    if detail["type"] == "missing":
        return _missing_key(node, model, path, what)
    return _wrong_value(node, model, detail, what)


def _unknown_key(node: Node, model: type[BaseModel], path: Path, what: str) -> Problem:
    key = str(path[-1])
    known = keys_of(model, path[:-1])
    where = owner(path) or _WHOLE[what]
    page = f"the keys: milestonectl explain {field_path(what, model, path[:-1])}"
    hint = f"{did_you_mean(key, known)}  {page}".strip()
    place = node.key_of(*path)
    free = [name for name in known if name not in node.at(*path[:-1]).mapping]
    meant = nearest(key, free, _SURELY_MEANT)
    return Problem("unknown-key", f'"{key}" is not a key of {where}', place, hint, fix=_edit(place, meant))


def _missing_key(node: Node, model: type[BaseModel], path: Path, what: str) -> Problem:
    start = node.at(*path[:-1]).place
    where = owner(path) or _WHOLE[what]
    place = Place(start.file, start.line, start.column, start.line, start.column + 1)
    hint = f"what it means: milestonectl explain {field_path(what, model, path)}"
    return Problem("missing-key", f'"{path[-1]}" is missing in {where}', place, hint)


def _wrong_value(node: Node, model: type[BaseModel], detail: Any, what: str) -> Problem:
    path = tuple(detail["loc"])
    found = node.at(*path)
    name = next((step for step in reversed(path) if isinstance(step, str)), "the file")
    hint, meant = _meant(detail, found.value)
    page = f"what it means: milestonectl explain {field_path(what, model, path)}"
    return Problem(
        "wrong-value", f"{name}: {_said(detail, found.value)}", found.place, hint or page, fix=_edit(found.place, meant)
    )


def _edit(place: Place, text: str) -> tuple[Edit, ...]:
    return (Edit(place, text),) if text else ()


def _meant(detail: Any, value: object) -> tuple[str, str]:
    """The remedy in words, and what `--fix` would write."""
    kind, text = detail["type"], value if isinstance(value, str) else ""
    if kind == "bool_type" and text.casefold() in _BOOLEAN_WORDS:
        word = _BOOLEAN_WORDS[text.casefold()]
        return f"write {word}", word
    if kind == "literal_error":
        known = choices_of(detail)
        return did_you_mean(text, known), nearest(text, known, _SURELY_MEANT)
    if kind == "int_type" and text.isascii() and text.isdigit():
        return "write it without quotes", text
    if kind == "string_type" and isinstance(value, bool | int | float):
        return f'write it in quotes: "{value}"', ""
    return "", ""


def choices_of(detail: Any) -> list[str]:
    """The words that a literal admits."""
    return str(detail["ctx"]["expected"]).replace("'", "").replace(" or ", ", ").split(", ")


_MESSAGES: Mapping[str, Callable[[Any], str]] = {
    "bool_type": lambda _: "must be true or false",
    "dict_type": lambda _: "must be a mapping of keys to values",
    "float_type": lambda _: "must be a number",
    "greater_than_equal": lambda detail: f"must be at least {detail['ctx']['ge']:g}",
    "int_type": lambda _: "must be a whole number",
    "less_than_equal": lambda detail: f"must be at most {detail['ctx']['le']:g}",
    "list_type": lambda _: "must be a list, as in [email, document]",
    "literal_error": lambda detail: f"must be one of {', '.join(choices_of(detail))}",
    "model_type": lambda _: "must be a mapping of keys to values",
    "string_pattern_mismatch": lambda _: "must be three capital letters, as in USD",
    "string_too_short": lambda _: "must not be empty",
    "string_type": lambda _: "must be text",
    "too_short": lambda _: "must not be empty",
    "value_error": lambda detail: str(detail["msg"]).removeprefix("Value error, "),
}


def _said(detail: Any, value: object) -> str:
    """What is wrong, in plain words."""
    if value is None and detail["type"] != "value_error":
        return "has no value"
    said = _MESSAGES.get(detail["type"])
    return said(detail) if said else str(detail["msg"])


def owner(path: Path) -> str:
    """What a key belongs to, in words: `a milestone`, `evidence`."""
    names = [step for step in path[:-1] if isinstance(step, str)]
    if len(names) > 1 and names[-2] == "fields":
        return _OWNERS["fields"]
    return _OWNERS.get(names[-1], names[-1]) if names else ""


def field_path(what: str, model: type[BaseModel], path: Path) -> str:
    """How `explain` names a field: `process.stages.milestones`. Names that the user gave are left out."""
    names = [what]
    current: type[BaseModel] | None = model
    for step in path:
        field = current.model_fields.get(step) if isinstance(step, str) and current is not None else None
        if isinstance(step, str) and field is not None:
            names.append(step)
            current = model_in(field.annotation)
    return ".".join(names)


def keys_of(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The keys that the model at a path knows."""
    current: type[BaseModel] | None = model
    for step in path:
        field = current.model_fields.get(step) if isinstance(step, str) and current is not None else None
        current = model_in(field.annotation) if field is not None else current
    return tuple(current.model_fields) if current else ()


def model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that a field holds, one or many of them."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (model_in(part) for part in getattr(annotation, "__args__", ()))
    return next((found for found in inner if found is not None), None)
