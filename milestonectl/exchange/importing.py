"""Tables of another system + a mapping -> the rows to write, the problems that forbid it, and the quality of the data."""

import contextlib
import datetime
import gc
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from milestonectl.exchange.events import deal_rows
from milestonectl.exchange.observation import Observation, Observed, observe, value_roles
from milestonectl.exchange.quality import fact, quality_of
from milestonectl.exchange.rules import Rules, unmapped_problems
from milestonectl.exchange.shape import ANY, Fitted, Shape, fit
from milestonectl.exchange.source import Table
from milestonectl.exchange.stamps import date_order, is_ambiguous, stamp_reader, zone_of
from milestonectl.exchange.timeline import timelines
from milestonectl.model.imported import Imported, Quality
from milestonectl.model.mapping import DateOrder, Reads, SourceMapping
from milestonectl.model.problem import Place, Problem
from milestonectl.model.process import Processes
from milestonectl.model.row import Row
from milestonectl.model.settings import Settings, Team

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Known:
    """What the workspace knows before the import."""

    settings: Settings
    team: Team
    processes: Processes
    ids: frozenset[str]
    opened: frozenset[str]


def known(settings: Settings, team: Team, processes: Processes, rows: Iterable[Row]) -> Known:
    """What an import must know of the workspace."""
    listed = list(rows)
    opened = frozenset(row.deal for row in listed if row.event == "opened")
    return Known(settings, team, processes, frozenset(row.id for row in listed), opened)


def import_tables(
    tables: Sequence[Table], mapping: SourceMapping, workspace: Known, shapes: tuple[Shape, ...] = ANY
) -> Imported:
    """The rows that the records of all tables add up to."""
    fits = [fit(table, shapes, mapping) for table in tables]
    fitted = [found for found in fits if isinstance(found, Fitted)]
    problems = [found for found in fits if isinstance(found, Problem)]
    problems += [*_unknown_zone(mapping), *chain.from_iterable(_missing_columns(found, mapping) for found in fitted)]
    if problems:
        return Imported(0, (), 0, tuple(problems), ())
    roles = value_roles(workspace.settings.field_names)
    reads: Reads = "stages" if any(found.reads == "stages" for found in fitted) else "events"
    with _uncollected():
        observed = [observe(found.table, found.columns, roles) for found in fitted]
        return _told(observed, replace(mapping, reads=reads), workspace, roles)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Without garbage collection: millions of small values are made here, and all of them stay."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _unknown_zone(mapping: SourceMapping) -> list[Problem]:
    if zone_of(mapping.time_zone) is not None:
        return []
    place = mapping.node.place_of("time_zone") if mapping.node else Place(mapping.name)
    hint = "a name of the time zone database, as Europe/Amsterdam"
    return [Problem("wrong-value", f'time_zone: "{mapping.time_zone}" is no time zone', place, hint)]


def _missing_columns(fitted: Fitted, mapping: SourceMapping) -> list[Problem]:
    table = fitted.table
    place = mapping.node.place_of("columns") if mapping.node else Place(table.file)
    hint = f"the columns of {table.file}: {', '.join(table.header)}"
    problems = [
        Problem("missing-column", f'the column "{column}" ({role}) is not in {table.file}', place, hint)
        for role, column in fitted.columns.items()
        if column not in table.header
    ]
    unsaid = [role for role in ("deal", "stamp") if role not in fitted.columns]
    return problems + [
        Problem("missing-column", f"no column is said to hold the {role}", place, hint) for role in unsaid
    ]


def _told(observed: Sequence[Observed], mapping: SourceMapping, workspace: Known, roles: tuple[str, ...]) -> Imported:
    observations = list(chain.from_iterable(found.observations for found in observed))
    order, unclear = _date_order(observations, mapping, roles)
    rules = _rules(mapping, workspace, roles, order)
    lines = timelines(observations, rules.stamps)
    deals = {deal: deal_rows(deal, timeline, rules) for deal, timeline in lines.deals.items()}
    rows = list(chain.from_iterable(deals.values()))
    new = tuple(row for row in rows if row.id not in workspace.ids) if workspace.ids else tuple(rows)
    problems = (*unclear, *(() if unclear else lines.problems), *unmapped_problems(rules), *rules.problems)
    quality = [
        *_left_out(observed),
        *quality_of(deals, lines.deals, frozenset(rules.wins.values())),
        *_strangers(rows, workspace.team),
    ]
    return Imported(sum(f.read for f in observed), new, len(rows) - len(new), problems, tuple(quality))


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


def _date_order(
    observations: Sequence[Observation], mapping: SourceMapping, roles: tuple[str, ...]
) -> tuple[DateOrder | None, list[Problem]]:
    """What `03/04` means in this file; a problem when neither the file nor the mapping tells."""
    close_date = roles.index("close_date")
    written = {seen.values[close_date]: seen for seen in observations}
    if observations and not _ISO.match(observations[0].stamp.strip()):
        written |= {seen.stamp: seen for seen in observations}
    order = mapping.dates or date_order(written)
    unclear = next((text for text in written if order is None and is_ambiguous(text.strip())), None)
    if unclear is None:
        return order, []
    seen = written[unclear]
    message = f'"{unclear.strip()}" can be read with the day or the month first, and no date of the file tells'
    hint = "say it: --day-first or --month-first, or dates: in the mapping"
    return None, [Problem("ambiguous-date", message, Place(seen.file, seen.line), hint)]


def _left_out(observed: Sequence[Observed]) -> list[Quality]:
    deleted = fact(
        "deleted", "records marked as deleted in the source, left out", chain(*(f.deleted for f in observed))
    )
    lines = (f"line {line}" for found in observed for line in found.partial)
    partial = fact("no-record", "lines that are no records (footers, torn lines), left out", lines)
    return [found for found in (deleted, partial) if found.count]


def _strangers(rows: Iterable[Row], team: Team) -> list[Quality]:
    people = {person for row in rows for person in (row.by, row.owner) if person}
    strangers = fact("not-in-team", "people who are not in team.yaml", sorted(people - team.people.keys()))
    return [strangers] if strangers.count else []
