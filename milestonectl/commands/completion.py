"""What a shell may offer: deals, the milestones open for a deal, people, sale types. Silent when it cannot tell."""

from collections.abc import Callable, Iterable

import typer

from milestonectl.commands.gather import gather, gather_definitions
from milestonectl.deals.gates import progress
from milestonectl.model.errors import MilestonectlError

Offer = tuple[str, str]


def complete_deals(ctx: typer.Context, incomplete: str) -> list[Offer]:
    """Open deals, with their accounts."""

    def offers() -> Iterable[Offer]:
        return ((deal.id, deal.account) for deal in gather(ctx).pipeline.deals.values() if deal.outcome == "open")

    return _matching(offers, incomplete)


def complete_milestones(ctx: typer.Context, incomplete: str) -> list[Offer]:
    """The milestones that the deal on the line can still achieve or prove."""

    def offers() -> Iterable[Offer]:
        gathered = gather(ctx)
        found = progress(gathered.deal(str(ctx.params["deal"])), gathered.horizon.day)
        return ((s.milestone.id, s.milestone.title) for s in found.standings if not s.proven and not s.waiver)

    return _matching(offers, incomplete)


def complete_people(ctx: typer.Context, incomplete: str) -> list[Offer]:
    """Reps and managers."""

    def offers() -> Iterable[Offer]:
        return ((person.id, person.name) for person in gather_definitions(ctx).team.people.values())

    return _matching(offers, incomplete)


def complete_sale_types(ctx: typer.Context, incomplete: str) -> list[Offer]:
    """The sale types that have a process."""

    def offers() -> Iterable[Offer]:
        return ((name, found[-1].title) for name, found in gather_definitions(ctx).processes.versions.items())

    return _matching(offers, incomplete)


def _matching(offers: Callable[[], Iterable[Offer]], incomplete: str) -> list[Offer]:
    start = incomplete.casefold()
    try:
        return [offer for offer in offers() if offer[0].casefold().startswith(start)]
    except (MilestonectlError, KeyError, OSError):
        return []
