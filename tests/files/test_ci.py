"""The configuration for CI services, tested by running its commands on a repository."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from ruamel.yaml import YAML
from workspace_building import base_text, base_workspace

from milestonectl.files.ci import ci_files, write_ci

PROJECT = Path(__file__).parents[2]
P = "processes/service.yaml"
BAD = {
    "unknown-key": (P, base_text(P, ("        required: true", "        requird: true")), 15),
    "unknown-need": (P, base_text(P, ("needs: [proof]", "needs: [prof]")), 43),
    "yaml-syntax": (P, base_text(P, ("title: Contract signed", "title: Contract: signed")), 40),
    "unknown-manager": ("team.yaml", base_text("team.yaml", ("manager: lee", "manager: leo")), 7),
    "unknown-field": ("milestonectl.yaml", base_text("milestonectl.yaml", ("  competitor: {type: text}\n", "")), 37),
    "milestone-not-in-process": ("ledger/dana.csv", base_text("ledger/dana.csv", (",needs,", ",neds,")), 3),
    "unknown-deal": ("ledger/dana.csv", base_text("ledger/dana.csv", ("16,ACME-1", "16,AMCE-1")), 3),
    "merge-conflict": ("ledger/dana.csv", base_text("ledger/dana.csv") + "<<<<<<< HEAD\n", 4),
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose workspace is in the folder `sales`."""
    base_workspace(tmp_path / "sales")
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "start"]):
        identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"]
        subprocess.run(["git", *identity, *command], cwd=tmp_path, check=True)
    subprocess.run(["git", "update-ref", "refs/remotes/origin/main", "HEAD"], cwd=tmp_path, check=True)
    return tmp_path


def commands(text: str) -> Iterator[str]:
    """Every command of ours in a configuration."""
    waiting: list[Any] = [YAML(typ="safe").load(text)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict | list):
            waiting += node.values() if isinstance(node, dict) else node
        elif isinstance(node, str) and node.startswith("milestonectl "):
            yield node


def ran(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A command of a configuration, run as CI would."""
    program = f"{shlex.quote(sys.executable)} -m milestonectl "
    environment = os.environ | {
        "PYTHONPATH": str(PROJECT), "MILESTONECTL_NOW": "2026-11-21T12:00:00+00:00",
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"), "GITHUB_BASE_REF": "main", "CI_DEFAULT_BRANCH": "main",
    }  # fmt: skip
    script = command.replace("milestonectl ", program, 1)
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_existing_files_are_left_alone(repository: Path) -> None:
    assert [path.relative_to(repository).as_posix() for path in write_ci(repository / "sales", "gitlab")] == [
        ".gitlab/milestonectl.yml",
        ".gitlab-ci.yml",
    ]
    assert write_ci(repository / "sales", "gitlab") == []


def test_a_good_change_passes(repository: Path) -> None:
    (workflow,) = write_ci(repository / "sales", "github")
    for command in commands(workflow.read_text()):
        done = ran(command, repository)
        assert done.returncode == 0, done.stderr


def test_a_change_of_a_process_is_told_in_the_summary(repository: Path) -> None:
    (workflow,) = write_ci(repository / "sales", "github")
    service = base_text(P, ("roles: [champion]", "roles: [economic-buyer]"))
    (repository / "sales" / P).write_text(service)
    assert [ran(command, repository).returncode for command in commands(workflow.read_text())] == [0] * 4
    assert (
        "| ~ | needs | evidence: roles with economic-buyer and without champion |"
        in (repository / "summary.md").read_text()
    )


@pytest.mark.parametrize("rule", BAD)
def test_a_bad_change_fails_with_an_annotation_on_its_line(repository: Path, rule: str) -> None:
    (workflow,) = write_ci(repository / "sales", "github")
    file, text, line = BAD[rule]
    (repository / "sales" / file).write_text(text)
    check = next(command for command in commands(workflow.read_text()) if "validate" in command)
    done = ran(check, repository)
    assert done.returncode == 1
    place = f"file=sales/{P if rule == 'unknown-field' else file},line={line},"
    assert any(rule in found and place in found for found in done.stdout.splitlines()), done.stdout


@pytest.mark.parametrize("service", ["github", "gitlab"])
def test_a_row_that_is_gone_fails(repository: Path, service: str) -> None:
    text = "\n".join(ci_files(service, "sales").values())
    ledger = repository / "sales" / "ledger" / "dana.csv"
    ledger.write_text("\n".join(ledger.read_text().splitlines()[:-1]) + "\n")
    check = next(command for command in commands(text.partition("include:")[0]) if "--against" in command)
    done = ran(check, repository)
    assert done.returncode == 1
    assert "dana.csv" in done.stdout


def test_gitlab_keeps_a_report(repository: Path) -> None:
    write_ci(repository / "sales", "gitlab")
    (repository / "sales" / "team.yaml").write_text(BAD["unknown-manager"][1])
    check = next(c for c in commands(ci_files("gitlab", "sales")[".gitlab/milestonectl.yml"]) if "validate" in c)
    assert ran(check, repository).returncode == 1
    issues = cast("list[Any]", YAML(typ="safe").load((repository / "gl-code-quality-report.json").read_text()))
    assert [issue["location"] for issue in issues] == [{"path": "sales/team.yaml", "lines": {"begin": 7}}]


def test_the_hook_of_pre_commit_runs_what_exists(repository: Path) -> None:
    (hook,) = YAML(typ="safe").load((PROJECT / ".pre-commit-hooks.yaml").read_text())
    assert hook["pass_filenames"] is False
    assert ran(hook["entry"], repository / "sales").returncode == 0
