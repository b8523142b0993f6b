"""Problems as SARIF 2.1.0, which code scanning services read."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from milestonectl.model.findings import Findings
from milestonectl.model.problem import Place, Problem
from milestonectl.model.rule import Rule
from milestonectl.model.version import __version__

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def problems_sarif(findings: Findings) -> str:
    """One run, with every rule that was held against the files."""
    position = {rule.code: number for number, rule in enumerate(findings.rules)}
    driver = {
        "name": "milestonectl",
        "version": __version__,
        "rules": [_rule(rule) for rule in findings.rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, position) for problem in findings.problems],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "help": {"text": (rule.manual or rule.summary).strip()},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(problem: Problem, position: Mapping[str, int]) -> dict[str, Any]:
    text = problem.message + (f"\n{problem.hint}" if problem.hint else "")
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "level": problem.severity,
        "message": {"text": text},
        "locations": [_location(problem.place)],
    }
    if problem.code in position:
        result["ruleIndex"] = position[problem.code]
    if problem.other is not None:
        result["relatedLocations"] = [_location(problem.other)]
    return result


def _location(place: Place) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column}
    if (place.end_line, place.end_column) > (place.line, place.column):
        region |= {"endLine": place.end_line, "endColumn": place.end_column}
    return {"physicalLocation": {"artifactLocation": {"uri": quote(place.file)}, "region": region}}
