"""`validate` from the outside: exit codes, choices, mending."""

import json
from pathlib import Path

import pytest
from workspace_building import base_text, base_workspace

from tests.conftest import Run

P = "processes/service.yaml"
BROKEN = base_text(
    P,
    ("        required: true", "        requird: yes        # every deal"),
    ("side: buyer", "side: byer"),
    ("roles: [economic-buyer]", "roles: [economic-byuer]"),
)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILESTONECTL_NOW", "2026-11-21T12:00:00+00:00")


def test_a_clean_workspace_is_fine(run: Run, tmp_path: Path) -> None:
    ran = run("-C", str(base_workspace(tmp_path)), "validate")
    assert (ran.code, ran.out) == (0, "No problems in 4 files (1 process, 3 milestones, 1 deal, 2 rows).\n")


def test_problems_are_exit_code_1(run: Run, tmp_path: Path) -> None:
    assert run("-C", str(base_workspace(tmp_path, {P: BROKEN})), "validate").code == 1


def test_warnings_count_only_when_strict(run: Run, tmp_path: Path) -> None:
    text = base_text(P, ("Users confirm the fit", "Demo given"))
    root = str(base_workspace(tmp_path, {P: text}))
    assert run("-C", root, "validate").code == 0
    assert run("-C", root, "validate", "--strict").code == 1


def test_an_empty_workspace_has_nothing_to_check(run: Run, tmp_path: Path) -> None:
    (tmp_path / "milestonectl.yaml").write_text("currency: EUR\n")
    assert run("-C", str(tmp_path), "validate").code == 4


def test_rules_and_files_can_be_chosen(run: Run, tmp_path: Path) -> None:
    root = base_workspace(tmp_path, {P: BROKEN, "team.yaml": base_text("team.yaml", ("manager: lee", "manager: leo"))})
    document = json.loads(run("-C", str(root), "validate", "-o", "json", "--select", "MC5").out)
    assert [problem["name"] for problem in document["problems"]] == ["unknown-manager"]
    assert "unknown-manager" not in run("-C", str(root), "validate", "processes").out
    assert run("-C", str(root), "validate", "no/such").code == 2
    assert 'did you mean "unknown-key"' in run("-C", str(root), "validate", "--select", "unknown-kye").err


def test_mending_keeps_comments_and_is_done_once(run: Run, tmp_path: Path) -> None:
    root = base_workspace(tmp_path, {P: BROKEN})
    diff = run("-C", str(root), "validate", "--fix", "--diff")
    assert diff.code == 1
    assert "+        required: true        # every deal" in diff.out
    assert (root / P).read_text() == BROKEN, "--diff writes nothing"
    assert run("-C", str(root), "validate", "--fix").code == 0
    mended = (root / P).read_text()
    assert mended == base_text(P, ("        required: true", "        required: true        # every deal"))
    assert run("-C", str(root), "validate", "--fix", "--diff").code == 0
    assert run("-C", str(root), "validate", "--fix").code == 0
    assert (root / P).read_text() == mended


def test_settings_ignore_and_weigh_rules(run: Run, tmp_path: Path) -> None:
    settings = base_text("milestonectl.yaml") + "severity: {activity-title: error}\nignore: [MC417]\n"
    text = base_text(P, ("Users confirm the fit", "Demo given"), ("    objective: Both sides are bound\n", ""))
    ran = run(
        "-C", str(base_workspace(tmp_path, {P: text, "milestonectl.yaml": settings})), "validate", "-o", "concise"
    )
    assert ran.code == 1
    assert ran.out.splitlines()[0].endswith(
        'error MC413 activity-title: "Demo given" is what the seller does, not what has come of it'
    )
    assert "no-objective" not in ran.out
