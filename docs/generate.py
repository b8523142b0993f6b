"""Writes the pages of the reference that come from the program itself: `python -m docs.generate`.

`tests/docs/test_generated.py` checks that they are current.
"""

import contextlib
import io
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from milestonectl.checks import ALL_RULES
from milestonectl.cli import GROUPS, load_command, root_command
from milestonectl.files.reference import Page, field_page, field_paths
from milestonectl.render.manual import rules_page

REFERENCE = Path(__file__).parent / "reference"
_GENERATED = "<!-- Written by `python -m docs.generate`; do not edit. -->"
_GLOBAL = """\
Every command also takes these, before or after its name:

| option | means |
|---|---|
| `-C DIR` | work as if started in that folder; `MILESTONECTL_WORKSPACE` does the same |
| `--as-of DATE` | use only what was recorded by the end of that day |
| `--no-input` | never ask; a missing value is an error |
| `--debug` | show the traceback of an internal error |

On a terminal `open`, `log`, `plan`, `lose`, `reopen` and `waive` ask for what is missing, question by question: Tab completes,
a default stands in brackets, `<` steps back, `-` leaves empty, and the exact row is shown before it is written. Elsewhere, or
with `--no-input`, a missing value is exit 2 and the message names the flag.

`NO_COLOR` turns colours off, `FORCE_COLOR` asks for them in a pipe too and changes nothing else, `MILESTONECTL_REP` says who
writes.
"""
_KINDS = ("settings", "team", "process", "mapping")


def commands_page() -> str:
    """Every command with its help."""
    parts = ["# Commands", _GENERATED, _GLOBAL.rstrip()]
    for group, names in GROUPS.items():
        parts.append(f"## {group}")
        for name in names:
            parts += [f"### {name}", *(_help(line) for line in _command_lines(name))]
    parts += ["## Exit codes", "They are on a [page of their own](exit-codes.md)."]
    return "\n\n".join(parts) + "\n"


def _command_lines(name: str) -> Iterator[list[str]]:
    yield [name]
    for below in getattr(load_command(name), "commands", {}):
        yield [name, below]


def _help(command: list[str]) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
        root_command().main([*command, "--help"], prog_name="milestonectl")
    own = re.sub(r"^  -C DIR.*?(?=^\S|\Z)", "\n", printed.getvalue(), flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^Options:\n\n", "", own, flags=re.MULTILINE).strip()
    return f"```text\n{text}\n```"


def definitions_page() -> str:
    """Every key of the files that people write, from the models that check them."""
    lines = ["# Definition files", "", _GENERATED, ""]
    lines += ["`milestonectl explain process.stages.milestones` shows the same in the terminal, and"]
    lines += ["`milestonectl schema process` prints the JSON Schema for editors."]
    for path in sorted(field_paths(), key=lambda path: _KINDS.index(path.partition(".")[0])):
        page = field_page(path)
        if page is not None and page.keys:
            lines += ["", *_keys(page)]
    return "\n".join(lines) + "\n"


def _keys(page: Page) -> Iterator[str]:
    yield from (f"## {page.path}", "")
    yield f"In `{page.file}`. {page.summary}"
    yield from ("", "| Key | Value | | What it says |", "|---|---|---|---|")
    for key in page.keys:
        kind = key.type.replace("|", "or")
        yield f"| `{key.name}` | {kind} | {key.default} | {key.words} |"


PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "rules.md": lambda: rules_page(ALL_RULES),
    "definitions.md": definitions_page,
}


def main() -> None:
    """Write all of them."""
    os.environ["COLUMNS"] = "80"
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
