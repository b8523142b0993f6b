"""`import`: what was read, what is new, what is wrong with it, and how good the data is."""

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple

from milestonectl.model.imported import Imported, Quality
from milestonectl.model.problem import Problem
from milestonectl.model.row import rows_of
from milestonectl.render.screen import Column, Line, Screen, Table
from milestonectl.render.words import plural

SHOWN_PROBLEMS = 20


class Import(NamedTuple):
    """An import and what became of it."""

    day: datetime.date
    imported: Imported
    written: bool
    files: int
    own: bool = False
    """Whether the rows come from an exported ledger, with their evidence."""


def import_screen(found: Import) -> Screen:
    """The summary, the problems, the facts to know before trusting a rate, and what to do next."""
    return Screen(list(_blocks(found)), _document(found))


def _document(found: Import) -> dict[str, Any]:
    imported = found.imported
    return {
        "schema": "milestonectl/import/1",
        "as_of": found.day.isoformat(),
        "read": imported.read,
        "written": len(imported.rows) if found.written else 0,
        "skipped": imported.skipped,
        "new": len(imported.rows),
        "problems": [_problem_document(problem) for problem in imported.problems],
        "quality": [_quality_document(fact) for fact in imported.quality],
    }


def _problem_document(problem: Problem) -> dict[str, Any]:
    place = problem.place
    where = {"file": place.file, "line": place.line, "column": place.column}
    what = {"code": problem.code, "name": problem.name, "severity": problem.severity}
    return {**what, **where, "message": problem.message, "hint": problem.hint}


def _quality_document(fact: Quality) -> dict[str, Any]:
    return {"name": fact.name, "message": fact.message, "count": fact.count, "examples": list(fact.examples)}


def _blocks(found: Import) -> Iterator[Line | Table]:
    imported = found.imported
    yield f"{plural(imported.read, 'record')} read from {plural(found.files, 'file')}"
    yield f"{plural(len(imported.rows), 'new row')} in {plural(_deals(imported), 'deal')}, {_skipped(imported)}"
    yield from _problem_lines(imported)
    if imported.quality:
        yield ""
        yield Table(
            (Column("Count", right=True), Column("What the data shows"), Column("For example", shrink=True)),
            _facts(imported),
        )
    yield ""
    yield _ending(found)


def _deals(imported: Imported) -> int:
    return len(frozenset(rows_of(imported.rows).column("deal")))


def _skipped(imported: Imported) -> str:
    return f"{imported.skipped:,} in the ledger already" if imported.skipped else "none in the ledger yet"


def _problem_lines(imported: Imported) -> Iterator[Line]:
    for problem in imported.problems[:SHOWN_PROBLEMS]:
        yield ""
        yield f"{problem.place}: {problem.severity} {problem.code} {problem.name}: {problem.message}"
        yield f"  = {problem.hint}" if problem.hint else ""
    hidden = len(imported.problems) - SHOWN_PROBLEMS
    if hidden > 0:
        yield f"and {plural(hidden, 'further problem')}; all of them: -o json"
    if imported.problems:
        yield from ("", f"What a problem means: milestonectl explain {imported.problems[0].code}")


def _facts(imported: Imported) -> list[list[Line]]:
    return [[f"{fact.count:,}", fact.message, ", ".join(fact.examples)] for fact in imported.quality]


def _ending(found: Import) -> str:
    imported = found.imported
    if found.written and found.own:
        return "Written, with the evidence and the ids that the rows had: milestonectl status"
    if found.written:
        return "Written. What is imported counts as asserted until it is proven: milestonectl status"
    if imported.problems:
        return "Nothing was written. Correct this, or leave out what it touches: --skip-problems"
    return "Nothing was written. To write it: --write" if imported.rows else "There is nothing new to write."
