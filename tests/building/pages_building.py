"""A small workspace with gates, and the live pages over it without a network."""

from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from milestonectl.commands.serving.application import application
from milestonectl.commands.serving.guard import Door
from milestonectl.commands.serving.live import Live
from milestonectl.files.record import append_rows
from milestonectl.files.workspace import load_compiled
from milestonectl.model.row import Row, seal

PROCESS = """\
process: sale
title: New sale
contract_value: 50000
wins: signed
stages:
  - id: discover
    title: Discover
    objective: Needs agreed
    milestones:
      - id: met
        title: Buyer met
        side: mutual
      - id: needs
        title: Needs agreed
        side: buyer
        typical_days: 7
        evidence: {level: confirmed, kinds: [email, document], roles: [economic-buyer]}
        plays:
          - {situation: status quo, ask: [What happens if nothing changes?], send: [assets/cost.pdf]}
  - id: close
    title: Close
    milestones:
      - {id: signed, title: Contract signed, side: mutual}
"""
TEAM = """\
managers:
  - {id: lee, name: Lee Chen}
reps:
  - id: dana
    name: Dana Reyes
    manager: lee
    targets: [{period: 2026, sale_type: sale, revenue: 600000}]
  - {id: kim, name: Kim Lund, manager: lee}
"""
DAY = "2026-11-20"
NOW = f"{DAY}T10:00:00+00:00"
DOOR = Door("127.0.0.1", 8642, "the-token-of-the-link")
ORIGIN = "http://127.0.0.1:8642"


def make_workspace(root: Path) -> Path:
    """One sale type of two stages, two reps, no rows."""
    for name, text in {
        "milestonectl.yaml": "currency: USD\n",
        "team.yaml": TEAM,
        "processes/sale.yaml": PROCESS,
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def write(root: Path, *rows: Row) -> None:
    """Append rows, each recorded at the end of its day."""
    sealed = [seal(row, f"{row.date}T18:00:00.000000Z") for row in rows]
    append_rows(root, sealed, load_compiled(root).settings, "2026/dana")


def opened(deal: str, **cells: Any) -> Row:
    """A new deal of Dana's."""
    said: dict[str, Any] = {"date": "2026-11-02", "by": "dana", "sale_type": "sale", "account": "Acme", "owner": "dana"}
    return Row(deal=deal, event="opened", **(said | {"amount": "84000", "currency": "USD"} | cells))


def achieved(deal: str, milestone: str, date: str = "2026-11-10", **cells: Any) -> Row:
    """A milestone that Dana says is achieved."""
    return Row(date=date, deal=deal, event="achieved", milestone=milestone, by="dana", **cells)


def client(root: Path, *, signed_in: bool = True) -> TestClient:
    """A browser, so to speak; signed in it holds the cookie of the link."""
    app = application(Live(root), DOOR, "dana")
    cookies = {DOOR.cookie: DOOR.token} if signed_in else {}
    return TestClient(app, base_url=ORIGIN, cookies=cookies, follow_redirects=False)
