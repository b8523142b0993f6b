"""Rows -> the files of the workspace."""

import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from examples.generator.journal import Definitions
from milestonectl.files.record import append_rows, shard_of
from milestonectl.files.workspace import load_workspace
from milestonectl.model.row import Row

BY_HAND = ("milestonectl.yaml", "team.yaml", "README.md", ".gitattributes", ".gitignore", "processes/renewal.yaml")
PACKS = ("large-account", "national-account", "new-account", "service-contract", "upgrade")
YAML_KEEPERS = frozenset({"jonas"})


def lay_out(packs: Path, kept_by_hand: Path, target: Path) -> None:
    """The definitions, without any record: what is kept by hand, and copies of the packs."""
    for folder in ("ledger", "evidence"):
        shutil.rmtree(target / folder, ignore_errors=True)
    (target / "processes").mkdir(parents=True, exist_ok=True)
    for name in BY_HAND:
        if kept_by_hand != target:
            shutil.copyfile(kept_by_hand / name, target / name)
    for pack in PACKS:
        shutil.copyfile(packs / f"{pack}.yaml", target / "processes" / f"{pack}.yaml")
    shutil.copyfile(packs / "renewal.yaml", target / "processes" / "renewal@1.yaml")


def read_definitions(target: Path) -> Definitions:
    """What the record must obey."""
    workspace = load_workspace(target)
    if workspace.problems:
        raise ValueError("\n".join(f"{problem.place}: {problem.message}" for problem in workspace.problems))
    return Definitions(workspace.settings, workspace.processes)


def write_record(target: Path, rows: Iterable[Row], texts: Mapping[str, str], definitions: Definitions) -> None:
    """The ledger, one append for each person and year, and the files that its rows point to."""
    shards: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        shards[row.by, shard_of(row.by, row.recorded_at)].append(row)
        if row.ref in texts:
            _write_text(target / row.ref, texts[row.ref])
    for (person, shard), written in sorted(shards.items()):
        settings = replace(definitions.settings, ledger_format="yaml" if person in YAML_KEEPERS else "csv")
        append_rows(target, sorted(written, key=lambda row: (row.recorded_at, row.id)), settings, shard)


def _write_text(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
