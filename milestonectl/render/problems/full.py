"""Problems for people: the place, the line, the span, the remedy, and how much was looked at."""

from collections.abc import Iterator, Mapping

from rich.cells import cell_len

from milestonectl.model.findings import Findings
from milestonectl.model.problem import Place, Problem
from milestonectl.render.words import inert, plural

WIDTH = 66
"""Longer lines of a file are quoted in part, around what is wrong, so that the mark stands below it in 80 columns."""
_LEAD = 24
"""How much of a long line is quoted before what is wrong."""


def problems_full(findings: Findings) -> str:
    """Every problem with its frame, then the summary."""
    blocks = ["\n".join(_block(problem, findings.lines)) for problem in findings.problems]
    return "\n".join([*blocks, *([""] if blocks else []), summary(findings)])


def problems_concise(findings: Findings) -> str:
    """One line a problem, then the summary."""
    return "\n".join([*(headline(problem) for problem in findings.problems), summary(findings)])


def headline(problem: Problem) -> str:
    """`processes/renewal.yaml:14:9: error MC101 unknown-key: "requird" is not a key of a milestone`."""
    return inert(f"{problem.place}: {problem.severity} {problem.code} {problem.name}: {problem.message}")


def _block(problem: Problem, lines: Mapping[tuple[str, int], str]) -> Iterator[str]:
    yield headline(problem)
    margin = " " * len(str(problem.place.line))
    if (problem.place.file, problem.place.line) in lines:
        yield from _frame(problem.place, lines, margin)
    if problem.hint:
        yield f"{margin} = {inert(problem.hint)}"
    if problem.other:
        yield f"{margin} = see {inert(str(problem.other))}"


def _frame(place: Place, lines: Mapping[tuple[str, int], str], margin: str) -> Iterator[str]:
    line = lines[place.file, place.line]
    start, end = _window(place, line)
    yield f"{margin} |"
    before = lines.get((place.file, place.line - 1), "")
    if before.strip() and start == 0:
        yield f"{place.line - 1:>{len(margin)}} | {_cut(before, 0, WIDTH)}"
    yield f"{place.line} | {_cut(line, start, end)}"
    dots = "..." if start else ""
    indent = cell_len(dots + inert(line[start : place.column - 1]))
    width = max(1, cell_len(inert(line[place.column - 1 : min(_span_end(place, line), end)])))
    yield f"{margin} | {' ' * indent}{'^' * width}"


def _window(place: Place, line: str) -> tuple[int, int]:
    """Which part of the line is quoted."""
    if len(line) <= WIDTH:
        return 0, len(line)
    start = max(0, min(place.column - 1 - _LEAD, len(line) - WIDTH))
    return start, min(len(line), start + WIDTH)


def _cut(line: str, start: int, end: int) -> str:
    before, after = "..." if start else "", "..." if end < len(line) else ""
    return before + inert(line[start:end].rstrip()) + after


def _span_end(place: Place, line: str) -> int:
    """Where the span ends on its first line, as an index into it."""
    return place.end_column - 1 if place.end_line == place.line else len(line.rstrip())


def summary(findings: Findings) -> str:
    """What was found and looked at: `2 errors in 2 of 6 files (4 processes, 23 milestones, 61 deals, 1,204 rows).`."""
    checked = findings.checked
    scope = ", ".join(
        [
            f"{checked.processes:,} process{'' if checked.processes == 1 else 'es'}",
            plural(checked.milestones, "milestone"),
            plural(checked.deals, "deal"),
            plural(checked.rows, "row"),
        ]
    )
    files = {problem.place.file for problem in findings.problems}
    if not files and not checked.processes and not checked.rows:
        return "Nothing to check: there is no process in processes/ and no row in ledger/."
    if not files:
        return f"No problems in {plural(checked.files, 'file')} ({scope})."
    return f"{_counts(findings.problems)} in {len(files)} of {plural(checked.files, 'file')} ({scope}).{_fixable(findings)}"


def _counts(problems: tuple[Problem, ...]) -> str:
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    parts = [plural(errors, "error")] if errors else []
    return " and ".join([*parts, *([plural(warnings, "warning")] if warnings else [])])


def _fixable(findings: Findings) -> str:
    fixable = sum(bool(problem.fix) for problem in findings.problems)
    return f" {fixable:,} can be fixed: milestonectl validate --fix --diff" if fixable else ""
