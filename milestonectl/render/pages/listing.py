"""The list of deals: sorted, and a page at a time, so that ten thousand are as quick as ten."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from jinja2 import Environment

from milestonectl.deals.pipeline import Position
from milestonectl.model.process import Processes
from milestonectl.model.settings import Team
from milestonectl.render.pages.page import Page, page_html
from milestonectl.render.pages.query import Query, filter_fields

ROWS = 100
"""So many deals a page."""

_COLUMNS = (
    ("deal", "Deal", False),
    ("account", "Account", False),
    ("owner", "Owner", False),
    ("stage", "Stage", False),
    ("milestones", "Milestones", False),
    ("", "Next ask", False),
    ("idle", "Idle", True),
    ("amount", "Amount", True),
    ("close", "Close", True),
    ("", "Look at", False),
)
_Key = Callable[[Position], Any]


class Heading(NamedTuple):
    """The head of one column."""

    title: str
    right: bool
    sorted: str
    """`ascending`, `descending` or nothing, as a screen reader says it."""
    link: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list."""

    columns: list[Heading]
    shown: Sequence[Position]
    count: int
    page: int
    pages: int
    before: str
    after: str


def deals_page(
    templates: Environment, page: Page, found: Sequence[Position], asked: Query, processes: Processes
) -> str:
    """The list of the deals that were asked for."""
    return page_html(
        templates, "deals.html", page,
        listing=listing(found, asked, page.team), ask=asked, action="/deals",
        fields=filter_fields(asked, page.team, processes, with_outcome=True),
    )  # fmt: skip


def listing(found: Sequence[Position], asked: Query, team: Team) -> Listing:
    """The page of the list that was asked for; beyond the last one it is the last."""
    ordered = _sorted(found, asked.sort, team)
    pages = max(1, -(-len(ordered) // ROWS))
    number = min(max(1, asked.page), pages)
    shown = ordered[(number - 1) * ROWS : number * ROWS]
    before = asked.link("/deals", page=number - 1) if number > 1 else ""
    after = asked.link("/deals", page=number + 1) if number < pages else ""
    return Listing(_headings(asked), shown, len(ordered), number, pages, before, after)


def _sorted(found: Sequence[Position], sort: str, team: Team) -> list[Position]:
    keys: Mapping[str, _Key] = {
        "account": lambda one: one.deal.account.casefold(),
        "owner": lambda one: team.name_of(one.deal.owner).casefold(),
        "stage": lambda one: one.stage_title,
        "milestones": lambda one: one.progress.completed,
        "idle": lambda one: one.idle,
        "amount": lambda one: (one.deal.currency, one.deal.amount.minor if one.deal.amount else 0),
        "close": lambda one: one.deal.close_date or datetime.date.max,
    }
    by_name = sorted(found, key=lambda one: one.deal.id)
    key = keys.get(sort.removeprefix("-"), lambda one: one.deal.id)
    return sorted(by_name, key=key, reverse=sort.startswith("-"))


def _headings(asked: Query) -> list[Heading]:
    return [_heading(name, title, asked, right=right) for name, title, right in _COLUMNS]


def _heading(name: str, title: str, asked: Query, *, right: bool) -> Heading:
    if not name:
        return Heading(title, right, "", "")
    ways = {name: "ascending", f"-{name}": "descending"}
    turned = f"-{name}" if asked.sort == name else name
    return Heading(title, right, ways.get(asked.sort, ""), asked.link("/deals", sort=turned, page=1))
