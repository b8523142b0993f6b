"""Each format against its schema or a reference parser."""

import datetime
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import pytest
from workspace_building import base_text, base_workspace, findings

from milestonectl.checks import RULES
from milestonectl.model.findings import Checked, Findings, below
from milestonectl.model.problem import Place, Problem
from milestonectl.render.problems import FORMATS

EVIL = Problem(
    "unknown-key",
    'a "<b>\x1b[31m\n::error::%0A & ]]> | `x`',
    Place("processes/a,b:c%.yaml", 3, 5, 3, 9),
    "[red]hint[/red]\x07",
    Place("team.yaml", 1, 1),
    code="MC101",
)
WARNING = Problem("crowded-stage", "many", Place("processes/é.yaml", 7, 9, 9, 1), code="MC401", severity="warning")
FOUND = Findings((EVIL, WARNING), Checked(2, 1, 3, 1, 2), datetime.date(2026, 11, 21), {}, RULES)
NOTHING = FOUND._replace(problems=())

SARIF = {
    "type": "object",
    "required": ["version", "runs", "$schema"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": {"$ref": "#/$defs/run"}},
    },
    "$defs": {
        "text": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}},
        "location": {
            "type": "object",
            "required": ["physicalLocation"],
            "properties": {
                "physicalLocation": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        "artifactLocation": {
                            "type": "object",
                            "properties": {"uri": {"type": "string", "pattern": "^[A-Za-z0-9/._~%-]+$"}},
                        },
                        "region": {
                            "type": "object",
                            "additionalProperties": False,
                            "properties": {
                                name: {"type": "integer", "minimum": 1}
                                for name in ("startLine", "startColumn", "endLine", "endColumn")
                            },
                        },
                    },
                }
            },
        },
        "run": {
            "type": "object",
            "required": ["tool", "results"],
            "properties": {
                "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                "tool": {
                    "type": "object",
                    "required": ["driver"],
                    "properties": {
                        "driver": {
                            "type": "object",
                            "required": ["name", "rules"],
                            "properties": {
                                "rules": {
                                    "type": "array",
                                    "uniqueItems": True,
                                    "items": {
                                        "type": "object",
                                        "additionalProperties": False,
                                        "required": ["id"],
                                        "properties": {
                                            "id": {"type": "string"},
                                            "name": {"type": "string"},
                                            "shortDescription": {"$ref": "#/$defs/text"},
                                            "help": {"$ref": "#/$defs/text"},
                                            "defaultConfiguration": {
                                                "properties": {"level": {"enum": ["none", "note", "warning", "error"]}}
                                            },
                                        },
                                    },
                                }
                            },
                        }
                    },
                },
                "results": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["message"],
                        "properties": {
                            "ruleId": {"type": "string"},
                            "ruleIndex": {"type": "integer", "minimum": 0},
                            "level": {"enum": ["none", "note", "warning", "error"]},
                            "message": {"$ref": "#/$defs/text"},
                            "locations": {"type": "array", "items": {"$ref": "#/$defs/location"}},
                            "relatedLocations": {"type": "array", "items": {"$ref": "#/$defs/location"}},
                        },
                    },
                },
            },
        },
    },
}


@pytest.mark.parametrize("name", ["full", "concise", "github", "junit"])
def test_what_users_wrote_is_inert(name: str) -> None:
    text = FORMATS[name](FOUND)
    assert "\x1b" not in text
    assert "\x07" not in text


def test_full_shows_the_line_and_the_span(tmp_path: Path) -> None:
    service = base_text("processes/service.yaml", ("        required: true", "        requird: true"))
    text = FORMATS["full"](findings(base_workspace(tmp_path, {"processes/service.yaml": service})))
    assert text.splitlines()[:6] == [
        'processes/service.yaml:15:9: error MC101 unknown-key: "requird" is not a key of a milestone',
        "   |",
        "14 |         side: mutual",
        "15 |         requird: true",
        "   |         ^^^^^^^",
        '   = did you mean "required"?  the keys: milestonectl explain process.stages.milestones',
    ]


