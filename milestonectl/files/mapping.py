"""`imports/NAME.yaml` -> a mapping and problems, checked against the workspace's processes and fields."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from milestonectl.files import disk
from milestonectl.files.schema import MappingModel
from milestonectl.files.shape import check_shape
from milestonectl.files.text import did_you_mean
from milestonectl.files.yaml import parse_yaml
from milestonectl.model.errors import UsageError
from milestonectl.model.mapping import (
    CHANGE_ROLES,
    CHANGED_ROLES,
    OUTCOMES,
    RECORD_ROLES,
    SNAPSHOT_ROLES,
    VALUE_ROLES,
    Meanings,
    SourceMapping,
)
from milestonectl.model.node import Node
from milestonectl.model.problem import Place, Problem
from milestonectl.model.process import Processes
from milestonectl.model.settings import Settings, Team
from milestonectl.model.workspace import Definitions

FOLDER = "imports"


def find_mapping(root: Path, name: str) -> Path:
    """The file of a mapping: a path, or a name below `imports/`."""
    candidates = (Path(name), root / FOLDER / f"{name}.yaml")
    found = next((path for path in candidates if path.suffix in (".yaml", ".yml") and path.is_file()), None)
    if found is None:
        known = sorted(path.stem for path in (root / FOLDER).glob("*.yaml"))
        hint = did_you_mean(name, known) or f"a mapping is a file {FOLDER}/NAME.yaml of the workspace"
        raise UsageError(f'there is no mapping "{name}"; {hint}')
    return found


def keep_mapping(root: Path, name: str, text: str) -> Path:
    """Write a new mapping; one that exists is somebody's work and stays."""
    path = root / FOLDER / f"{name}.yaml"
    if Path(name).name != name or not name:
        raise UsageError(f'"{name}" is no name for a mapping')
    if path.exists():
        raise UsageError(f"{FOLDER}/{name}.yaml exists already; it is not overwritten")
    disk.append(path, text.encode())
    return path


def load_mapping(
    path: Path, file: str, settings: Settings, processes: Processes
) -> tuple[SourceMapping | None, list[Problem]]:
    """The mapping, and what is wrong with it; none when its shape is wrong."""
    return parse_mapping(disk.read_bytes(path), file, settings, processes)


def parse_mapping(
    raw: bytes, file: str, settings: Settings, processes: Processes
) -> tuple[SourceMapping | None, list[Problem]]:
    """The same of a file's bytes."""
    node, problems = parse_yaml(raw, file)
    if node is None:
        return None, problems
    model, found = check_shape(node, MappingModel, "mapping")
    if model is None:
        return None, problems + found
    mapping = _mapping(Path(file).stem, model, node)
    problems += [*_unknown_roles(mapping, node, settings), *_unknown_targets(mapping, node, processes)]
    return mapping, [*problems, *_unknown_zone(mapping, node)]


def mapping_problems(texts: Mapping[str, bytes], definitions: Definitions) -> list[Problem]:
    """What is wrong with the mappings of a workspace, also where that need not keep anybody from importing."""
    settings, team, processes, _ = definitions
    found: list[Problem] = []
    for file, raw in texts.items():
        mapping, problems = parse_mapping(raw, file, settings, processes)
        found += problems
        found += _unknown_people(mapping, team) if mapping and team.people else []
    return found


def _unknown_people(mapping: SourceMapping, team: Team) -> Iterator[Problem]:
    for user, person in mapping.people.items():
        if person not in team.people and mapping.node:
            hint = did_you_mean(person, team.people) or "add them to team.yaml, or ignore this for who has left"
            place = mapping.node.place_of("people", user)
            yield Problem("unknown-mapped-person", f'"{user}": "{person}" is not in team.yaml', place, hint)


def _unknown_zone(mapping: SourceMapping, node: Node) -> Iterator[Problem]:
    name = mapping.time_zone
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = did_you_mean(name, available_timezones())
        hint = near or "a name of the time zone database, as Europe/Amsterdam"
        yield Problem("wrong-value", f'time_zone: "{name}" is no time zone', node.place_of("time_zone"), hint)


