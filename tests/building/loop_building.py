"""A workspace as `init` makes it, with a small team, for the tests of the daily commands."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

NOW = "2026-11-21T10:00:00+00:00"
TEAM = """
managers:
  - {id: lee, name: Lee Okafor, email: lee@example.com}
reps:
  - {id: dana, name: Dana Reyes, email: dana@example.com, manager: lee}
  - {id: omar, name: Omar Haddad, manager: lee}
  - {id: kim, name: Kim Lund}
"""
Run = Callable[..., Any]


class Desk:
    """Dana at her desk: commands run in her workspace."""

    def __init__(self, root: Path, run: Run) -> None:
        self.root, self.run = root, run

    def __call__(self, *words: str, **how: Any) -> Any:
        return self.run("-C", str(self.root), *words, **how)

    def done(self, line: str, *more: str) -> str:
        """The output of a command that must succeed; `more` are words with spaces."""
        ran = self(*line.split(), *more)
        assert ran.code == 0, ran
        return str(ran.out)

    def document(self, line: str) -> dict[str, Any]:
        """The JSON of a report."""
        found: dict[str, Any] = json.loads(self.done(f"{line} -o json"))
        return found

    def ledger(self) -> bytes:
        """All bytes of the record."""
        return b"".join(path.read_bytes() for path in sorted((self.root / "ledger").rglob("*.csv")))


def start(root: Path, run: Run) -> Desk:
    """An empty workspace with the shipped processes and a team."""
    assert run("init", str(root)).code == 0
    (root / "team.yaml").write_text(TEAM, encoding="utf-8")
    return Desk(root, run)


def fill(desk: Desk) -> None:
    """Some deals in several currencies and states, as somebody would have logged them."""
    desk.done(
        "open ACME-14 --sale-type new-account --amount 84000 --close-date 2026-12-15 --date 2026-10-01 --account",
        "Acme Pumps",
    )
    desk.done("log ACME-14 qualified --date 2026-10-12 --evidence email:11aa --role champion --contact", "A. Voss")
    desk.done(
        "log ACME-14 needs-agreed --date 2026-10-29 --evidence document:needs.pdf --role economic-buyer --contact",
        "J. Roe",
    )
    desk.done("plan ACME-14 proof --date 2026-12-01")
    desk.done(
        "open BOLT-3 --sale-type renewal --amount 40000 --currency EUR --close-date 2026-11-10 --date 2026-09-01 --account",
        "Bolt Fasteners",
    )
    desk.done("change BOLT-3 --close-date 2026-12-24 --date 2026-11-01")
    desk.done("log BOLT-3 value-confirmed --date 2026-09-20 --evidence email:7 --role champion")
    desk.done(
        "open CRANE-9 --sale-type service-contract --amount 4000000 --currency JPY --owner omar --date 2026-10-01 --account",
        "株式会社クレーン 🚀",
    )
    desk.done(
        "log CRANE-9 contract --date 2026-11-05 --evidence signature:c.pdf --role legal --contact K --override",
        "signed at the fair",
    )
    desk.done("open DOG-1 --sale-type renewal --owner kim --date 2026-10-01 --account", "[bold]Dog[/bold] & Co")
    desk.done("lose DOG-1 --date 2026-11-11 --reason", "budget frozen")


@pytest.fixture
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still, Dana is writing, and a pipe has no width."""
    monkeypatch.delenv("COLUMNS")
    monkeypatch.setenv("MILESTONECTL_NOW", NOW)
    monkeypatch.setenv("MILESTONECTL_REP", "dana")
