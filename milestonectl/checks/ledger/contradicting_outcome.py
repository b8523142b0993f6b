"""A deal that is won and lost without anything between the two.

What
    A lost deal is `reopened` before it is won; a won deal is not lost, and only a lost deal is reopened.
Why
    The last row wins, but one of the two cannot be true.
Bad
    2026-11-01,ACME-14,lost and 2026-11-21,ACME-14,achieved,contract
Good
    2026-11-01,ACME-14,lost, 2026-11-10,ACME-14,reopened and 2026-11-21,ACME-14,achieved,contract
"""

from collections.abc import Iterator

from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.deals.deal import Deal
from milestonectl.model.problem import Place, Problem
from milestonectl.model.row import Row


def check(subject: Subject) -> Iterator[Problem]:
    for deal in subject.deals.values():
        yield from _contradictions(deal)


def _contradictions(deal: Deal) -> Iterator[Problem]:
    before: Row | None = None
    for row in deal.rows:
        said = _said(row, deal)
        if not said:
            continue
        message = _clash(_said(before, deal) if before else "open", said)
        if message:
            other = Place(before.file, before.line) if before else None
            hint = "void the row that is wrong, or record what happened between the two"
            yield in_cell(row, "event", "contradicting-outcome", message, hint, other)
        before = row


def _said(row: Row, deal: Deal) -> str:
    wins = deal.process is not None and row.milestone == deal.process.wins
    if row.event == "achieved":
        return "won" if wins else ""
    return {"lost": "lost", "reopened": "open"}.get(row.event, "")


def _clash(before: str, after: str) -> str:
    return {
        ("lost", "won"): "won, although the deal was lost before and not reopened",
        ("won", "lost"): "lost, although the deal was won before",
        ("lost", "lost"): "lost a second time",
        ("open", "open"): "reopened, although the deal was not lost",
    }.get((before, after), "")


RULE = CheckedRule("MC333", "contradicting-outcome", "warning", __doc__, check)