def _mapping(name: str, model: MappingModel, node: Node) -> SourceMapping:
    return SourceMapping(
        name,
        reads=model.reads,
        columns=model.columns,
        constants=model.constants,
        events=_meanings(model.events),
        events_of={sale_type: _meanings(events) for sale_type, events in model.events_of.items()},
        sale_types=model.sale_types,
        people=model.people,
        machines=frozenset(model.machines),
        changes=model.changes,
        drop=_meanings(model.drop),
        keep_first=frozenset(model.keep_first),
        dates=model.dates,
        time_zone=model.time_zone,
        node=node,
    )


def _meanings(said: dict[str, list[str]]) -> Meanings:
    return {word: tuple(means) for word, means in said.items()}


def _unknown_roles(mapping: SourceMapping, node: Node, settings: Settings) -> Iterator[Problem]:
    values = (*VALUE_ROLES, *settings.field_names)
    columns = (*RECORD_ROLES, *SNAPSHOT_ROLES, *CHANGE_ROLES, *values)
    named = [(("columns", role), role, columns) for role in mapping.columns]
    named += [(("constants", role), role, values) for role in mapping.constants]
    for path, role, known in named:
        if role not in known:
            yield _unknown_role(role, path[0], node.key_of(*path), known)
    for name, role in mapping.changes.items():
        if role not in CHANGED_ROLES:
            yield _unknown_role(role, "changes", node.place_of("changes", name), CHANGED_ROLES)


def _unknown_role(role: str, key: str, place: Place, known: tuple[str, ...]) -> Problem:
    hint = did_you_mean(role, known) or f"one of {', '.join(known)}"
    return Problem("unknown-role", f'{key}: nothing is called "{role}"', place, hint)


def _unknown_targets(mapping: SourceMapping, node: Node, processes: Processes) -> Iterator[Problem]:
    named = {("constants", "sale_type"): mapping.constants.get("sale_type", "")}
    named |= {("sale_types", word): sale_type for word, sale_type in mapping.sale_types.items()}
    named |= {("events_of", sale_type): sale_type for sale_type in mapping.events_of}
    for path, sale_type in named.items():
        if sale_type and sale_type not in processes.versions:
            hint = did_you_mean(sale_type, processes.versions) or "see milestonectl process list"
            place = node.place_of(*path) if path[0] != "events_of" else node.key_of(*path)
            yield Problem("unknown-mapped-process", f'"{sale_type}" is no process of this workspace', place, hint)
    yield from _unknown_milestones(mapping, node, processes)


def _unknown_milestones(mapping: SourceMapping, node: Node, processes: Processes) -> Iterator[Problem]:
    served = {*mapping.sale_types.values(), mapping.constants.get("sale_type", "")} & processes.versions.keys()
    everywhere = _milestones(processes, served or set(processes.versions))
    parts: list[tuple[tuple[str, ...], Meanings, tuple[str, ...]]] = [(("events",), mapping.events, everywhere)]
    parts += [(("events_of", name), own, _milestones(processes, {name})) for name, own in mapping.events_of.items()]
    for path, events, known in parts:
        for word, meanings in events.items():
            for meaning in meanings:
                if meaning not in known and meaning not in OUTCOMES:
                    hint = did_you_mean(meaning, (*known, *OUTCOMES)) or f"one of {', '.join((*known, *OUTCOMES))}"
                    message = f'"{word}": "{meaning}" is no milestone'
                    yield Problem("unknown-mapped-milestone", message, node.place_of(*path, word), hint)


def _milestones(processes: Processes, sale_types: set[str]) -> tuple[str, ...]:
    found = (m.id for name in sorted(sale_types) for p in processes.versions.get(name, ()) for m in p.milestones)
    return tuple(dict.fromkeys(found))
