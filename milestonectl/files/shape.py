"""A YAML tree -> a checked model, with every unknown key, wrong type and missing value as a located problem."""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from milestonectl.model.node import Node, plain
from milestonectl.model.problem import Place, Problem
from milestonectl.model.words import did_you_mean

Model = TypeVar("Model", bound=BaseModel)


def check_shape(node: Node, model: type[Model], what: str) -> tuple[Model | None, list[Problem]]:
    """The model of a tree, or the problems that keep it from being one. `what` names the file in hints."""
    try:
        return model.model_validate(plain(node)), []
    except ValidationError as error:
        found = [_problem(node, model, detail, what) for detail in error.errors(include_url=False)]
        return None, list(dict.fromkeys(found))


def without_faults(node: Node, model: type[BaseModel]) -> Node:
    """The tree without the keys and items that the model refuses, wherever they can be left out."""
    try:
        model.model_validate(plain(node))
    except ValidationError as error:
        details = error.errors(include_url=False)
        paths = {tuple(detail["loc"]) for detail in details if detail["type"] != "missing"}
        return _pruned(node, (), paths)
    return node


def _pruned(node: Node, path: tuple[str | int, ...], paths: set[tuple[str | int, ...]]) -> Node:
    below = [known for known in paths if known[: len(path)] == path]
    if not below:
        return node
    if node.mapping:
        kept = {
            key: _pruned(child, (*path, key), paths) for key, child in node.mapping.items() if (*path, key) not in paths
        }
        return node._replace(value=kept)
    items = [_pruned(child, (*path, i), paths) for i, child in enumerate(node.items) if (*path, i) not in paths]
    return node._replace(value=items) if node.items else node


def _problem(node: Node, model: type[BaseModel], detail: Any, what: str) -> Problem:
    path = tuple(detail["loc"])
    if detail["type"] == "extra_forbidden":
        return _unknown_key(node, model, path, what)
    if detail["type"] == "missing":
        return _missing_key(node, path, what)
    place = node.place_of(*path)
    return Problem("wrong-value", _message(path, detail), place, _hint(detail, node.at(*path).value, what, path))


def _unknown_key(node: Node, model: type[BaseModel], path: tuple[str | int, ...], what: str) -> Problem:
    key = str(path[-1])
    known = list(keys_of(model, path[:-1]))
    near = did_you_mean(key, known)
    where = owner(path) or f"a {what}"
    hint = f"{near}  the keys: milestonectl explain {field_path(what, path[:-1])}".strip()
    return Problem("unknown-key", f'"{key}" is not a key of {where}', node.key_of(*path), hint)


def _missing_key(node: Node, path: tuple[str | int, ...], what: str) -> Problem:
    holder = node.at(*path[:-1])
    where = owner(path) or f"the {what}"
    start = holder.place
    place = Place(start.file, start.line, start.column, start.line, start.column + 1)
    hint = f"what it means: milestonectl explain {field_path(what, path)}"
    return Problem("missing-key", f'"{path[-1]}" is missing in {where}', place, hint)


def owner(path: tuple[str | int, ...]) -> str:
    """What a key belongs to, in words: `a milestone`, `evidence`."""
    names = [step for step in path[:-1] if isinstance(step, str)]
    if not names:
        return ""
    singular = {"stages": "a stage", "milestones": "a milestone", "plays": "a play", "reps": "a rep"}
    plural = {"managers": "a manager", "targets": "a target", "fields": "a field"}
    return (singular | plural).get(names[-1], names[-1])


def field_path(what: str, path: tuple[str | int, ...]) -> str:
    """How `explain` names a field: `process.stages.milestones`."""
    return ".".join([what, *(step for step in path if isinstance(step, str))])


def _message(path: tuple[str | int, ...], detail: Any) -> str:
    name = next((step for step in reversed(path) if isinstance(step, str)), "the file")
    said = str(detail["msg"]).removeprefix("Value error, ")
    return f"{name}: {said[:1].lower()}{said[1:]}"


def _hint(detail: Any, value: object, what: str, path: tuple[str | int, ...]) -> str:
    if detail["type"] == "bool_type" and str(value).lower() in ("yes", "no", "on", "off"):
        return f"write {'true' if str(value).lower() in ('yes', 'on') else 'false'}"
    if detail["type"] == "literal_error" and isinstance(value, str):
        return did_you_mean(value, str(detail["ctx"]["expected"]).replace("'", "").replace(" or ", ", ").split(", "))
    return f"what it means: milestonectl explain {field_path(what, path)}"


def keys_of(model: type[BaseModel], path: tuple[str | int, ...]) -> tuple[str, ...]:
    """The keys that the model at a path knows."""
    found = model_at(model, path)
    return tuple(found.model_fields) if found else ()


def model_at(model: type[BaseModel], path: tuple[str | int, ...]) -> type[BaseModel] | None:
    """The model that a path of keys leads to."""
    current: type[BaseModel] | None = model
    for step in path:
        if isinstance(step, str) and current is not None:
            field = current.model_fields.get(step)
            current = _model_in(field.annotation) if field else current
    return current


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(part) for part in getattr(annotation, "__args__", ()))
    return next((found for found in inner if found is not None), None)
