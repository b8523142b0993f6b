"""Rows -> deals. The state is the same whatever the order of files and rows."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from operator import attrgetter
from typing import NamedTuple

from milestonectl.deals.deal import Achievement, Deal, Evidence, Outcome, Push, is_imported
from milestonectl.model.clock import Horizon
from milestonectl.model.condition import Value
from milestonectl.model.money import Money, parse_money
from milestonectl.model.process import Level, Process, Processes
from milestonectl.model.row import DEAL_COLUMNS, Row, cells
from milestonectl.model.settings import Settings

_DEAL_CELLS = attrgetter(*DEAL_COLUMNS)


def rows_by_deal(rows: Iterable[Row], horizon: Horizon) -> dict[str, list[Row]]:
    """The rows that a report may know, by deal."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if horizon.sees(row):
            grouped[row.deal].append(row)
    return grouped


def fold_all(rows: Iterable[Row], processes: Processes, settings: Settings, horizon: Horizon) -> dict[str, Deal]:
    """Every deal that has been opened, by id, in the order of ids."""
    grouped = rows_by_deal(rows, horizon)
    folded = (fold(grouped[deal], processes, settings) for deal in sorted(grouped))
    return {deal.id: deal for deal in folded if deal is not None}


def fold(rows: Sequence[Row], processes: Processes, settings: Settings) -> Deal | None:
    """The state that the rows of one deal add up to; nothing for a deal that was never opened."""
    standing, voided = separate_voided(rows)
    found = outline(standing, processes, settings)
    if found is None:
        return None
    values = found.values
    return Deal(
        id=found.id,
        opened=found.opened,
        sale_type=found.sale_type,
        process=found.process,
        account=values.get("account", ""),
        owner=found.owner,
        amount=found.amount,
        close_date=_optional_day(values.get("close_date", "")),
        facts=facts(values, found.amount, settings),
        fields={name: values[name] for name in settings.field_names if values.get(name)},
        achievements=_achievements(standing),
        plans=_by_milestone(standing, "planned"),
        waivers={milestone: waived[-1] for milestone, waived in _by_milestone(standing, "waived").items()},
        outcome=found.outcome,
        closed=found.closed,
        moves=found.moves,
        rows=tuple(standing),
        voided=voided,
        voiding=tuple(row for row in _in_order(rows) if row.event == "voided" and row not in voided),
    )


class Outline(NamedTuple):
    """What a deal is and how it ended, without its milestones."""

    id: str
    opened: datetime.date
    values: Mapping[str, str]
    moves: tuple[Push, ...]
    process: Process | None
    amount: Money | None
    outcome: Outcome
    closed: datetime.date | None

    @property
    def sale_type(self) -> str:
        """As the rows say, else that of the process they name."""
        return self.values.get("sale_type", "") or (self.process.name if self.process else "")

    @property
    def owner(self) -> str:
        """The rep."""
        return self.values.get("owner", "")


def outline(standing: Sequence[Row], processes: Processes, settings: Settings) -> Outline | None:
    """The outline of a deal, from its rows that count, in order.

    Only `opened`, `changed`, `lost`, `reopened` and the winning milestone matter: the others may be left out.
    """
    opening = next((row for row in standing if row.event == "opened"), None)
    if opening is None:
        return None
    opened = _day(opening.date)
    values, moves = _deal_values(standing)
    process = _process(values, opened, processes)
    amount = parse_money(values.get("amount", ""), values.get("currency") or settings.currency)
    return Outline(opening.deal, opened, values, moves, process, amount, *_outcome(standing, process))


def separate_voided(rows: Sequence[Row]) -> tuple[list[Row], tuple[Row, ...]]:
    """The rows that count, in order and each once, and those that were voided. A voided `voided` row voids nothing."""
    ordered = _in_order(rows)
    voiders = [row for row in ordered if row.event == "voided"]
    if not voiders:
        return ordered, ()
    void = _void_ids(voiders)
    standing = [row for row in ordered if row.id not in void and row.event != "voided"]
    return standing, tuple(row for row in ordered if row.id in void)


def _in_order(rows: Iterable[Row]) -> list[Row]:
    """Each row once: rows with the same id are one, as when two branches bring the same line."""
    kept: dict[str | int, Row] = {}
    for row in rows:
        key = row.id or id(row)
        kept[key] = row if key not in kept else min(row, kept[key], key=_content)
    return sorted(kept.values(), key=lambda row: (row.order, () if row.id else _content(row)))