def test_a_long_line_is_quoted_around_what_is_wrong(tmp_path: Path) -> None:
    ledger = base_text("ledger/dana.csv", ("achieved,needs", f"achieved,needz,{'x' * 5000}"))
    row = f"{'n' * 3000},2026-02-16,ACME-1,achieved,needz\n"
    (tmp_path / "ledger").mkdir()
    root = base_workspace(tmp_path, {"ledger/lee.csv": "note,date,deal,event,milestone\n" + row})
    assert len(ledger) > 5000
    block = FORMATS["full"](findings(root)).splitlines()
    quoted = next(line for line in block if line.startswith("2 | "))
    marked = block[block.index(quoted) + 1]
    assert len(quoted) < 120
    assert quoted[marked.index("^") : marked.rindex("^") + 1] == "needz"


def test_wide_characters_keep_the_caret_in_place(tmp_path: Path) -> None:
    row = "note,date,deal,event,milestone\n会議,2026-02-16,ACME-1,achieved,needz\n"
    block = FORMATS["full"](findings(base_workspace(tmp_path, {"ledger/lee.csv": row}))).splitlines()
    marked = next(line for line in block if "^" in line)
    assert marked.index("^") == len("2 | 会議,2026-02-16,ACME-1,achieved,") + 2


def test_github_commands_are_whole_lines_with_escaped_properties() -> None:
    first, second, summary = FORMATS["github"](FOUND).split("\n")
    found = re.fullmatch(r"::error ((?:\w+=[^,:]*,?)+)::(.*)", first)
    assert found is not None
    properties = dict(part.split("=", 1) for part in found[1].split(","))
    assert properties["file"] == "processes/a%2Cb%3Ac%25.yaml"
    assert (properties["line"], properties["col"], properties["endColumn"]) == ("3", "5", "9")
    assert found[2].count("%0A") == 2
    assert second.startswith("::warning ")
    assert summary.startswith("1 error and 1 warning in 2 of 2 files")


def test_gitlab_issues_have_what_the_report_needs() -> None:
    schema = {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "required": ["path", "lines"],
                    "properties": {"lines": {"required": ["begin"], "properties": {"begin": {"type": "integer"}}}},
                },
            },
        },
    }
    issues = json.loads(FORMATS["gitlab"](FOUND._replace(problems=(EVIL, EVIL, WARNING))))
    jsonschema.validate(issues, schema)
    assert len({issue["fingerprint"] for issue in issues}) == 3
    assert json.loads(FORMATS["gitlab"](NOTHING)) == []


def test_a_problem_that_moves_keeps_its_gitlab_fingerprint() -> None:
    moved = EVIL._replace(place=EVIL.place._replace(line=40, end_line=40))
    before, after = (json.loads(FORMATS["gitlab"](FOUND._replace(problems=(p,))))[0] for p in (EVIL, moved))
    assert before["fingerprint"] == after["fingerprint"]


def test_junit_is_xml_with_a_case_for_each_problem() -> None:
    suites = ET.fromstring(FORMATS["junit"](FOUND))
    assert (suites.attrib["tests"], suites.attrib["failures"]) == ("2", "1")
    failing, passing = suites.iter("testcase")
    assert failing.find("failure") is not None
    assert passing.find("failure") is None
    (case,) = ET.fromstring(FORMATS["junit"](NOTHING)).iter("testcase")
    assert len(case) == 0


def test_sarif_fits_its_schema_and_points_at_its_rules() -> None:
    log = json.loads(FORMATS["sarif"](FOUND))
    jsonschema.validate(log, SARIF)
    run = log["runs"][0]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9}


def test_json_has_the_keys_that_stay() -> None:
    document = json.loads(FORMATS["json"](FOUND))
    assert document["schema"] == "milestonectl/validate/1"
    assert list(document["problems"][0]) == ["code", "name", "severity", "file", "line", "column", "message", "hint"]
    assert document["checked"] == {"processes": 1, "milestones": 3, "deals": 1, "rows": 2}


def test_paths_are_shown_from_where_the_command_runs() -> None:
    moved = below(FOUND, "sales/")
    assert moved.problems[0].place.file == "sales/processes/a,b:c%.yaml"
    assert moved.problems[0].other == Place("sales/team.yaml", 1, 1)
