"""Plays the blocks of a page: files are written, commands run, and what they print replaces what stands there.

A block starts in a copy of the example workspace, after the blocks before it. A comment on the line before a block
changes that: `<!-- in an empty folder -->` starts anew, `<!-- first 9 lines -->` or `<!-- last 9 lines -->`
shows no more than that of what is printed.
A YAML or CSV block whose first line is `# path` is a file; one that begins `# from path` quotes lines of one.
"""

import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.conftest import Run

COLUMNS = 100
SHELL = frozenset({"git", "cat", "tail", "head", "ls", "mkdir", "diff", "grep", "sed"})
BLOCK = re.compile(
    r"^(?P<mark><!-- (?:in an empty folder|(?:first|last) \d+ lines) -->\n)?"
    r"```(?P<kind>console|yaml|csv)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


class Stage(NamedTuple):
    """Where blocks are played."""

    run: Run
    enter: Callable[[Path], None]
    """Makes a folder the current one."""
    empty: Callable[[], Path]
    """A new folder."""


def played(page: str, stage: Stage) -> str:
    """The page with what its commands really print."""
    return BLOCK.sub(lambda block: _played(block, stage), page)


def commands(page: str) -> list[str]:
    """Every command line of a page."""
    blocks = [block["text"] for block in BLOCK.finditer(page) if block["kind"] == "console"]
    return [line.removeprefix("$ ") for text in blocks for line in text.splitlines() if line.startswith("$ ")]


def _played(block: re.Match[str], stage: Stage) -> str:
    mark, text = block["mark"] or "", block["text"]
    if "empty folder" in mark:
        stage.enter(stage.empty())
    if block["kind"] == "console":
        text = "".join(f"$ {line}\n{_printed(line, stage)}" for line in commands(block[0]))
        text = _cut(text, mark)
    else:
        _use_file(text)
    return f"{mark}```{block['kind']}\n{text}```"


def _printed(line: str, stage: Stage) -> str:
    words = shlex.split(line)
    if words[0] == "milestonectl":
        ran = stage.run(*words[1:], columns=COLUMNS)
        return _tidy(ran.out + ran.err)
    if words[0] == "cd":
        stage.enter(Path(words[1]))
        return ""
    assert words[0] in SHELL, line
    shell = subprocess.run(line, shell=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return _tidy(shell.stdout)


def _tidy(text: str) -> str:
    for number, commit in enumerate(_commits(), 1):
        text = text.replace(commit, f"a1b2c3{number:x}")
    return "".join(f"{printed.rstrip()}\n" for printed in text.splitlines())


def _commits() -> list[str]:
    """The commits of the folder, oldest first: their names change with every file that `init` writes, and say nothing."""
    log = ["git", "log", "--reverse", "--format=%h"]
    return subprocess.run(log, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout.split()


def _cut(text: str, mark: str) -> str:
    command, *lines = text.splitlines(keepends=True)
    most = int(re.sub(r"\D", "", mark) or len(lines))
    if most >= len(lines):
        return text
    return "".join([command, "...\n", *lines[-most:]] if "last" in mark else [command, *lines[:most], "...\n"])


def _use_file(text: str) -> None:
    first, _, rest = text.partition("\n")
    if first.startswith("# from "):
        _must_be_quoted(rest, Path(first.removeprefix("# from ")))
    elif re.fullmatch(r"# [\w/@.-]+\.(yaml|csv)", first):
        path = Path(first.removeprefix("# "))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(rest, encoding="utf-8")


def _must_be_quoted(quote: str, path: Path) -> None:
    """Every line of a quotation is in the file, in that order."""
    lines = iter(path.read_text(encoding="utf-8").splitlines())
    for line in quote.splitlines():
        assert any(line == found for found in lines), f"{path}: {line}"
