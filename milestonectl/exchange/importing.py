"""Tables of another system + a mapping -> the rows to write, the problems that forbid it, and the quality of the data."""

import contextlib
import datetime
import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

from milestonectl.exchange.departures import departures, restored, standing_by_deal
from milestonectl.exchange.namesakes import Apart, tell_apart
from milestonectl.exchange.observation import LeftOut, observe, value_roles
from milestonectl.exchange.quality import fact, facts_of, quality_of
from milestonectl.exchange.refusals import order_of_dates, refusals, torn_records
from milestonectl.exchange.rules import Rules, unmapped_problems
from milestonectl.exchange.shape import Fitted, Shape, recognised, unfolded
from milestonectl.exchange.snapshots import gone, news
from milestonectl.exchange.source import Table
from milestonectl.exchange.stamps import Reader, Stamp, zone_of
from milestonectl.exchange.telling import told
from milestonectl.exchange.timeline import Timelines, timelines
from milestonectl.model.imported import Imported, Quality
from milestonectl.model.mapping import DateOrder, Reads, SourceMapping
from milestonectl.model.problem import Problem
from milestonectl.model.process import Processes
from milestonectl.model.row import Row, Rows, joined, rows_of
from milestonectl.model.settings import Settings, Team
from milestonectl.model.watch import Watch, unwatched


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
    watched = [table._replace(blocks=watch(iter(table.blocks), "Reading", table.file)) for table in tables]
    fits = [recognised(table, shapes, mapping) for table in watched]
    fitted = [found for found in fits if isinstance(found, Fitted)]
    problems = [found for found in fits if isinstance(found, Problem)]
    problems += refusals(tables, fitted, mapping)
    if problems:
        return Imported(0, (), 0, tuple(problems), ())
    before = standing_by_deal(workspace.rows)
    apart = tell_apart(fitted, mapping, before)
    return _told(apart, replace(mapping, reads=_reads(fitted, mapping)), workspace, before, watch)


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


def _told(
    apart: Apart, mapping: SourceMapping, workspace: Known, before: Mapping[str, list[Row]], watch: Watch
) -> Imported:
    fitted = [unfolded(found, mapping) for found in apart.found]
    roles = _roles_with_columns(fitted, value_roles(workspace.settings.field_names))
    seen, left_out = observe(fitted, roles, mapping.drop)
    order, unclear = order_of_dates(seen, mapping)
    rules = _rules(mapping, workspace, roles, order)
    lines = timelines(seen, rules.stamps)
    del seen  # its stamps and orders are needed no more, and large
    found = _found(lines, left_out, before, rules, workspace, watch)
    unread = () if unclear else lines.problems
    problems = (*apart.problems, *unclear, *torn_records(left_out), *unread, *unmapped_problems(rules), *found.problems)
    facts = (*_left_out(left_out), *apart.quality, *found.quality, *_strangers(found.people, workspace.team))
    return Imported(sum(f.read for f in left_out), found.rows, found.skipped, problems, facts)


class _Found(NamedTuple):
    """What the observations come to: the rows that are new, how many are not, and who is named in all of them."""

    rows: Rows
    skipped: int
    people: set[str]
    quality: list[Quality]
    problems: list[Problem]


def _found(
    live: Timelines,
    left_out: Sequence[LeftOut],
    before: Mapping[str, list[Row]],
    rules: Rules,
    workspace: Known,
    watch: Watch,
) -> _Found:
    """What became of the deals that the source has, and of those that it no longer has."""
    taken = _taken(left_out, rules)
    back = list(restored(live, workspace.rows, rules, taken))
    before = standing_by_deal(workspace.rows, back) if back else before
    left = departures(left_out, live, before, workspace.rows, rules, taken)
    shown: dict[str, list[str]] = {"same-moment": live.tied}
    problems: list[Problem] = []
    people: set[str] = set()
    new, number = list[Rows](), 0
    parts = watch(live.parts(), "Making", f"rows of {len(live.spans):,} deals")
    for rows in chain(_rows_of_deals(parts, before, rules, taken, shown, problems), map(rows_of, (back, left.rows))):
        number += len(rows)
        people.update(rows.column("by"), rows.column("owner"))
        new.append(_without(rows, workspace.ids))
    found = joined(new)
    wins, there = frozenset(rules.wins.values()), {*live.spans, *left.deals}
    missing = [] if taken is None else gone(before, there, rules.source, wins)
    return _Found(found, number - len(found), people, [*missing, *left.quality, *quality_of(shown)], problems)


def _without(rows: Rows, known: frozenset[str]) -> Rows:
    """The rows whose ids are not known."""
    ids = rows.column("id")
    return rows if known.isdisjoint(ids) else rows.picked([place for place, id_ in enumerate(ids) if id_ not in known])


def _rows_of_deals(
    parts: Iterable[Timelines],
    before: Mapping[str, list[Row]],
    rules: Rules,
    taken: Stamp | None,
    shown: dict[str, list[str]],
    problems: list[Problem],
) -> Iterator[Rows]:
    """The rows of some deals at a time; notes what each deal shows, and what cannot be read."""
    wins = frozenset(rules.wins.values())
    for part in parts:
        rows, unreadable = told(part, rules, before)
        problems.extend(unreadable)
        if taken is not None:
            rows = news(rows, before, taken.moment, wins)
        for name, deals in facts_of(rows, part.spans, wins).items():
            shown.setdefault(name, []).extend(deals)
        yield rows


def _taken(left_out: Sequence[LeftOut], rules: Rules) -> Stamp | None:
    """When the snapshot was taken; what it only repeats is left out, and the deals that it no longer has are named."""
    taken = max((found.taken for found in left_out), default="")
    return rules.stamps(taken) if taken else None


def _rules(mapping: SourceMapping, workspace: Known, roles: tuple[str, ...], order: DateOrder | None) -> Rules:
    wins = {name: versions[-1].wins for name, versions in workspace.processes.versions.items()}
    read = Reader(zone_of(mapping.time_zone) or datetime.UTC, order)
    return Rules(
        mapping,
        roles,
        wins,
        workspace.settings.currency,
        read,
        f"import:{mapping.name}",
        workspace.opened,
        workspace.ids,
    )


def _left_out(left_out: Sequence[LeftOut]) -> list[Quality]:
    deleted = fact(
        "deleted", "records left out: deleted in the source, or dropped", chain(*(f.deleted for f in left_out))
    )
    lines = (f"line {line}" for found in left_out for line, _ in found.partial)
    partial = fact("no-record", "lines left out: no records, as footers are", lines)
    return [found for found in (deleted, partial) if found.count]


def _strangers(people: set[str], team: Team) -> list[Quality]:
    strangers = fact("not-in-team", "people who are not in team.yaml", sorted(people - team.people.keys() - {""}))
    return [strangers] if strangers.count else []
