"""Questions on a real terminal."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from loop_building import NOW, Desk

ROOT = Path(__file__).parents[2]
SECONDS = 30.0
PATIENCE = 4.0
"""A second Ctrl-C while the program is ending would kill it."""


class Session:
    """The program on a pseudo-terminal of its own."""

    def __init__(self, *words: str) -> None:
        self.terminal, theirs = pty.openpty()
        environment = os.environ | {
            "PYTHONPATH": str(ROOT), "MILESTONECTL_NOW": NOW, "MILESTONECTL_REP": "dana", "COLUMNS": "120", "NO_COLOR": "1",
        }  # fmt: skip
        command = [sys.executable, "-m", "milestonectl", *words]
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
        )
        os.close(theirs)
        self.seen = ""

    def expect(self, text: str) -> None:
        """Wait until the program has written a text."""
        start, until = len(self.seen), time.monotonic() + SECONDS
        while text not in self.seen[start:]:
            assert time.monotonic() < until, self.seen
            self.read()

    def read(self) -> None:
        if select.select([self.terminal], [], [], 0.2)[0]:
            try:
                self.seen += os.read(self.terminal, 4096).decode(errors="replace")
            except OSError:
                self.seen += ""

    def answer(self, text: str) -> None:
        os.write(self.terminal, f"{text}\n".encode())

    def press(self, stop: Callable[[], object]) -> None:
        """Stop it until that is noticed: a terminal that is just changing its mode forgets a key."""
        until = time.monotonic() + SECONDS
        while self.process.poll() is None and time.monotonic() < until:
            stop()
            again = time.monotonic() + PATIENCE
            while self.process.poll() is None and time.monotonic() < again:
                self.read()

    def interrupt(self) -> None:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)

    def end_input(self) -> None:
        """Ctrl-D."""
        os.write(self.terminal, b"\x04")

    def code(self) -> int:
        until = time.monotonic() + SECONDS
        while self.process.poll() is None and time.monotonic() < until:
            self.read()
        self.process.kill()
        self.read()
        os.close(self.terminal)
        return self.process.wait()


def test_log_without_arguments_asks_for_everything(busy: Desk) -> None:
    session = Session("-C", str(busy.root), "log")
    for question, said in [
        ("Deal", "ACME-14"),
        ("Milestone", "proof"),
        ("Day it happened", "yesterday"),
        ("Evidence", "email:2f9c"),
        ("Who at the buyer", "J. Roe"),
        ("Their role", "user"),
        ("Note", ""),
        ("Write it?", "y"),
    ]:
        session.expect(question)
        session.answer(said)
    session.expect("Recorded ")
    assert session.code() == 0
    row = busy.document("show ACME-14")["timeline"][3]
    assert (row["event"], row["milestone"], row["date"], row["contact"]) == (
        "achieved",
        "proof",
        "2026-11-20",
        "J. Roe",
    )


def test_lose_asks_why_until_there_is_an_answer(busy: Desk) -> None:
    session = Session("-C", str(busy.root), "lose", "ACME-14")
    session.expect("Why was it lost")
    session.answer("   ")
    session.expect("Why was it lost")
    session.answer("no decision")
    session.expect("ACME-14 is lost.")
    assert session.code() == 0


@pytest.mark.parametrize(
    ("command", "asked"),
    [
        (
            "lose",
            [("Which deal", "ACME-15"), ('did you mean "ACME-14"?', "ACME-14"), ("Why was it lost", "no decision")],
        ),
        ("waive", [("Which deal", "ACME-14"), ("Which milestone", "proof"), ("Why is it not demanded", "seen before")]),
        (
            "open",
            [("A name for the deal", "NEW-1"), ("Which sale type", "new-account"), ("Who is the buyer", "New Inc")],
        ),
    ],
)
def test_what_is_missing_is_asked_for(busy: Desk, command: str, asked: list[tuple[str, str]]) -> None:
    session = Session("-C", str(busy.root), command)
    for question, said in asked:
        session.expect(question)
        session.answer(said)
    session.expect("Recorded ")
    assert session.code() == 0


@pytest.mark.parametrize("command", ["open", "log", "plan", "lose", "waive"])
def test_off_a_terminal_a_missing_deal_is_named(busy: Desk, command: str) -> None:
    session = Session("-C", str(busy.root), command, "--no-input")
    session.expect("DEAL is missing")
    assert session.code() == 2


@pytest.mark.parametrize("by_signal", [True, False])
def test_stopping_at_a_question_is_exit_130_and_writes_nothing(busy: Desk, by_signal: bool) -> None:
    before = busy.ledger()
    session = Session("-C", str(busy.root), "lose", "ACME-14")
    session.expect("Why was it lost")
    session.press(session.interrupt if by_signal else session.end_input)
    assert session.code() == 130
    assert busy.ledger() == before
    assert "Traceback" not in session.seen


def test_no_input_never_asks(busy: Desk) -> None:
    session = Session("-C", str(busy.root), "lose", "ACME-14", "--no-input")
    session.expect("--reason is missing")
    assert session.code() == 2
