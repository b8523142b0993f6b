"""Problems as a GitLab code quality report: a list of issues with stable fingerprints."""

import hashlib
import json
from collections import Counter
from typing import Any

from milestonectl.model.findings import Findings
from milestonectl.model.problem import Problem
from milestonectl.render.words import inert


def problems_gitlab(findings: Findings) -> str:
    """The report."""
    seen: Counter[tuple[str, str, str]] = Counter()
    return json.dumps([_issue(problem, seen) for problem in findings.problems], indent=2, ensure_ascii=False)


def _issue(problem: Problem, seen: Counter[tuple[str, str, str]]) -> dict[str, Any]:
    same = (problem.place.file, problem.name, problem.message)
    seen[same] += 1
    hint = f" ({problem.hint})" if problem.hint else ""
    return {
        "description": inert(f"{problem.code} {problem.name}: {problem.message}{hint}"),
        "check_name": problem.name,
        "fingerprint": _fingerprint(same, seen[same]),
        "severity": "major" if problem.severity == "error" else "minor",
        "location": {"path": problem.place.file, "lines": {"begin": problem.place.line}},
    }


def _fingerprint(same: tuple[str, str, str], number: int) -> str:
    """The line is left out, so that a problem which only moves is still the same one."""
    return hashlib.sha256("\n".join((*same, str(number))).encode()).hexdigest()
