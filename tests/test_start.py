"""What starts at once: help, completion and the daily commands never import pandas or numpy."""

import ast
import inspect
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from loop_building import NOW, Desk, fill, start

from milestonectl.cli import COMMANDS, GROUPS, load_command

ROOT = Path(__file__).parents[1]
CODE = """
import atexit, sys
atexit.register(lambda: print("LOADED", *sorted({"pandas", "numpy"} & set(sys.modules)), file=sys.stderr))
from milestonectl.cli import main
main()
"""
DAILY = [
    "--help", "--version", "log --help", "next ACME-14", "show ACME-14", "show ACME-14 --history", "status", "status -o json",
    "status --outcome all --by rep", "validate", "log ACME-14 proof --evidence email:1", "plan ACME-14 supplier-approved --date 2026-12-24",
]  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Deals to work on, written through the program itself."""
    root = tmp_path_factory.mktemp("start") / "ws"
    fill(start(root, in_subprocess))
    return root


class Done:
    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr


def in_subprocess(*words: str, **more: str) -> Done:
    pinned = {"PYTHONPATH": str(ROOT), "MILESTONECTL_NOW": NOW, "MILESTONECTL_REP": "dana", "NO_COLOR": "1"}
    environment = os.environ | pinned | more
    command = [sys.executable, "-c", CODE, *words]
    return Done(subprocess.run(command, check=False, capture_output=True, text=True, env=environment))


def loaded(done: Done) -> str:
    return next(line for line in done.err.splitlines() if line.startswith("LOADED"))


@pytest.mark.parametrize("line", DAILY)
def test_the_daily_commands_do_without_pandas_and_numpy(workspace: Path, line: str) -> None:
    done = Desk(workspace, in_subprocess)(*line.split())
    assert (done.code, loaded(done)) == (0, "LOADED"), done.err


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("milestonectl sta", "status"),
        ("milestonectl show A", "ACME-14"),
        ("milestonectl log ACME-14 p", "proof"),
        ("milestonectl log ACME-14 proof --by da", "dana"),
        ("milestonectl open X --sale-type ren", "renewal"),
    ],
)
def test_completion_offers_what_there_is_without_pandas_and_numpy(workspace: Path, words: str, offered: str) -> None:
    shell = {
        "_MILESTONECTL_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
        "MILESTONECTL_WORKSPACE": str(workspace),
    }
    done = in_subprocess(**shell)
    assert offered in done.out.split(), done.err
    assert loaded(done) == "LOADED"


def commands(name: str) -> list[Any]:
    """The command of a name, or those below it."""
    command = load_command(name)
    return list(getattr(command, "commands", {}).values()) or [command]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_short_help_of_a_command_is_how_its_own_begins(name: str) -> None:
    short = next(entries[name].words for entries in GROUPS.values() if name in entries)
    assert " ".join(str(load_command(name).help).split()).startswith(short.removesuffix("."))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example_that_begins_with_its_name(name: str) -> None:
    for command in commands(name):
        assert f"Example: milestonectl {name}" in str(command.help)
        lines = str(command.help).splitlines()
        assert all(len(line) <= 78 for line in lines if line.startswith("Example:"))  # a copied one must be whole


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_body_is_longer_than_a_dozen_lines(name: str) -> None:
    for command in commands(name):
        function = inspect.unwrap(command.callback)
        tree = ast.parse(inspect.getsource(function)).body[0]
        assert isinstance(tree, ast.FunctionDef)
        body = tree.body[1:] if ast.get_docstring(tree) else tree.body
        lines = (body[-1].end_lineno or 0) - body[0].lineno + 1
        assert lines <= 12, f"{function.__name__}: {lines} lines"
