"""YAML 1.2 text -> a tree in which every value knows its place, and problems.

Read from the parser's events, without recursion, so that no file can exhaust the machine: size, depth and the number
of values are limited, and an alias counts as all that it stands for.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from milestonectl.files.text import decode
from milestonectl.model.node import Node, Scalar
from milestonectl.model.problem import Place, Problem

MAX_BYTES = 1_048_576
MAX_DEPTH = 40
MAX_VALUES = 100_000

_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")


class _RefusedError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def core_schema(text: str) -> Scalar:
    """A plain scalar by the core schema of YAML 1.2: `yes` is text, `012` is twelve, a date is text."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def as_written(text: str) -> Scalar:
    """A plain scalar as its own text, for cells in which 84000.50 must stay 84000.50."""
    return None if text in _NULLS else text


def parse_yaml(
    raw: bytes, file: str, resolve: Callable[[str], Scalar] = core_schema
) -> tuple[Node | None, list[Problem]]:
    """The one document of a file. No tree when the text is no YAML; an empty file is an empty mapping."""
    if len(raw) > MAX_BYTES:
        return None, [Problem("too-large", f"larger than {MAX_BYTES:,} bytes", Place(file), "split the file")]
    text, problems = decode(raw, file)
    if problems:
        return None, problems
    builder = _Builder(file, resolve)
    try:
        builder.read(YAML(typ="safe").parse(text))
    except _RefusedError as refusal:
        return None, [*builder.problems, refusal.problem]
    except (YAMLError, ValueError, RecursionError) as error:
        return None, [*builder.problems, _syntax(error, file)]
    return builder.root or Node({}, Place(file)), builder.problems


def _syntax(error: Exception, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark if isinstance(error, MarkedYAMLError) else None
    said = (error.problem or error.context) if isinstance(error, MarkedYAMLError) else str(error).splitlines()[0]
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Problem("yaml-syntax", f"not YAML: {said}", Place(file, line, column, line, column + 1))


@dataclass(slots=True)
class _Open:
    """A mapping or list that is still being read."""

    node: Node
    anchor: str | None
    key: tuple[str, Place] | None = None


@dataclass(slots=True)
class _Builder:
    file: str
    resolve: Callable[[str], Scalar]
    problems: list[Problem] = field(default_factory=list)
    root: Node | None = None
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Node, int]] = field(default_factory=dict)
    values: int = 0
    documents: int = 0

    def read(self, events: Iterable[Any]) -> None:
        for event in events:
            if isinstance(event, ScalarEvent):
                self._scalar(event)
            elif isinstance(event, MappingStartEvent | SequenceStartEvent):
                self._start(event)
            elif isinstance(event, MappingEndEvent | SequenceEndEvent):
                self._end(event)
            elif isinstance(event, AliasEvent):
                self._alias(event)
            elif isinstance(event, DocumentStartEvent):
                self._document(event)

    def _place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        return Place(self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def _refuse(self, name: str, message: str, event: Any, hint: str = "") -> _RefusedError:
        return _RefusedError(Problem(name, message, self._place(event), hint))

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise self._refuse("yaml-syntax", "a second document in one file", event, "one file, one document")

    def _count(self, event: Any, number: int = 1) -> None:
        self.values += number
        if self.values > MAX_VALUES:
            raise self._refuse("too-large", f"more than {MAX_VALUES:,} values", event, "aliases count in full")

    def _scalar(self, event: Any) -> None:
        self._count(event)
        self._no_tag(event)
        place = self._place(event)
        parent = self.stack[-1] if self.stack else None
        if parent is not None and isinstance(parent.node.value, dict) and parent.key is None:
            parent.key = (event.value, place)
            return
        plain = event.style in (None, "")
        value = self.resolve(event.value) if plain else event.value
        self._add(value, place, event.anchor)

    def _no_tag(self, event: Any) -> None:
        if event.tag:
            raise self._refuse("yaml-syntax", f"the tag {event.tag} is not read", event, "remove the tag")

    def _start(self, event: Any) -> None:
        self._count(event)
        self._no_tag(event)
        if len(self.stack) >= MAX_DEPTH:
            raise self._refuse("too-large", f"nested deeper than {MAX_DEPTH} levels", event)
        parent = self.stack[-1] if self.stack else None
        if parent is not None and isinstance(parent.node.value, dict) and parent.key is None:
            raise self._refuse("yaml-syntax", "a key must be plain text", event)
        value: dict[str, Node] | list[Node] = {} if isinstance(event, MappingStartEvent) else []
        self.stack.append(_Open(Node(value, self._place(event)), event.anchor))

    def _end(self, event: Any) -> None:
        done = self.stack.pop()
        start, end = done.node.place, self._place(event)
        # A block ends where the next thing begins; one line is enough to point at.
        place = start._replace(end_line=end.end_line, end_column=end.end_column)
        self._add(done.node.value, place, done.anchor)

    def _alias(self, event: Any) -> None:
        if event.anchor not in self.anchors:
            raise self._refuse("yaml-syntax", f"*{event.anchor} names no finished anchor", event)
        node, size = self.anchors[event.anchor]
        self._count(event, size)
        self._add(node.value, node.place, None)

    def _add(self, value: Any, place: Place, anchor: str | None) -> None:
        parent = self.stack[-1] if self.stack else None
        node = Node(value, place)
        if anchor:
            self.anchors[anchor] = (node, _size_of(node))
        if parent is None:
            self.root = node
        elif isinstance(parent.node.value, dict):
            self._add_entry(parent, node)
        else:
            parent.node.items.append(node)

    def _add_entry(self, parent: _Open, node: Node) -> None:
        name, place = parent.key or ("", node.place)
        parent.key = None
        earlier = parent.node.mapping.get(name)
        if earlier is not None:
            self.problems.append(
                Problem("duplicate-key", f'"{name}" stands twice', place, "keep one of them", earlier.key)
            )
            return
        parent.node.mapping[name] = node._replace(key=place)


def _size_of(node: Node) -> int:
    count, waiting = 0, [node]
    while waiting and count <= MAX_VALUES:
        below = waiting.pop()
        count += 1
        waiting.extend(below.mapping.values())
        waiting.extend(below.items)
    return count
