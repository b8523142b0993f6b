"""What there is to export, as tables of typed cells."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from milestonectl.deals.gates import Standing
from milestonectl.deals.pipeline import Position
from milestonectl.model.row import COLUMNS, Row, cells

Cell: TypeAlias = str | int | Decimal | datetime.date | None
CellType = Literal["text", "count", "money", "date"]


class Sheet(NamedTuple):
    """A table: its columns with the type of their cells."""

    name: str
    columns: Sequence[tuple[str, CellType]]
    rows: Sequence[Sequence[Cell]]


def ledger_sheet(rows: Iterable[Row], field_names: Sequence[str]) -> Sheet:
    """The rows as written. All cells are text, so that nothing is lost: `84000.50` stays `84000.50`."""
    columns: list[tuple[str, CellType]] = [(name, "text") for name in (*COLUMNS, *field_names)]
    return Sheet("Ledger", columns, [_ledger_row(row, field_names) for row in rows])


def _ledger_row(row: Row, field_names: Sequence[str]) -> list[str]:
    said = cells(row)
    return [said.get(name, "") for name in (*COLUMNS, *field_names)]


def deals_sheet(positions: Iterable[Position], field_names: Sequence[str]) -> Sheet:
    """One line a deal: what it is and where it stands."""
    declared: list[tuple[str, CellType]] = [(name, "text") for name in field_names]
    return Sheet("Deals", [*_DEAL_COLUMNS, *declared], [_deal(found, field_names) for found in positions])


_DEAL_COLUMNS: Sequence[tuple[str, CellType]] = (
    ("deal", "text"),
    ("account", "text"),
    ("sale_type", "text"),
    ("process", "text"),
    ("owner", "text"),
    ("amount", "money"),
    ("currency", "text"),
    ("opened", "date"),
    ("close_date", "date"),
    ("outcome", "text"),
    ("closed", "date"),
    ("stage", "text"),
    ("achieved", "count"),
    ("required", "count"),
    ("next", "text"),
    ("days_since_milestone", "count"),
    ("flags", "text"),
)


def _deal(found: Position, field_names: Sequence[str]) -> list[Cell]:
    deal, progress = found.deal, found.progress
    required = progress.required
    return [
        deal.id,
        deal.account,
        deal.sale_type,
        deal.process.pin if deal.process else "",
        deal.owner,
        deal.amount.amount if deal.amount else None,
        deal.currency,
        deal.opened,
        deal.close_date,
        deal.outcome,
        deal.closed,
        progress.stage.id if progress.stage else "",
        sum(standing.achieved for standing in required),
        len(required),
        ", ".join(standing.milestone.id for standing in progress.next) if deal.outcome == "open" else "",
        found.idle,
        ", ".join(flag.name for flag in found.flags),
        *(deal.fields.get(name, "") for name in field_names),
    ]


def milestones_sheet(positions: Iterable[Position]) -> Sheet:
    """One line a deal and milestone: when it was achieved, and how strongly it is proven."""
    columns: Sequence[tuple[str, CellType]] = (
        ("deal", "text"),
        ("stage", "text"),
        ("milestone", "text"),
        ("title", "text"),
        ("state", "text"),
        ("first_achieved", "date"),
        ("last_achieved", "date"),
        ("times", "count"),
        ("missing", "text"),
    )
    return Sheet("Milestones", columns, list(_milestones(positions)))


def _milestones(positions: Iterable[Position]) -> Iterator[list[Cell]]:
    for found in positions:
        for standing in found.progress.standings:
            yield [found.deal.id, *_standing(standing)]


def _standing(standing: Standing) -> list[Cell]:
    achieved = standing.achievement
    return [
        standing.stage.id,
        standing.milestone.id,
        standing.milestone.title,
        standing.mark,
        achieved.first if achieved else None,
        achieved.last if achieved else None,
        achieved.times if achieved else 0,
        "; ".join(standing.missing),
    ]
