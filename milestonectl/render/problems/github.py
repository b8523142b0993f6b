"""Problems as GitHub workflow commands: each becomes an annotation on its line.

The form is GitHub's `::error file=...,line=...::message`, with `%`, line breaks and, in properties, `:` and `,` escaped.
"""

from milestonectl.model.findings import Findings
from milestonectl.model.problem import Problem
from milestonectl.render.problems.full import summary
from milestonectl.render.words import inert


def problems_github(findings: Findings) -> str:
    """One command a problem, then the summary for the log."""
    return "\n".join([*(_command(problem) for problem in findings.problems), summary(findings)])


def _command(problem: Problem) -> str:
    place = problem.place
    properties = {
        "title": f"milestonectl {problem.code} {problem.name}",
        "file": place.file,
        "line": place.line,
        "col": place.column,
        "endLine": max(place.line, place.end_line),
    }
    if place.end_line == place.line:
        properties["endColumn"] = place.end_column
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    text = problem.message + (f"\n{problem.hint}" if problem.hint else "")
    return f"::{problem.severity} {written}::{_data(text)}"


def _data(text: str) -> str:
    lines = [inert(line) for line in text.replace("%", "%25").split("\n")]
    return "%0A".join(lines)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
