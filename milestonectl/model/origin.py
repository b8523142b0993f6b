"""A resolved process as lines of YAML, each with where it comes from."""

import json
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from milestonectl.model.inheritance import NEVER_INHERITED
from milestonectl.model.node import Node, Scalar
from milestonectl.model.problem import Place

Origin = Literal["own", "inherited", "overridden"]
_PLAIN = re.compile(r"[A-Za-z0-9][^:#\[\]{},&*!|>'\"%@`\n]*")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "~"})
_WIDTH = 100


class OriginLine(NamedTuple):
    """One line, and the place that it was read from."""

    text: str
    origin: Origin
    place: Place


def origin_lines(node: Node, parent: Node | None, file: str) -> Iterator[OriginLine]:
    """The lines of a resolved process. What the process's own file says over its parent's value is overridden."""
    inherited = {key: child for key, child in parent.mapping.items() if key not in NEVER_INHERITED} if parent else {}
    yield from _mapping(node, parent._replace(value=inherited) if parent else None, file, "")


def _mapping(node: Node, parent: Node | None, file: str, indent: str) -> Iterator[OriginLine]:
    inherited = parent.mapping if parent else {}
    for key, child in node.mapping.items():
        yield from _entry(f"{indent}{key}:", child, inherited.get(key), file, indent)


def _entry(start: str, node: Node, parent: Node | None, file: str, indent: str) -> Iterator[OriginLine]:
    flow = _flow(node)
    if flow is not None and len(start) + len(flow) < _WIDTH:
        yield OriginLine(f"{start} {flow}".rstrip(), _origin(node, parent, file), node.key or node.place)
        return
    yield OriginLine(start, _origin(node, parent, file, deep=False), node.key or node.place)
    if node.mapping:
        yield from _mapping(node, parent, file, indent + "  ")
    for item in node.items:
        yield from _item(item, _same(item, parent), file, indent + "  ")


def _item(item: Node, parent: Node | None, file: str, indent: str) -> Iterator[OriginLine]:
    if not item.mapping:
        yield OriginLine(f"{indent}- {_flow(item) or ''}", _origin(item, parent, file), item.place)
        return
    lines = _mapping(item, parent, file, indent + "  ")
    for number, line in enumerate(lines):
        yield line._replace(text=f"{indent}- {line.text[len(indent) + 2 :]}") if number == 0 else line


def _same(item: Node, parent: Node | None) -> Node | None:
    """The entry of the parent's list with the same id."""
    name = item.text("id")
    return next((other for other in parent.items if name and other.text("id") == name), None) if parent else None


def _origin(node: Node, parent: Node | None, file: str, *, deep: bool = True) -> Origin:
    if node.place.file != file:
        return "inherited"
    if parent is None or (not deep and node.items):
        return "own"
    return "own" if parent.place == node.place else "overridden"


def _flow(node: Node) -> str | None:
    """The value on one line; nothing for mappings and lists that are better written below each other."""
    if node.mapping:
        parts = [(key, _flow(child)) for key, child in node.mapping.items()]
        if any(text is None or "{" in text for _, text in parts):
            return None
        return "{" + ", ".join(f"{key}: {text}" for key, text in parts) + "}"
    if node.items:
        texts = [_flow(item) for item in node.items]
        return None if any(t is None or "{" in t for t in texts) else f"[{', '.join(t or '' for t in texts)}]"
    return _scalar(node.value) if not isinstance(node.value, dict | list) else ("{}" if node.value == {} else "[]")


def _scalar(value: Scalar) -> str:
    if isinstance(value, str):
        return (
            value
            if _PLAIN.fullmatch(value) and value.casefold() not in _WORDS
            else json.dumps(value, ensure_ascii=False)
        )
    return "" if value is None else json.dumps(value)
