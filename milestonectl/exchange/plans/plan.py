"""A deal as the buyer may see it: what is still to be done, by whom, until when. Nothing internal is in it."""

import datetime
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from milestonectl.deals.deal import Evidence
from milestonectl.deals.gates import Standing
from milestonectl.deals.pipeline import Position
from milestonectl.model.process import Side
from milestonectl.model.settings import Team


class Step(NamedTuple):
    """One milestone of the plan."""

    ref: str
    """How it is recognised when the plan comes back: `ACME-14/proof`."""
    title: str
    side: Side
    buyer: str
    """Who does it at the buyer: a name, else a role, else nothing."""
    seller: str
    date: datetime.date | None
    """Promised, or proposed from what such a step usually takes; of a done step, when it was done."""
    promised: bool
    done: bool
    confirmed_by: str


class Plan(NamedTuple):
    """The plan of one deal on a day."""

    deal: str
    account: str
    seller: str
    day: datetime.date
    steps: tuple[Step, ...]

    @property
    def remaining(self) -> tuple[Step, ...]:
        """What is still to be done."""
        return tuple(step for step in self.steps if not step.done)


def plan_of(found: Position, team: Team, day: datetime.date) -> Plan:
    """The plan of a deal. Waived milestones, amounts, notes, plays, flags and evidence are nobody's business but ours.

    A step without a promised day is proposed for its usual number of days after the step before it.
    """
    deal = found.deal
    seller = team.name_of(deal.owner)
    contacts = _contacts(found.progress.required)
    steps: list[Step] = []
    before = day
    for standing in found.progress.required:
        step = _step(standing, f"{deal.id}/{standing.milestone.id}", contacts, seller, before)
        before = before if step.done else max(before, step.date or before)
        steps.append(step)
    return Plan(deal.id, deal.account, seller, day, tuple(steps))


def _step(standing: Standing, ref: str, contacts: dict[str, str], seller: str, before: datetime.date) -> Step:
    milestone = standing.milestone
    promised = _promised(standing)
    usual = milestone.typical_days
    proposed = before + datetime.timedelta(days=usual) if usual is not None else None
    achieved = standing.achievement if standing.achieved else None
    buyer = _buyer(milestone.evidence.roles, contacts)
    return Step(
        ref=ref,
        title=milestone.title,
        side=milestone.side,
        buyer="" if milestone.side == "seller" else buyer,
        seller="" if milestone.side == "buyer" else seller,
        date=achieved.last if achieved else promised or proposed,
        promised=promised is not None,
        done=achieved is not None,
        confirmed_by=next((item.contact for item in _proofs(standing) if item.contact), ""),
    )


def _promised(standing: Standing) -> datetime.date | None:
    return datetime.date.fromisoformat(standing.planned.date) if standing.planned and not standing.achieved else None


def _contacts(required: Iterable[Standing]) -> dict[str, str]:
    """The buyer's people by role, the latest of each: of steps that the buyer takes part in, as only these are shared."""
    evidence = [item for standing in required for item in _proofs(standing)]
    return {
        item.role: item.contact for item in sorted(evidence, key=lambda item: item.date) if item.role and item.contact
    }


def _proofs(standing: Standing) -> Sequence[Evidence]:
    """What the buyer may be named from; what we do ourselves is proven by whoever we like."""
    achieved = standing.achievement if standing.achieved else None
    return achieved.evidence if achieved and standing.milestone.side != "seller" else ()


def _buyer(roles: Sequence[str], contacts: dict[str, str]) -> str:
    named = next((contacts[role] for role in roles if role in contacts), "")
    return named or (roles[0].replace("-", " ") if roles else "")