def _content(row: Row) -> tuple[list[tuple[str, str]], str, int]:
    return (sorted(cells(row).items()), row.file, row.line)


def _void_ids(voiders: Sequence[Row]) -> set[str]:
    """The ids of rows that do not count: a `voided` row names them that counts itself. In a circle all count.

    Decided from the end of each chain, so that no chain is too long: what nobody voids counts, and decides the next.
    """
    undecided = Counter(row.ref for row in voiders)
    by_id = {row.id: row for row in voiders if row.id}
    ready = [(row, True) for row in voiders if row.id not in undecided]
    void: set[str] = set()
    while ready:
        row, counts = ready.pop()
        undecided[row.ref] -= 1
        if counts and row.ref not in void:
            void.add(row.ref)
            ready += [(by_id[row.ref], False)] if row.ref in by_id else []
        elif not counts and not undecided[row.ref] and row.ref not in void and row.ref in by_id:
            ready.append((by_id[row.ref], True))
    return void


def facts(values: Mapping[str, str], amount: Money | None, settings: Settings) -> dict[str, Value]:
    """What conditions may ask about a deal: numbers as numbers, everything else as text, empty cells left out."""
    known: dict[str, Value] = {name: value for name, value in values.items() if value and name != "amount"}
    for declared in settings.fields:
        if declared.type == "number" and declared.name in known:
            number = _number(str(known.pop(declared.name)))
            if number is not None:
                known[declared.name] = number
    if amount is not None:
        known["amount"] = amount.amount
    return known


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _deal_values(rows: Iterable[Row]) -> tuple[dict[str, str], tuple[Push, ...]]:
    values: dict[str, str] = {}
    moves: list[Push] = []
    for row in sorted(rows, key=lambda row: row.event != "opened"):
        if row.event not in ("opened", "changed"):
            continue
        said = _said(row)
        before, after = values.get("close_date", ""), said.get("close_date", "")
        if before and after and before != after:
            moves.append(Push(_day(row.date), _day(before), _day(after)))
        values |= said
    return values, tuple(moves)


def _said(row: Row) -> dict[str, str]:
    """The cells about the deal that have a value."""
    pairs = (*zip(DEAL_COLUMNS, _DEAL_CELLS(row), strict=True), *row.fields.items())
    return {column: value for column, value in pairs if value}


def _process(values: Mapping[str, str], opened: datetime.date, processes: Processes) -> Process | None:
    pin = values.get("process", "")
    return processes.pinned(pin) if pin else processes.current(values.get("sale_type", ""), opened)


def _outcome(rows: Iterable[Row], process: Process | None) -> tuple[Outcome, datetime.date | None]:
    """The last word counts: the winning milestone, `lost` or `reopened`."""
    wins = process.wins if process else ""
    outcome: Outcome = "open"
    closed = None
    for row in rows:
        if row.event == "achieved" and row.milestone == wins and wins and outcome != "won":
            outcome, closed = "won", _day(row.date)
        elif row.event == "lost":
            outcome, closed = "lost", _day(row.date)
        elif row.event == "reopened":
            outcome, closed = "open", None
    return outcome, closed


def _achievements(rows: Iterable[Row]) -> dict[str, Achievement]:
    evidence = _by_milestone(rows, "evidence")
    return {
        milestone: Achievement(
            first=_day(achieved[0].date),
            last=_day(achieved[-1].date),
            times=len(achieved),
            evidence=tuple(_evidence(row) for row in (*achieved, *evidence.get(milestone, ())) if row.kind or row.ref),
            rows=achieved,
        )
        for milestone, achieved in _by_milestone(rows, "achieved").items()
    }


def _by_milestone(rows: Iterable[Row], event: str) -> dict[str, tuple[Row, ...]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        if row.event == event and row.milestone:
            grouped.setdefault(row.milestone, []).append(row)
    return {milestone: tuple(found) for milestone, found in grouped.items()}


def _evidence(row: Row) -> Evidence:
    return Evidence(_day(row.date), row.kind, row.ref, row.contact, row.role, level_of(row), row)


def level_of(row: Row) -> Level:
    """How strong one item is: on record with a kind and a reference, confirmed when it names who at the buyer.

    What another system says is asserted at most.
    """
    if is_imported(row) or not (row.kind and row.ref):
        return "asserted"
    return "confirmed" if row.contact else "documented"


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _optional_day(text: str) -> datetime.date | None:
    return _day(text) if text else None
