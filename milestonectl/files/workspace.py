"""A folder -> a workspace."""

import functools
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from milestonectl.files import disk
from milestonectl.files.compiled import compiled_definitions, load_definitions, mapping_problems
from milestonectl.files.ledger import is_torn, parse_ledger
from milestonectl.model.errors import MilestonectlError, UsageError
from milestonectl.model.problem import Place, Problem, sort_problems
from milestonectl.model.row import Row
from milestonectl.model.workspace import Definitions, Workspace

SETTINGS = "milestonectl.yaml"
_YAML = (".yaml", ".yml")
_LEDGER = (".csv", *_YAML)
_SETTLED_NANOSECONDS = 50_000_000
"""A file that was changed less than this ago may be changed again without its time showing it."""
_PAUSE_SECONDS = 0.01


class FileState(NamedTuple):
    """What tells that a file was changed."""

    path: Path
    size: int
    changed: int
    """Nanoseconds since 1970; for a file that was changed just now, this moment, which never comes again."""
    number: int


def find_workspace(start: Path) -> Path:
    """The nearest folder, here or above, with a `milestonectl.yaml`."""
    here = start.absolute()
    if not here.is_dir():
        raise UsageError(f"{start} is no folder")
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file():
            return folder
    raise UsageError(f"no workspace here or above: {SETTINGS} is not in {here}.\nStart one with: milestonectl init")


def load_workspace(root: Path) -> Workspace:
    """Everything the files say, each definition with its place, and what is wrong with any of them, mappings included.

    A file that cannot be read stops: a report without it would not be true.
    """
    texts = definition_texts(root)
    definitions = load_definitions(texts)
    mappings = {relative(path, root): disk.read_bytes(path) for path in sorted(_files(root, "imports", _YAML))}
    # Only here: a mapping that is wrong keeps nobody from writing entries.
    problems = (*definitions.problems, *(mapping_problems(mappings, definitions) if mappings else ()))
    return _with_ledger(root, definitions._replace(problems=problems), texts)


def load_compiled(root: Path) -> Workspace:
    """The same for the daily commands, which need no places: definitions are read only when they have changed.

    While no file changes, the same value is returned.
    """
    return _compiled(root, _states(root), tuple(outside_links(root)))


@functools.lru_cache(maxsize=1)
def _compiled(root: Path, _states: tuple[FileState, ...], _links: tuple[Problem, ...]) -> Workspace:
    return _with_ledger(root, read_definitions(root), {})


def _states(root: Path) -> tuple[FileState, ...]:
    now = time.time_ns()
    return tuple(_state(path, now) for path in (*_definition_files(root), *ledger_files(root)))


def _state(path: Path, now: int) -> FileState:
    state = path.stat()
    changed = max(state.st_mtime_ns, state.st_ctime_ns)
    return FileState(path, state.st_size, changed if now - changed > _SETTLED_NANOSECONDS else now, state.st_ino)


def _with_ledger(root: Path, definitions: Definitions, texts: Mapping[str, bytes]) -> Workspace:
    settings, team, processes, _ = definitions
    problems = list(definitions.problems)
    rows: list[Row] = []
    for path in ledger_files(root):
        name = relative(path, root)
        found, wrong = parse_ledger(_whole(path, settings.field_names), name, settings.field_names)
        rows += found
        problems += wrong
    problems += outside_links(root)
    sources = {name: raw.decode(errors="replace") for name, raw in texts.items()}
    return Workspace(settings, team, processes, tuple(rows), tuple(sort_problems(problems)), sources)


def _whole(path: Path, field_names: tuple[str, ...]) -> bytes:
    """The bytes of a ledger file. Readers do not lock: a last line that somebody is just writing is waited for."""
    raw = disk.read_bytes(path)
    deadline = time.monotonic() + disk.WRITING_SECONDS
    while is_torn(raw, path.name, field_names) and disk.is_being_written(path) and time.monotonic() < deadline:
        time.sleep(_PAUSE_SECONDS)
        raw = disk.read_bytes(path)
    return raw


def with_definitions(workspace: Workspace, sources: Mapping[str, str]) -> Workspace:
    """The workspace as it would be if its definition files said this."""
    definitions = load_definitions({name: text.encode() for name, text in sources.items()})
    problems = [
        *definitions.problems,
        *(problem for problem in workspace.problems if problem.place.file not in sources),
    ]
    return Workspace(*definitions[:3], workspace.rows, tuple(sort_problems(problems)), sources)


def read_definitions(root: Path) -> Definitions:
    """Only what the definition files say."""
    return compiled_definitions(definition_texts(root))


def definition_texts(root: Path) -> Mapping[str, bytes]:
    """The definition files, by path below the workspace."""
    return {relative(path, root): disk.read_bytes(path) for path in _definition_files(root)}


def _definition_files(root: Path) -> list[Path]:
    paths = [root / SETTINGS, root / "team.yaml", *sorted(_files(root, "processes", _YAML))]
    return [path for path in paths if path.exists()]


def is_ledger_file(name: str) -> bool:
    """Whether a path below the workspace is one that may hold rows."""
    hidden = any(part.startswith(".") for part in name.split("/"))
    return name.startswith("ledger/") and name.endswith(_LEDGER) and not hidden


def ledger_files(root: Path) -> list[Path]:
    """Every file below `ledger/` that may hold rows, in the order of names."""
    return sorted(_files(root, "ledger", _LEDGER))


def relative(path: Path, root: Path) -> str:
    """The path below the workspace, with forward slashes."""
    return path.relative_to(root).as_posix()


def _files(root: Path, folder: str, suffixes: tuple[str, ...]) -> Iterator[Path]:
    top = root / folder
    if not top.exists():
        return
    if not top.is_dir():
        raise MilestonectlError(f"{top} is no folder")
    for parent, folders, names in os.walk(top, onerror=_stop):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(parent, name)
            if path.suffix in suffixes and not name.startswith(".") and _inside(path, root):
                yield path


def _stop(error: OSError) -> None:
    raise MilestonectlError(f"cannot read {error.filename}: {error.strerror}") from error


def _inside(path: Path, root: Path) -> bool:
    return not path.is_symlink() or path.resolve().is_relative_to(root.resolve())


def outside_links(root: Path) -> list[Problem]:
    """Links that lead out of the workspace: they are not read, so what they hold does not count."""
    found = []
    for folder in ("ledger", "processes"):
        for parent, folders, names in os.walk(root / folder):
            for path in (Path(parent, name) for name in (*folders, *names)):
                if path.is_symlink() and not _inside(path, root):
                    place = Place(relative(path, root))
                    found.append(
                        Problem(
                            "outside-link",
                            "a link that leads out of the workspace",
                            place,
                            "copy the file into the workspace",
                        )
                    )
    return found
