"""How tests run the program, and where golden screens are kept.

`pytest --update` rewrites the golden files; the diff is then reviewed like code.
"""

import contextlib
import io
import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

from milestonectl.cli import root_command

GOLDEN = Path(__file__).parent / "golden"
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")

settings.register_profile("shared machine", deadline=None)  # a law is no slower for a neighbour who is busy
settings.load_profile("shared machine")
signal.signal(signal.SIGINT, signal.default_int_handler)  # a suite that runs in the background was told to ignore it


class Ran(NamedTuple):
    """What one invocation printed, and its exit code."""

    code: int
    out: str
    err: str


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


Run = Callable[..., Ran]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden files")


@pytest.fixture(autouse=True)
def _same_everywhere(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Pin what a terminal, a shell or a user's git would otherwise decide."""
    for name in ("FORCE_COLOR", "MILESTONECTL_REP", "MILESTONECTL_WORKSPACE", "MILESTONECTL_NOW"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")


@pytest.fixture
def run() -> Run:
    """Run a command line in this process: `run("status", "--rep", "dana")`."""
    return lambda *arguments: _run(arguments, io.StringIO())


@pytest.fixture
def run_in_terminal(monkeypatch: pytest.MonkeyPatch) -> Run:
    """The same as a person at a terminal would see it, 80 columns wide, without the colours."""

    def in_terminal(*arguments: str, columns: int = 80) -> Ran:
        monkeypatch.setenv("COLUMNS", str(columns))
        return _run(arguments, Terminal())

    return in_terminal


def _run(arguments: tuple[str, ...], out: io.StringIO) -> Ran:
    err = io.StringIO()
    code: int | str | None = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            root_command().main(list(arguments), prog_name="milestonectl")
        except SystemExit as stop:
            code = stop.code
    return Ran(int(code or 0), _ESCAPES.sub("", out.getvalue()), _ESCAPES.sub("", err.getvalue()))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with `tests/golden/NAME`; with `--update`, keep it there."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"{path} is missing: run pytest --update and review it"
        assert text == path.read_text(encoding="utf-8")

    return compare
