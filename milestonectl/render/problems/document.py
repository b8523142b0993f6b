"""Problems as the JSON document that scripts may rely on."""

import json
from typing import Any

from milestonectl.model.findings import Findings
from milestonectl.model.problem import Problem


def problems_json(findings: Findings) -> str:
    """The document `milestonectl/validate/1`."""
    checked = findings.checked
    document = {
        "schema": "milestonectl/validate/1",
        "as_of": findings.day.isoformat(),
        "problems": [problem_document(problem) for problem in findings.problems],
        "checked": {
            "processes": checked.processes,
            "milestones": checked.milestones,
            "deals": checked.deals,
            "rows": checked.rows,
        },
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def problem_document(problem: Problem) -> dict[str, Any]:
    """One problem, with the keys that stay."""
    return {
        "code": problem.code,
        "name": problem.name,
        "severity": problem.severity,
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "message": problem.message,
        "hint": problem.hint,
    }
