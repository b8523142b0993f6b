"""`status --watch` in a terminal of its own: drawn again when a row is added, ended by Ctrl-C with exit code 0."""

import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.conftest import Run

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 20


def _read_until(terminal: int, wanted: str) -> str:
    shown, deadline = "", time.monotonic() + PATIENCE_SECONDS
    while wanted not in shown and time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.2)[0]:
            shown += os.read(terminal, 65536).decode()
    return shown


def test_a_change_of_the_files_draws_the_pipeline_again(tmp_path: Path, run: Run) -> None:
    shutil.copytree(ROOT / "examples" / "halden", tmp_path / "halden")
    terminal, theirs = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "milestonectl",
        "-C",
        str(tmp_path / "halden"),
        "status",
        "--rep",
        "dana",
        "--watch",
    ]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PAGER": "cat"}
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    try:
        before = _read_until(terminal, "Ctrl-C")
        run(
            "-C",
            str(tmp_path / "halden"),
            "open",
            "ZEBRA-1",
            "--sale-type",
            "renewal",
            "--account",
            "Zebra",
            "--by",
            "dana",
        )
        after = _read_until(terminal, "ZEBRA-1")
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(PATIENCE_SECONDS)

    assert "ZEBRA-1" not in before
    assert "ZEBRA-1" in after
    assert code == 0


def test_without_a_terminal_there_is_nothing_to_watch(run: Run) -> None:
    ran = run("-C", str(ROOT / "examples" / "halden"), "status", "--watch")

    assert ran.code == 2
    assert "--watch is for a terminal" in ran.err
