"""Every `console` block of the documentation shows what the program really prints.

`pytest tests/docs --update` writes the real output into the blocks; the diff is then reviewed like code.
"""

import shutil
from pathlib import Path

import pytest

from milestonectl.cli import COMMANDS
from tests.conftest import Run
from tests.docs.playing import Stage, commands, played

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
ENDLESS = {"serve"}
"""Runs until it is interrupted."""
PERSON = {"NAME": "Dana Whitlock", "EMAIL": "dana@halden.example", "DATE": "2026-11-20T17:00:00+00:00"}


@pytest.fixture
def stage(run_in_terminal: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A copy of the example on a fixed day, seen by Dana; git knows her too."""
    shutil.copytree(ROOT / "examples" / "halden", tmp_path / "halden")
    monkeypatch.chdir(tmp_path / "halden")
    monkeypatch.setenv("MILESTONECTL_NOW", "2026-11-20T17:00:00+00:00")
    monkeypatch.setenv("MILESTONECTL_REP", "dana")
    for who in ("AUTHOR", "COMMITTER"):
        for name, value in PERSON.items():
            monkeypatch.setenv(f"GIT_{who}_{name}", value)

    def empty() -> Path:
        folder = tmp_path / f"empty-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        return folder

    return Stage(run_in_terminal, monkeypatch.chdir, empty)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_console_blocks_show_what_the_program_prints(
    document: Path, stage: Stage, request: pytest.FixtureRequest
) -> None:
    """Blocks of one document are played in one place, so that a later one sees what an earlier one wrote."""
    shown = played(document.read_text(encoding="utf-8"), stage)

    if request.config.getoption("--update"):
        document.write_text(shown, encoding="utf-8")
    assert shown == document.read_text(encoding="utf-8")


def test_every_command_is_run_in_the_documentation() -> None:
    lines = [line for document in DOCUMENTS for line in commands(document.read_text(encoding="utf-8"))]
    words = [line.split() for line in lines if line.startswith("milestonectl ")]
    run = {next((word for word in line if word in COMMANDS), "") for line in words}
    assert set(COMMANDS) - run == ENDLESS
