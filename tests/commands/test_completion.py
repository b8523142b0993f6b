"""The tab key in real shells: what is installed for a shell that is named completes in it."""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from trust_building import make_workspace, opened

from milestonectl.files.record import append_rows
from milestonectl.model.settings import Settings

PROGRAMS = Path(sys.executable).parent
SHELLS = ("bash", "zsh", "fish")
PATIENCE = 20
_ESCAPES = re.compile(r"\x1b(\[[0-9;?>=]*[a-zA-Z]|[>=]|\][^\x07]*\x07)")


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest) -> str:
    name = str(request.param)
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    if not (PROGRAMS / "milestonectl").exists():
        pytest.skip("milestonectl is run from its source, so no shell can find it")
    return name


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody who has nothing set up yet."""
    there = {"HOME": str(tmp_path), "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}", "TERM": "xterm"}
    return there | {"XDG_CACHE_HOME": str(tmp_path / "cache"), "PS1": "> ", "LC_ALL": "C.UTF-8"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = make_workspace(tmp_path / "ws")
    append_rows(root, [opened("ACME-14"), opened("BOLT-3")], Settings(), "dana")
    return root


def install(shell: str, home: dict[str, str]) -> str:
    """Install it as one does who sits in another shell."""
    command = ["milestonectl", "--install-completion", shell]
    return subprocess.run(command, env=home, check=True, capture_output=True, text=True).stdout


class Typing:
    """A shell in a terminal, and the keys that are typed into it."""

    def __init__(self, command: list[str], home: dict[str, str], folder: Path) -> None:
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, home)
        self.shown = ""

    def until(self, words: str) -> str:
        """What the terminal shows, once it shows the words."""
        end = time.monotonic() + PATIENCE
        while words not in self.shown and time.monotonic() < end:
            if select.select([self.terminal], [], [], 0.2)[0]:
                self.shown += _ESCAPES.sub("", os.read(self.terminal, 65536).decode(errors="replace"))
        return self.shown

    def type(self, keys: str) -> None:
        os.write(self.terminal, keys.encode())


@pytest.fixture
def typed(home: dict[str, str], root: Path) -> Iterator[Callable[[list[str]], Typing]]:
    started: list[Typing] = []

    def start(command: list[str]) -> Typing:
        started.append(Typing(command, home, root))
        return started[-1]

    yield start
    for each in started:
        os.close(each.terminal)
        os.waitpid(each.process, 0)


def completed(shell: str, line: str, home: dict[str, str], root: Path, typed: Callable[..., Any]) -> str:
    """What stands on the line after the tab key."""
    if shell == "fish":
        command = ["fish", "-c", f'complete -C "{line}"']
        ran = subprocess.run(command, env=home, cwd=root, check=True, capture_output=True, text=True)
        return " ".join([*line.split()[:-1], ran.stdout.split("\t")[0].strip()])
    terminal = typed([shell, "-i"])
    terminal.type("PS1='rea''dy: '\n")
    terminal.until("ready: ")
    terminal.shown = ""
    terminal.type(f"{line}\t")
    terminal.until(EXPECTED[line])
    return str(terminal.shown)


EXPECTED = {
    "milestonectl sta": "milestonectl status",
    "milestonectl show AC": "milestonectl show ACME-14",
}


@pytest.mark.parametrize("line", EXPECTED)
def test_the_tab_key_completes(
    shell: str, line: str, home: dict[str, str], root: Path, typed: Callable[..., Any]
) -> None:
    install(shell, home)
    assert EXPECTED[line] in completed(shell, line, home, root, typed)


def test_the_shell_that_is_named_is_the_one_it_is_installed_for(shell: str, home: dict[str, str]) -> None:
    assert install(shell, home).startswith(f"{shell} completion installed in {home['HOME']}")
    written = {path.name for path in Path(home["HOME"]).rglob("*") if path.is_file()}
    assert {".bashrc" in written, ".zshrc" in written} == ({shell == "bash", shell == "zsh"})


@pytest.mark.parametrize("wrong", [["nushell"], ["zsh", "twice"]])
def test_a_shell_that_nobody_knows_is_refused(run: Callable[..., Any], wrong: list[str]) -> None:
    ran = run("--install-completion", *wrong)
    assert ran.code == 2
    assert "is none of the shells bash, zsh, fish" in ran.err
