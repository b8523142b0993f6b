"""What moved the open pipeline from one day to another, to the cent.

Each deal's amount goes into exactly the buckets that lead from where it stood to where it stands.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np

from milestonectl.history.journeys import OPEN, WON, Journeys
from milestonectl.model.money import Money, totals
from milestonectl.model.period import Period

Bucket = Literal[
    "created", "pulled in", "reopened", "retyped", "increased", "decreased", "pushed out", "lost", "won", "voided"
]
BUCKETS: Final[tuple[Bucket, ...]] = (
    "created", "pulled in", "reopened", "retyped", "increased", "decreased", "pushed out", "lost", "won", "voided",
)  # fmt: skip


class Scope(NamedTuple):
    """Which open deals are the pipeline."""

    period: Period | None = None
    """Only those to close in it."""
    sale_type: str = ""
    reps: frozenset[str] = frozenset()


class Stand(NamedTuple):
    """One deal on one day."""

    outcome: int
    closed: int
    amount: Money
    owned: bool
    """Whether its sale type and rep are those asked for."""
    in_period: bool
    """Whether it is to close in the period asked for."""

    @property
    def counted(self) -> bool:
        """Whether it is in the pipeline."""
        return self.outcome == OPEN and self.owned and self.in_period


class Flow(NamedTuple):
    """One deal in one bucket."""

    deal: str
    bucket: Bucket
    amount: Money
    """Added to the pipeline; negative when taken from it."""


@dataclass(frozen=True, slots=True)
class Movement:
    """The pipeline on two days, and all that lies between, by currency."""

    opening: Mapping[str, Money]
    closing: Mapping[str, Money]
    flows: tuple[Flow, ...]

    @property
    def currencies(self) -> list[str]:
        """Every currency that occurs."""
        return sorted({*self.opening, *self.closing, *(flow.amount.currency for flow in self.flows)})

    def of(self, bucket: Bucket, currency: str) -> list[Flow]:
        """The flows of one bucket."""
        return [flow for flow in self.flows if (flow.bucket, flow.amount.currency) == (bucket, currency)]


def movement(before: Journeys, after: Journeys, scope: Scope) -> Movement:
    """From one day to a later one: opening pipeline + flows = closing pipeline, in each currency.

    What a deal was worth when it left the pipeline is what it was worth at the end; the difference to what it was worth
    before shows as increased or decreased.
    """
    old, new = stands(before, scope), stands(after, scope)
    flows = [flow for deal in sorted({*old, *new}) for flow in _flows(deal, old.get(deal), new.get(deal))]
    return Movement(_sums(old.values()), _sums(new.values()), tuple(flows))


def stands(found: Journeys, scope: Scope) -> dict[str, Stand]:
    """Every deal as a day sees it."""
    close, owners = found.labels["close_date"], found.labels["owner"].texts
    span = (scope.period.start.isoformat(), scope.period.end.isoformat()) if scope.period else ("", "9999")
    timely = np.array([span[0] <= day <= span[1] for day in close.names], dtype=bool)[close.codes]
    owned = np.ones(len(found.ids), dtype=bool)
    if scope.sale_type:
        owned &= found.sale_type.texts == scope.sale_type
    if scope.reps:
        owned &= np.isin(owners.astype(str), list(scope.reps))
    currencies = found.labels["currency"].texts
    amounts = map(Money, currencies.tolist(), np.maximum(found.minor, 0).tolist())
    columns = (found.outcome.tolist(), found.closed.tolist(), amounts, owned.tolist(), timely.tolist())
    return dict(zip(found.ids.tolist(), map(Stand, *columns), strict=True))


def _flows(deal: str, old: Stand | None, new: Stand | None) -> Iterator[Flow]:
    """The buckets of one deal: in, change of amount, out."""
    if old == new:
        return
    worth = old.amount if old and old.counted else None
    came = _came(old, new)
    if came and new:
        yield Flow(deal, came, new.amount)
        worth = new.amount
    went = _went(new, in_pipeline=worth is not None)
    if worth and new and worth.currency == new.amount.currency and worth != new.amount:
        difference = Money(worth.currency, new.amount.minor - worth.minor)
        yield Flow(deal, "increased" if difference.minor > 0 else "decreased", difference)
        worth = new.amount
    if worth and went:
        yield Flow(deal, went, Money(worth.currency, -worth.minor))
    elif worth and new and worth.currency != new.amount.currency:
        yield Flow(deal, "retyped", Money(worth.currency, -worth.minor))
        yield Flow(deal, "retyped", new.amount)


def _came(old: Stand | None, new: Stand | None) -> Bucket | None:
    """How a deal that was not in the pipeline came into it, if only to leave it again."""
    if new is None or (old and old.counted) or not (new.owned and new.in_period):
        return None
    if old is None:
        return "created"
    if old.outcome != OPEN:
        again = (old.outcome, old.closed) != (new.outcome, new.closed)
        return "reopened" if again else None
    return "retyped" if not old.owned else "pulled in"


def _went(new: Stand | None, *, in_pipeline: bool) -> Bucket | None:
    """How a deal left the pipeline."""
    if not in_pipeline or (new and new.counted):
        return None
    if new is None:
        return "voided"
    if not new.owned:
        return "retyped"
    if new.outcome == OPEN:
        return "pushed out"
    return "won" if new.outcome == WON else "lost"


def _sums(found: Iterable[Stand]) -> dict[str, Money]:
    return totals(stand.amount for stand in found if stand.counted)
