"""Pages of the manual: a rule, a key of a definition file, and the list of all rules."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from milestonectl.model.rule import Rule
from milestonectl.render.screen import Column, Line, Records, Screen, Span, Table


class Key(Protocol):
    """A key of a definition file."""

    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def default(self) -> str: ...
    @property
    def words(self) -> str: ...


def rule_screen(rule: Rule) -> Screen:
    """The page of one rule."""
    lines: list[Line] = [[Span(f"{rule.code} {rule.name}", "bold"), f"  ({rule.severity})"], ""]
    lines += (rule.manual or "").strip().splitlines()
    lines += ["", f"Ignore it in one place with a comment: # milestonectl: ignore[{rule.name}] REASON"]
    return Screen(lines, rule_document(rule), title=rule.name)


def rule_document(rule: Rule) -> dict[str, Any]:
    """A rule for programs."""
    return {"code": rule.code, "name": rule.name, "severity": rule.severity, "manual": (rule.manual or "").strip()}


def rules_screen(rules: Sequence[Rule]) -> Screen:
    """Every rule in one line."""
    columns = (Column("Code"), Column("Name"), Column("Severity", drop=1), Column("What it finds", wrap=True))
    rows = [(rule.code, rule.name, rule.severity, rule.summary) for rule in rules]
    document = {"schema": "milestonectl/explain/1", "rules": [rule_document(rule) for rule in rules]}
    records = Records(("code", "name", "severity", "summary"), rows)
    table = Table(columns, rows)
    return Screen([table, "", "The page of one: milestonectl explain CODE"], document, records, "Rules")


def key_screen(path: str, file: str, key: Key | None, summary: str, keys: Iterable[Key]) -> Screen:
    """The page of one key, with the keys below it."""
    lines: list[Line | Table] = [[Span(path, "bold"), f"  in {file}"], ""]
    if key is not None:
        lines += [f"{key.words}", f"{key.type}, {key.default}", ""]
    if summary:
        lines += [summary, ""]
    below = list(keys)
    if below:
        columns = (Column("Key"), Column("Value", wrap=True), Column("", drop=1), Column("", wrap=True))
        lines += [Table(columns, [(k.name, k.type, k.default, k.words) for k in below])]
    document = {
        "schema": "milestonectl/explain/1",
        "path": path,
        "file": file,
        "keys": [{"key": k.name, "type": k.type, "default": k.default, "words": k.words} for k in below],
    }
    return Screen(lines, document, title=path)
