"""What to ask for, what is missing, and the exact command that would record it."""

import shlex

from milestonectl.deals.deal import Evidence
from milestonectl.deals.gates import Standing
from milestonectl.deals.pipeline import Position
from milestonectl.model.process import EvidenceDemand
from milestonectl.render.screen import Command, Line
from milestonectl.render.words import day_words, either, listed, spaced

_PLACEHOLDERS = {
    "email": "email:ID",
    "document": "document:PATH",
    "meeting": "meeting:DATE",
    "signature": "signature:PATH",
}


def log_command(deal: str, standing: Standing) -> str:
    """The command that would log a milestone with the evidence it asks for."""
    demand = standing.milestone.evidence
    words = ["milestonectl", "log", deal, standing.milestone.id, *_evidence_flags(demand)]
    return shlex.join(words)


def _evidence_flags(demand: EvidenceDemand) -> list[str]:
    if demand.level == "asserted" and not demand.kinds:
        return []
    kind = demand.kinds[0] if demand.kinds else "email"
    flags = ["--evidence", _PLACEHOLDERS.get(kind, f"{kind}:REF")]
    if demand.level == "confirmed":
        flags += ["--contact", "NAME"]
    return [*flags, "--role", demand.roles[0]] if demand.roles else flags


def nothing_to_ask(found: Position) -> list[Line]:
    """What to do about a deal that ended, or that waits for nothing."""
    deal, lacking = found.deal, found.progress.remaining
    if deal.outcome == "lost":
        return [["If the buyer is back: ", Command(f"milestonectl reopen {shlex.quote(deal.id)} --reason TEXT")]]
    if deal.process is None:
        return [f'No process defines the sale type "{deal.sale_type}". See: milestonectl validate']
    if lacking:
        titles = listed([standing.milestone.title for standing in lacking])
        return [f"Still to be proven: {titles}.", Command(f"  {log_command(deal.id, lacking[0])}")]
    if deal.outcome == "won":
        return ["Everything is proven. What to do today: milestonectl next"]
    return [["Every gate is open. It is won with: ", Command(f"milestonectl log {deal.id} {deal.process.wins}")]]


def who_owes(standing: Standing) -> str:
    """Who can supply what is missing."""
    side = standing.milestone.side
    owner = {"buyer": "the buyer's side owes it", "seller": "it is ours to do", "mutual": "both sides agree on it"}[
        side
    ]
    planned = standing.planned
    return f"{owner} (promised for {day_words(planned.date)})" if planned else owner


def missing_words(standing: Standing) -> str:
    """What keeps a milestone from being done, and who can supply it."""
    if standing.achievement is None:
        return f"not achieved; {who_owes(standing)}"
    return "; ".join(standing.missing)


def demand_words(demand: EvidenceDemand) -> str:
    """`e-mail, meeting or document from the economic buyer`."""
    kinds = either([spaced(kind) for kind in demand.kinds] or ["evidence"])
    source = (
        f" from the {either([spaced(role) for role in demand.roles])}"
        if demand.roles
        else " from the buyer"
        if demand.level == "confirmed"
        else ""
    )
    return f"{kinds}{source}"


def person_words(known: Evidence) -> str:
    """`J. Roe (economic buyer)`."""
    return f"{known.contact} ({spaced(known.role)})" if known.role else known.contact
