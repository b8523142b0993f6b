"""Small processes, rows and deals for the tests of one deal."""

import datetime
from collections.abc import Iterable

from milestonectl.deals.deal import Deal
from milestonectl.deals.fold import fold_all
from milestonectl.deals.gates import Progress, progress
from milestonectl.files.cells import row_of
from milestonectl.files.definitions import load_definitions
from milestonectl.model.clock import as_of
from milestonectl.model.process import Process, Processes
from milestonectl.model.row import Row, seal
from milestonectl.model.settings import Settings

SETTINGS = """
currency: USD
fields:
  region: {type: text}
  competitor: {type: text}
  seats: {type: number}
"""
PLAIN = """
process: sale
title: Sale
wins: signed
stages:
  - id: first
    title: First
    milestones:
      - {id: met, title: Met, side: buyer}
      - {id: agreed, title: Agreed, side: mutual}
  - id: last
    title: Last
    milestones:
      - {id: checked, title: Checked, side: seller}
      - {id: signed, title: Signed, side: mutual, needs: [checked]}
"""
LATEST = datetime.date(2026, 12, 31)


def processes_of(*texts: str) -> Processes:
    """The processes of these YAML texts."""
    files = {f"processes/{number}.yaml": text.encode() for number, text in enumerate(texts)}
    found = load_definitions(files | {"milestonectl.yaml": SETTINGS.encode()})
    assert not found.problems
    return found.processes


def process_of(text: str) -> Process:
    """The only process of a YAML text."""
    (process,) = processes_of(text)
    return process


def settings() -> Settings:
    """The settings that tests share."""
    return load_definitions({"milestonectl.yaml": SETTINGS.encode()}).settings


def row(date: str, event: str, milestone: str = "", *, at: str = "", **more: str) -> Row:
    """A sealed row of the deal D-1, recorded at noon of its date unless `at` says when; `region` and `seats` are fields."""
    needed = {"reason": "because"} if event in ("lost", "reopened", "waived", "voided") else {}
    cells = {"deal": "D-1", "by": "dana"} | needed | more
    return seal(
        row_of(cells | {"date": date, "event": event, "milestone": milestone}, "", 0), at or f"{date}T12:00:00.000000Z"
    )


def opened(date: str = "2026-01-05", **more: str) -> Row:
    """The row that opens D-1, a deal of the sale type `sale`."""
    return row(
        date,
        "opened",
        at=f"{date}T08:00:00.000000Z",
        **({"sale_type": "sale", "account": "Acme", "owner": "dana"} | more),
    )


def deal_of(rows: Iterable[Row], *texts: str, on: datetime.date = LATEST) -> Deal:
    """The deal that the rows make."""
    (deal,) = fold_all(rows, processes_of(*(texts or (PLAIN,))), settings(), as_of(on)).values()
    return deal


def progress_of(rows: Iterable[Row], *texts: str, on: str = "2026-12-31") -> Progress:
    """Where the deal that the rows make stands on a day."""
    day = datetime.date.fromisoformat(on)
    return progress(deal_of(rows, *texts, on=day), day)


def proof(
    kind: str = "email", contact: str = "J. Roe", role: str = "economic-buyer", ref: str = "2f9c"
) -> dict[str, str]:
    """The cells of one item of evidence."""
    return {"kind": kind, "ref": ref, "contact": contact, "role": role}
