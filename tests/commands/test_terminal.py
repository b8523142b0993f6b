"""Questions on a real terminal."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
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
            "PYTHONPATH": str(ROOT), "MILESTONECTL_NOW": NOW, "MILESTONECTL_REP": "dana", "COLUMNS": "200", "NO_COLOR": "1",
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


def converse(root: Path, words: Sequence[str], talk: Sequence[tuple[str, str]], end: str) -> Session:
    """Answer each question; the program must end well, having said `end`."""
    session = Session("-C", str(root), *words)
    for question, said in talk:
        session.expect(question)
        session.answer(said)
    session.expect(end)
    assert session.code() == 0
    return session


TALKS: dict[str, list[tuple[str, str]]] = {
    "log": [
        ("Deal", "ACME-15"),
        ('did you mean "ACME-14"?', ""),
        ("Milestone", "profo"),
        ('did you mean "proof"?', "proof"),
        ("Day it happened [today]", "<"),
        ("Milestone [proof]", ""),
        ("Day it happened", "yesterday"),
        ("Evidence", "email:2f9c"),
        ("Who at the buyer", "J. Roe"),
        ("Their role", "user"),
        ("Note", ""),
        ("event=achieved, milestone=proof, by=dana, kind=email, ref=2f9c, contact=J. Roe, role=user", "y"),
    ],
    "open": [
        ("A name for the deal", "acme-14"),
        ("ACME-14 is open already", "NEW-1"),
        ("Sale type", "new-acount"),
        ('did you mean "new-account"?', "new-account"),
        ("Who is the buyer", ""),
        ("An answer is needed.", "New Inc"),
        ("Amount", "lots"),
        ("write a plain decimal number", "50000"),
        ("Currency [USD]", "<"),
        ("Amount, as in 84000 [50000]", ""),
        ("Currency [USD]", ""),
        ("Expected to sign on", "2027-01-31"),
        ("region", "Mars"),
        ("Mars is no choice of region", "APAC"),
        ("competitor", ""),
        ("seats", "many"),
        ("many is no number", "40"),
        ("contract_kind", ""),
        ("Whose deal [dana]", "omar"),
        ("Open since [today]", ""),
        ("Note", ""),
        ("account=New Inc, owner=omar, amount=50000, currency=USD, close_date=2027-01-31, region=APAC, seats=40", "y"),
    ],
    "plan": [
        ("Deal", "ACME-14"),
        ("Milestone", "proof"),
        ("For which day [2026-", "yesterday"),
        ("a promise is for today or later", "<"),
        ("Milestone [proof]", ""),
        ("For which day", "2026-12-04"),
        ("Note", ""),
        ("date=2026-12-04, deal=ACME-14, event=planned, milestone=proof", ""),
    ],
    "lose": [
        ("Deal", "ACME-15"),
        ('did you mean "ACME-14"?', "ACME-14"),
        ("Why was it lost", "   "),
        ("An answer is needed.", "<"),
        ("Deal [ACME-14]", ""),
        ("Why was it lost", "no decision"),
        ("Day it happened [today]", "2026-12-24"),
        ("is in the future", ""),
        ("Note", ""),
        ("event=lost, by=dana, reason=no decision", "perhaps"),
        ("y or n, or < to go back", "y"),
    ],
    "waive": [
        ("Deal", "ACME-14"),
        ("Milestone", "contract"),
        ("Why is it not demanded", "seen before"),
        ("Day it happened", ""),
        ("Note", ""),
        ("wins the deal: it cannot be waived.", ""),
        ("Note", "<"),
        ("Day it happened", "<"),
        ("Why is it not demanded [seen before]", "<"),
        ("Milestone [contract]", "proof"),
        ("Why is it not demanded [seen before]", ""),
        ("Day it happened", ""),
        ("Note", ""),
        ("event=waived, milestone=proof, by=dana, reason=seen before", "y"),
    ],
}  # fmt: skip
"""With typing errors, mistakes and steps back."""


@pytest.mark.parametrize("command", TALKS)
def test_what_is_missing_is_asked_for_and_shown_before_it_is_written(busy: Desk, command: str) -> None:
    before = busy.ledger()
    session = converse(busy.root, [command], TALKS[command], "Recorded ")
    assert "Traceback" not in session.seen
    added = busy.ledger().decode().replace(before.decode(), "").strip().splitlines()
    assert len(added) == 1
    shown = re.findall(r"This row:\s+(.*)", session.seen)[-1].strip()
    assert all(cell.partition("=")[2] in added[0] for cell in shown.split(", "))


@pytest.mark.parametrize("command", TALKS)
@pytest.mark.parametrize("by_signal", [True, False])
def test_stopping_at_a_question_is_exit_130_and_writes_nothing(busy: Desk, command: str, by_signal: bool) -> None:
    before = busy.ledger()
    session = Session("-C", str(busy.root), command)
    session.expect(TALKS[command][0][0])
    session.press(session.interrupt if by_signal else session.end_input)
    assert session.code() == 130
    assert busy.ledger() == before
    assert "Traceback" not in session.seen


def test_what_the_command_line_says_is_not_asked_again(busy: Desk) -> None:
    talk = [("Close a deal as lost.", "no decision"), ("Day it happened", ""), ("Note", ""), ("Write it?", "n")]
    before = busy.ledger()
    session = converse(busy.root, ["lose", "ACME-14"], talk, "Nothing was written.")
    assert "Deal" not in session.seen
    assert busy.ledger() == before


def test_the_tab_key_completes_what_is_asked_for(busy: Desk) -> None:
    talk = [("Deal", "ACME\t"), ("Milestone", "pro\t"), ("Why", "x"), ("Day", ""), ("Note", ""), ("Write it?", "")]
    converse(busy.root, ["waive"], talk, "ACME-14, 21 Nov 2026, Users confirm the fit waived")


@pytest.mark.parametrize("command", ["open", "log", "plan", "lose", "waive"])
def test_off_a_terminal_a_missing_deal_is_named(busy: Desk, command: str) -> None:
    session = Session("-C", str(busy.root), command, "--no-input")
    session.expect("DEAL is missing")
    assert session.code() == 2


def test_no_input_never_asks(busy: Desk) -> None:
    session = Session("-C", str(busy.root), "lose", "ACME-14", "--no-input")
    session.expect("--reason is missing")
    assert session.code() == 2
