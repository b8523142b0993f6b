"""Pages of the manual: a rule, a key of a definition file, and the list of all rules."""

import re
from collections.abc import Iterable, Iterator, Sequence
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
    return Screen(lines, {"schema": "milestonectl/explain/1"} | rule_document(rule), title=rule.name)


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


_GROUPS = {
    "MC1": "Reading definitions",
    "MC2": "What a process says",
    "MC3": "The ledger",
    "MC4": "Whether a process is a good one",
    "MC5": "Settings, team, comments",
    "MC6": "The record",
    "MC7": "Imports",
}


def rules_page(rules: Sequence[Rule]) -> str:
    """All rules as a page of the documentation: tables of all, then the manual of each."""
    lines = [
        "# Rules",
        "",
        "Written by the program from the rules themselves: `milestonectl explain CODE` shows the same.",
        "",
    ]
    for prefix, title in _GROUPS.items():
        group = [rule for rule in rules if rule.code.startswith(prefix)]
        if group:
            lines += [f"## {title}", "", "| Code | Name | Severity | What it finds |", "|---|---|---|---|"]
            lines += [
                f"| [{r.code}](#{r.code.lower()}-{r.name}) | {r.name} | {r.severity} | {r.summary} |" for r in group
            ]
            lines.append("")
    for rule in rules:
        lines += [f"## {rule.code} {rule.name}", "", *_manual_markdown(rule), ""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def _manual_markdown(rule: Rule) -> Iterator[str]:
    """The manual with its headings in bold; what is bad and good as blocks of text."""
    quoting = False
    for line in (rule.manual or "").strip().splitlines():
        if line in ("What", "Why", "Bad", "Good"):
            yield from (["```", ""] if quoting else [""])
            quoting = line in ("Bad", "Good")
            yield from [f"**{line}**", "", *(["```text"] if quoting else [])]
        else:
            yield line.removeprefix("    ")
    if quoting:
        yield "```"
