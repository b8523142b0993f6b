"""Tables of another system + a mapping -> the rows to write, the problems that forbid it, and the quality of the data."""

import contextlib
import datetime
import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeAlias

from milestonectl.exchange.departures import departures, restored, standing_by_deal
from milestonectl.exchange.events import deal_rows
from milestonectl.exchange.namesakes import Apart, tell_apart
from milestonectl.exchange.observation import Observed, observe, value_roles
from milestonectl.exchange.quality import fact, quality_of
from milestonectl.exchange.refusals import order_of_dates, refusals, torn_records
from milestonectl.exchange.rules import Rules, unmapped_problems
from milestonectl.exchange.shape import Fitted, Shape, recognised, unfolded
from milestonectl.exchange.snapshots import gone, news
from milestonectl.exchange.source import Record, Table
from milestonectl.exchange.stamps import Stamp, stamp_reader, zone_of
from milestonectl.exchange.timeline import Seen, timelines
from milestonectl.model.imported import Imported, Quality
from milestonectl.model.mapping import DateOrder, Reads, SourceMapping
from milestonectl.model.problem import Problem
from milestonectl.model.process import Processes
from milestonectl.model.row import Row
from milestonectl.model.settings import Settings, Team

Watch: TypeAlias = Callable[[Iterator[Record], str], Iterator[Record]]
"""Shows how far the reading of a file is."""


def unwatched(records: Iterator[Record], _file: str) -> Iterator[Record]:
    """The records, with nobody looking."""
    return records


@dataclass(frozen=True, slots=True)
class Known:
    """What the workspace knows before the import."""

    settings: Settings
    team: Team
    processes: Processes
    rows: tuple[Row, ...]
    ids: frozenset[str]
    opened: frozenset[str]


def known(settings: Settings, team: Team, processes: Processes, rows: Iterable[Row]) -> Known:
    """What an import must know of the workspace."""
    listed = tuple(rows)
    opened = frozenset(row.deal for row in listed if row.event == "opened")
    return Known(settings, team, processes, listed, frozenset(row.id for row in listed), opened)


def import_tables(
    tables: Sequence[Table],
    mapping: SourceMapping,
    workspace: Known,
    shapes: tuple[Shape, ...],
    watch: Watch = unwatched,
) -> Imported:
    """The rows that the records of all tables add up to."""
    watched = [table._replace(records=watch(iter(table.records), table.file)) for table in tables]
    fits = [recognised(table, shapes, mapping) for table in watched]
    fitted = [found for found in fits if isinstance(found, Fitted)]
    problems = [found for found in fits if isinstance(found, Problem)]
    problems += refusals(tables, fitted, mapping)
    if problems:
        return Imported(0, (), 0, tuple(problems), ())
    before = standing_by_deal(workspace.rows)
    apart = tell_apart(fitted, mapping, before)
    return _told(apart, replace(mapping, reads=_reads(fitted, mapping)), workspace, before)


def _reads(fitted: Sequence[Fitted], mapping: SourceMapping) -> Reads:
    return "stages" if any((mapping.reads or found.shape.reads) == "stages" for found in fitted) else "events"


def _roles_with_columns(fitted: Sequence[Fitted], roles: tuple[str, ...]) -> tuple[str, ...]:
    """What the files can say about a deal; amounts always ask for the currency, and dates for their order."""
    there = {"currency", "close_date"}.union(*(found.columns for found in fitted))
    return tuple(role for role in roles if role in there)


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Without garbage collection: millions of small values are made here, and all of them stay."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _told(apart: Apart, mapping: SourceMapping, workspace: Known, before: Mapping[str, list[Row]]) -> Imported:
    fitted = [unfolded(found, mapping) for found in apart.found]
    roles = _roles_with_columns(fitted, value_roles(workspace.settings.field_names))
    observed = [observe(found, roles, mapping.drop) for found in fitted]
    observations = list(chain.from_iterable(found.observations for found in observed))
    order, unclear = order_of_dates(observations, mapping, roles)
    rules = _rules(mapping, workspace, roles, order)
    lines = timelines(observations, rules.stamps)
    rows, quality = _rows_and_facts(lines.deals, observed, before, rules, workspace)
    new = tuple(row for row in rows if row.id not in workspace.ids) if workspace.ids else tuple(rows)
    unread = () if unclear else lines.problems
    problems = (*apart.problems, *unclear, *torn_records(observed), *unread, *unmapped_problems(rules), *rules.problems)
    facts = (*_left_out(observed), *apart.quality, *quality, *_strangers(rows, workspace.team))
    return Imported(sum(f.read for f in observed), new, len(rows) - len(new), problems, facts)


def _rows_and_facts(
    live: Mapping[str, list[Seen]],
    observed: Sequence[Observed],
    before: Mapping[str, list[Row]],
    rules: Rules,
    workspace: Known,
) -> tuple[list[Row], list[Quality]]:
    """What became of the deals that the source has, and of those that it no longer has."""
    taken, wins = _taken(observed, rules), frozenset(rules.wins.values())
    back = list(restored(live, workspace.rows, rules, taken))
    before = standing_by_deal(workspace.rows, back) if back else before
    deals = {deal: deal_rows(deal, seen, rules, before.get(deal, ())) for deal, seen in live.items()}
    left = departures(observed, live, before, workspace.rows, rules, taken)
    missing = []
    if taken is not None:
        deals = {deal: news(rows, before.get(deal, ()), taken.moment, wins) for deal, rows in deals.items()}
        missing = gone(before, {*deals, *left.deals}, rules.source, wins)
    rows = [*chain.from_iterable(deals.values()), *back, *left.rows]
    return rows, [*missing, *left.quality, *quality_of(deals, live, wins)]


def _taken(observed: Sequence[Observed], rules: Rules) -> Stamp | None:
    """When the snapshot was taken; what it only repeats is left out, and the deals that it no longer has are named."""
    taken = max((found.taken for found in observed), default="")
    return rules.stamps(taken) if taken else None


def _rules(mapping: SourceMapping, workspace: Known, roles: tuple[str, ...], order: DateOrder | None) -> Rules:
    wins = {name: versions[-1].wins for name, versions in workspace.processes.versions.items()}
    read = stamp_reader(zone_of(mapping.time_zone) or datetime.UTC, order)
    return Rules(
        mapping,
        roles,
        workspace.settings.field_names,
        wins,
        workspace.settings.currency,
        read,
        f"import:{mapping.name}",
        workspace.opened,
        workspace.ids,
    )


def _left_out(observed: Sequence[Observed]) -> list[Quality]:
    deleted = fact(
        "deleted", "records left out: deleted in the source, or dropped", chain(*(f.deleted for f in observed))
    )
    lines = (f"line {line}" for found in observed for line, _ in found.partial)
    partial = fact("no-record", "lines left out: no records, as footers are", lines)
    return [found for found in (deleted, partial) if found.count]


def _strangers(rows: Iterable[Row], team: Team) -> list[Quality]:
    people = {person for row in rows for person in (row.by, row.owner) if person}
    strangers = fact("not-in-team", "people who are not in team.yaml", sorted(people - team.people.keys()))
    return [strangers] if strangers.count else []
