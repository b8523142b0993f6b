"""The board: open deals by stage, a lane for each sale type."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jinja2 import Environment

from milestonectl.deals.pipeline import Position
from milestonectl.model.money import totals
from milestonectl.model.process import Processes
from milestonectl.render.pages.page import Page, page_html
from milestonectl.render.pages.query import Query, filter_fields
from milestonectl.render.words import listed, short_money

CARDS = 8
"""So many deals a column; the others are one click away."""


@dataclass(frozen=True, slots=True)
class Column:
    """One stage."""

    title: str
    count: int
    shown: list[Position]
    link: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One sale type."""

    title: str
    count: int
    amounts: str
    columns: list[Column]


def board_page(
    templates: Environment, page: Page, found: Sequence[Position], asked: Query, processes: Processes
) -> str:
    """The board of the deals that were asked for."""
    return page_html(
        templates, "board.html", page,
        count=len(found), amounts=amounts_of(found), lanes=lanes(found, asked, processes),
        ask=asked, action="/", fields=filter_fields(asked, page.team, processes, with_outcome=False),
    )  # fmt: skip


def lanes(found: Iterable[Position], asked: Query, processes: Processes) -> list[Lane]:
    """A lane for each sale type that has deals, in the order of their titles."""
    by_type: dict[str, list[Position]] = {}
    for one in found:
        by_type.setdefault(one.deal.sale_type, []).append(one)
    made = [_lane(sale_type, deals, asked, processes) for sale_type, deals in by_type.items()]
    return sorted(made, key=lambda lane: lane.title)


def amounts_of(found: Iterable[Position]) -> str:
    """`EUR 310K and USD 1.24M`."""
    sums = totals(one.deal.amount for one in found if one.deal.amount)
    return listed([short_money(amount) for amount in sums.values() if amount.minor])


def _lane(sale_type: str, deals: list[Position], asked: Query, processes: Processes) -> Lane:
    versions = processes.versions.get(sale_type, ())
    stages = [stage.title for stage in versions[-1].stages] if versions else []
    # Deals of an older version may stand in a stage that has gone since.
    titles = list(dict.fromkeys([*stages, *(one.stage_title for one in deals)]))
    columns = [_column(title, [one for one in deals if one.stage_title == title], sale_type, asked) for title in titles]
    return Lane(versions[-1].title if versions else sale_type or "No sale type", len(deals), amounts_of(deals), columns)


def _column(title: str, deals: list[Position], sale_type: str, asked: Query) -> Column:
    ordered = sorted(deals, key=lambda one: (one.deal.close_date or datetime.date.max, one.deal.id))
    return Column(title, len(deals), ordered[:CARDS], asked.link("/deals", stage=title, sale_type=sale_type))
