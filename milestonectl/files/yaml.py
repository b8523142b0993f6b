"""YAML 1.2 text -> a tree in which every value knows its place, and problems.

Read from the parser's events, without recursion, so that no file can exhaust the machine: size, depth and the number
of values are limited, and an alias counts as all that it stands for.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

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
_NUMBER_STARTS = frozenset("+-.0123456789")
_CONFLICT = re.compile(r"^(<<<<<<< |=======$|>>>>>>> )", re.MULTILINE)
_WORDS: Mapping[str, Scalar] = _BOOLEANS | dict.fromkeys(_NULLS)

Resolve: TypeAlias = Callable[[str], Scalar]


def core_schema(text: str) -> Scalar:
    """A plain scalar by the core schema of YAML 1.2: `yes` is text, `012` is twelve, a date is text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def as_written(text: str) -> Scalar:
    """A plain scalar as its own text, for cells in which 84000.50 must stay 84000.50."""
    return None if text in _NULLS else text


def parse_yaml(raw: bytes, file: str, resolve: Resolve = core_schema) -> tuple[Node | None, list[Problem]]:
    """The one document of a file. No tree when the text is no YAML; an empty file is an empty mapping.

    What the fast parser refuses is given to the exact one, because it knows only YAML 1.1, in which `[What now?]` is
    an error.
    """
    if len(raw) > MAX_BYTES:
        return None, [Problem("too-large", f"larger than {MAX_BYTES:,} bytes", Place(file), "split the file")]
    text, problems = decode(raw, file)
    if problems:
        return None, problems
    try:
        return _read(text, file, resolve, exact=False)
    except (YAMLError, ValueError):
        pass
    try:
        return _read(text, file, resolve, exact=True)
    except (YAMLError, ValueError, RecursionError) as error:
        return None, [_conflict(text, file) or _syntax(error, file)]


def _read(text: str, file: str, resolve: Resolve, *, exact: bool) -> tuple[Node | None, list[Problem]]:
    builder = _Builder(file, resolve)
    handlers, scalar = builder.handlers(), builder.scalar
    try:
        for event in _events(text, exact=exact):
            kind = type(event)
            if kind is ScalarEvent:
                scalar(event)
            elif kind in handlers:
                handlers[kind](event)
    except _RefusedError as refusal:
        return None, [*builder.problems, refusal.problem]
    return builder.root or Node({}, Place(file)), builder.problems


def _events(text: str, *, exact: bool) -> Iterator[Any]:
    if exact:
        return iter(YAML(typ="safe", pure=True).parse(text))
    _, parser = YAML(typ="safe").get_constructor_parser(text)
    events: Iterator[Any] = iter(parser.get_event, None)
    return events


def _conflict(text: str, file: str) -> Problem | None:
    """The mark of a merge conflict, if that is why the text is no YAML."""
    found = _CONFLICT.search(text)
    if found is None:
        return None
    line = text.count("\n", 0, found.start()) + 1
    place = Place(file, line, 1, line, len(found[0].rstrip()) + 1)
    return Problem("merge-conflict", "a merge conflict is not resolved", place, "keep what both sides meant")


