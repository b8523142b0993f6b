"""Deals to look at: stalled, slipping and all other flags, with the reason."""

from collections.abc import Sequence

from milestonectl.deals.flags import FLAGS
from milestonectl.deals.pipeline import Position
from milestonectl.model.settings import Team
from milestonectl.render.pages.section import Cell, Head, Section, Table, behind, number
from milestonectl.render.words import plural, short_money, spaced

_TITLE = "Stalled, slipping and other deals to look at"


def attention_section(found: Sequence[Position], team: Team) -> Section:
    """Every flagged open deal, the most flags first; a count for each flag."""
    flagged = [one for one in found if one.deal.outcome == "open" and one.flags]
    flagged.sort(key=lambda one: (-len(one.flags), -_amount(one), one.deal.id))
    words = [f"{plural(len(flagged), 'open deal')} to look at, the most urgent first."]
    return Section("attention", _TITLE, words, (), [_counts(flagged), _list(flagged, team)])


def _counts(flagged: Sequence[Position]) -> Table:
    rows = []
    for name in FLAGS:
        deals = [one for one in flagged if any(flag.name == name for flag in one.flags)]
        if deals:
            rows.append(
                [
                    Cell(spaced(name).capitalize()),
                    number(len(deals), behind(f"Open and {spaced(name)}", [one.deal.id for one in deals])),
                ]
            )
    return Table("Deals by flag", [Head("Flag"), Head("Deals", right=True)], rows)


def _list(flagged: Sequence[Position], team: Team) -> Table:
    heads = [
        Head("Deal"),
        Head("Account"),
        Head("Owner"),
        Head("Stage"),
        Head("Idle", right=True),
        Head("Amount", right=True),
        Head("Why"),
    ]
    return Table("Deals to look at", heads, [_row(one, team) for one in flagged])


def _row(one: Position, team: Team) -> list[Cell]:
    deal = one.deal
    why = "; ".join(f"{spaced(flag.name)}: {flag.reason}" for flag in one.flags)
    return [
        Cell(deal.id, behind=behind(deal.id, [deal.id])),
        Cell(deal.account),
        Cell(team.name_of(deal.owner)),
        Cell(one.stage_title),
        Cell(f"{one.idle}d", one.idle),
        Cell(short_money(deal.amount) if deal.amount else "", _amount(one)),
        Cell(why),
    ]


def _amount(one: Position) -> float:
    return float(one.deal.amount.amount) if one.deal.amount else 0.0
