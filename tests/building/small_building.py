"""The smallest workspaces: a few files with a few lines."""

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path

from milestonectl.deals.fold import fold_all
from milestonectl.deals.pipeline import position
from milestonectl.exchange.plans.plan import Plan, plan_of
from milestonectl.files.definitions import load_definitions
from milestonectl.model.clock import as_of
from milestonectl.model.row import Row


def written(root: Path, files: Mapping[str, str]) -> Path:
    """A folder with these files, by their paths in it; without a word on money it counts in dollars."""
    for name, text in {"milestonectl.yaml": "currency: USD\n", **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def plan_from(files: Mapping[str, str], rows: Iterable[Row], deal: str, day: datetime.date) -> Plan:
    """The plan that is given to the buyer of a deal."""
    found = load_definitions({name: text.encode() for name, text in files.items()})
    assert not found.problems
    deals = fold_all(rows, found.processes, found.settings, as_of(day))
    return plan_of(position(deals[deal], day, {}), found.team, day)