def _syntax(error: Exception, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark if isinstance(error, MarkedYAMLError) else None
    said = (error.problem or error.context) if isinstance(error, MarkedYAMLError) else str(error).splitlines()[0]
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    hint = 'a text with ": ", " #" or a bracket at its start needs quotes'
    return Problem("yaml-syntax", f"not YAML: {said}", Place(file, line, column, line, column + 1), hint)


_new = tuple.__new__


class _RefusedError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Open(NamedTuple):
    """A mapping or list that is still being read, with the key that waits for it."""

    value: "dict[str, Node] | list[Node]"
    start: Place
    anchor: str | None
    key: str | None
    key_place: Place | None


class _Builder:
    """Turns events into nodes. The innermost open mapping or list is `value`; `key` is one that waits for its value."""

    __slots__ = (
        "anchors",
        "documents",
        "file",
        "key",
        "key_place",
        "problems",
        "resolve",
        "root",
        "stack",
        "value",
        "values",
    )

    def __init__(self, file: str, resolve: Resolve) -> None:
        self.file = file
        self.resolve = resolve
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.stack: list[_Open] = []
        self.value: dict[str, Node] | list[Node] | None = None
        self.key: str | None = None
        self.key_place: Place | None = None
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.values = 0
        self.documents = 0

    def handlers(self) -> Mapping[type, Callable[[Any], None]]:
        """What to do with each kind of event but the most common one."""
        return {
            MappingStartEvent: self._start,
            SequenceStartEvent: self._start,
            MappingEndEvent: self._end,
            SequenceEndEvent: self._end,
            AliasEvent: self._alias,
            DocumentStartEvent: self._document,
        }

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

    def scalar(self, event: Any) -> None:
        """A key, or a value."""
        self.values += 1
        if self.values > MAX_VALUES or event.tag:
            self._count(event, 0)
            raise self._tagged(event)
        start, end, text = event.start_mark, event.end_mark, event.value
        # Most of all events are scalars: their values are made without the detour through a named tuple's arguments.
        place = _new(Place, (self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1))
        key = self.key
        if key is None and type(self.value) is dict:
            self.key, self.key_place = text, place
            return
        value = text if event.style else self.resolve(text)
        if key is None and event.anchor is None and type(self.value) is list:
            self.value.append(_new(Node, (value, place, None)))
        else:
            # The parser finds an empty value where the next thing begins; people look for it at its key.
            self._add(value, (self.key_place or place) if value is None and not text else place, event.anchor)

    def _tagged(self, event: Any) -> _RefusedError:
        return self._refuse("yaml-syntax", f"the tag {event.tag} is not read", event, "remove the tag")

    def _start(self, event: Any) -> None:
        self._count(event)
        if event.tag:
            raise self._tagged(event)
        if len(self.stack) >= MAX_DEPTH:
            raise self._refuse("too-large", f"nested deeper than {MAX_DEPTH} levels", event)
        if self.key is None and isinstance(self.value, dict):
            raise self._refuse("yaml-syntax", "a key must be plain text", event)
        outer = self.value if self.value is not None else []
        self.stack.append(_Open(outer, self._place(event), event.anchor, self.key, self.key_place))
        self.value = {} if isinstance(event, MappingStartEvent) else []
        self.key = self.key_place = None

    def _end(self, event: Any) -> None:
        done, opened = self.value, self.stack.pop()
        end = event.end_mark
        # A block ends where the next thing begins.
        place = Place(self.file, opened.start.line, opened.start.column, end.line + 1, end.column + 1)
        self.value = opened.value if self.stack else None
        self.key, self.key_place = opened.key, opened.key_place
        self._add(done, place, opened.anchor)

    def _alias(self, event: Any) -> None:
        if event.anchor not in self.anchors:
            raise self._refuse("yaml-syntax", f"*{event.anchor} names no finished anchor", event)
        if self.key is None and isinstance(self.value, dict):
            raise self._refuse("yaml-syntax", "a key must be plain text", event)
        node, size = self.anchors[event.anchor]
        self._count(event, size)
        self._add(node.value, node.place, None)

    def _add(self, value: Any, place: Place, anchor: str | None) -> None:
        node = _new(Node, (value, place, self.key_place))
        if anchor:
            self.anchors[anchor] = (node, _size_of(node))
        if self.value is None:
            self.root = node
        elif isinstance(self.value, dict):
            name = self.key or ""
            self.key = self.key_place = None
            if name in self.value:
                self._repeated(name, node, self.value[name])
            else:
                self.value[name] = node
        else:
            self.value.append(node)

    def _repeated(self, name: str, node: Node, earlier: Node) -> None:
        place = node.key or node.place
        self.problems.append(Problem("duplicate-key", f'"{name}" stands twice', place, "keep one of them", earlier.key))


def _size_of(node: Node) -> int:
    count, waiting = 0, [node]
    while waiting and count <= MAX_VALUES:
        below = waiting.pop()
        count += 1
        waiting.extend(below.mapping.values())
        waiting.extend(below.items)
    return count
