"""Problems as JUnit's XML: one test case a problem, or one that passes when there is none."""

from xml.sax.saxutils import escape, quoteattr

from milestonectl.model.findings import Findings
from milestonectl.model.problem import Problem
from milestonectl.render.words import inert


def problems_junit(findings: Findings) -> str:
    """The document. Warnings are cases that pass, with their text in the output."""
    cases = [_case(problem) for problem in findings.problems] or [
        '    <testcase classname="milestonectl" name="validate"/>'
    ]
    failures = sum(problem.severity == "error" for problem in findings.problems)
    counts = f'tests="{len(cases)}" failures="{failures}" errors="0"'
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<testsuites name="milestonectl" {counts}>',
            f'  <testsuite name="validate" {counts}>',
            *cases,
            "  </testsuite>",
            "</testsuites>",
        ]
    )


def _case(problem: Problem) -> str:
    place = problem.place
    name = quoteattr(inert(f"{problem.code} {problem.name} at {place.line}:{place.column}"))
    start = f'    <testcase classname={quoteattr(inert(place.file))} name={name} file={quoteattr(inert(place.file))} line="{place.line}">'
    text = escape(inert(f"{place}: {problem.message}") + (f"\n{inert(problem.hint)}" if problem.hint else ""))
    if problem.severity == "warning":
        return f"{start}<system-out>{text}</system-out></testcase>"
    message = quoteattr(inert(problem.message))
    return f"{start}<failure message={message} type={quoteattr(problem.name)}>{text}</failure></testcase>"
