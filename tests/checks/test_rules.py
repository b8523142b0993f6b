"""Every rule finds what is bad, at its place, and leaves alone what is right."""

import datetime
import re
from pathlib import Path

import pytest
from casefile import Case, all_cases, write_workspace

from milestonectl.checks import ALL_RULES, RULES, check, find_rule
from milestonectl.files.quotes import quoted
from milestonectl.files.workspace import load_workspace
from milestonectl.model.rule import Rule

TODAY = datetime.date(2026, 11, 21)
ALL = all_cases()
DEFINITIONS = ("processes/", "milestonectl.yaml", "team.yaml", "imports/")


def found(case: Case, root: Path) -> list[str]:
    """The problems of a case, as its expectations are written."""
    write_workspace(case, root)
    workspace = load_workspace(root)
    problems, _ = quoted(root, check(workspace, TODAY), workspace.sources or {})
    return [f"{problem.code} {problem.place}" for problem in problems]


@pytest.mark.parametrize("case", [case for case in ALL if case.is_bad], ids=lambda case: case.name)
def test_bad_files_are_reported_at_their_place(case: Case, tmp_path: Path) -> None:
    rule = find_rule(case.rule)
    assert rule is not None
    assert any(expected.startswith(rule.code) for expected in case.expected), "the case expects nothing of its rule"
    assert found(case, tmp_path) == case.expected


@pytest.mark.parametrize("case", [case for case in ALL if not case.is_bad], ids=lambda case: case.name)
def test_right_files_are_left_alone(case: Case, tmp_path: Path) -> None:
    assert found(case, tmp_path) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_a_page_and_cases(rule: Rule) -> None:
    manual = rule.manual or ""
    assert {case.is_bad for case in ALL if case.rule == rule.name} == {True, False}
    assert [word in manual for word in ("\nWhat\n", "\nWhy\n", "\nBad\n", "\nGood\n")] == [True] * 4


def test_every_case_is_about_a_rule() -> None:
    assert {case.rule for case in ALL} == {rule.name for rule in RULES}


def test_codes_and_names_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in ALL_RULES}) == len({rule.code for rule in ALL_RULES}) == len(ALL_RULES)


def test_there_are_sixty_broken_definitions() -> None:
    broken = [case for case in ALL if any(expected.split()[1].startswith(DEFINITIONS) for expected in case.expected)]
    assert len(broken) >= 60


@pytest.mark.parametrize("layer", ["files", "exchange"])
def test_every_problem_that_readers_report_is_a_rule(layer: str) -> None:
    names = {rule.name for rule in ALL_RULES}
    said = re.compile(r'(?:Problem\(|WrongCell\(\s*"\w+",|_refuse\(|_read\(rules, [^"]*)\s*"([a-z0-9-]+)"')
    for path in (Path(__file__).parents[2] / "milestonectl" / layer).rglob("*.py"):
        assert set(said.findall(path.read_text())) <= names, path.name
