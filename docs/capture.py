"""Draws the screens that the README and the documentation show: `python -m docs.capture` writes `docs/images/*.svg`.

Each is what the program prints for the example company on its day. `tests/docs/test_images.py` checks that they are current.
"""

import io
import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
IMAGES = Path(__file__).parent / "images"
COLUMNS = 100
SCREENS: Mapping[str, str] = {
    "status": "milestonectl status --rep dana",
    "show": "milestonectl show ACME-14",
}
_DAY = {"MILESTONECTL_NOW": "2026-11-20T17:00:00+00:00", "MILESTONECTL_REP": "dana"}


def picture(name: str) -> str:
    """One screen as SVG."""
    line = SCREENS[name]
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text(f"$ {line}", style="bold"))
    console.print(Text.from_ansi(_printed(line)))
    drawn = console.export_svg(title="milestonectl", unique_id=name)
    # Without the fonts that a browser would have to fetch: a picture must not call anybody.
    drawn = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)
    return "".join(f"{line.rstrip()}\n" for line in drawn.splitlines())


def _printed(line: str) -> str:
    """What the program prints in a terminal with colours, in a copy of the example."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = shutil.copytree(ROOT / "examples" / "halden", Path(folder) / "halden")
        kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "PYTHONPATH")}
        shown = {"COLUMNS": str(COLUMNS), "TERM": "xterm", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "milestonectl", *shlex.split(line)[1:]]
        return on_terminal(command, workspace, kept | shown | _DAY)


def on_terminal(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> str:
    """What a command that asks nothing writes when its output is a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs):
        os.close(theirs)
        written = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    return written.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        # How Linux says that nobody writes any more.
        return b""


def main() -> None:
    """Draw all of them."""
    for name in SCREENS:
        (IMAGES / f"{name}.svg").write_text(picture(name), encoding="utf-8")


if __name__ == "__main__":
    main()
