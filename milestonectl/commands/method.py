"""Which method `forecast` uses: milestones and age, or the snapshot rate if that did better on the user's own ledger.

Chosen once a quarter, from what was recorded by its eve: `milestonectl --as-of EVE backtest --origins 6` shows why. Rows
recorded later do not change it, so that figures of two days differ by what happened and not by how they were made.
"""

import datetime
import hashlib
from dataclasses import replace

from milestonectl.commands.backtest import chosen_by
from milestonectl.commands.gather_history import History
from milestonectl.files.cache import keep, recall
from milestonectl.files.compiled import fingerprint_of_texts
from milestonectl.files.workspace import definition_texts
from milestonectl.history.backtest import FEWEST_ORIGINS
from milestonectl.history.choice import Recorded
from milestonectl.model.clock import as_of
from milestonectl.model.period import DAY, quarter_of


def chosen_method(history: History, rows: Recorded) -> str:
    """The method for the quarter of a report, by what was recorded by its eve; kept in the user's cache, for it takes some seconds."""
    before = as_of(eve(history))
    definitions = fingerprint_of_texts(definition_texts(history.gathered.root))
    named = f"{definitions} {before} {rows.fingerprint}"
    key = f"method-{hashlib.sha256(named.encode()).hexdigest()[:32]}"
    known = recall(key)
    if isinstance(known, str):
        return known
    then = replace(history, gathered=replace(history.gathered, horizon=before))
    found = chosen_by(then, rows, FEWEST_ORIGINS)
    keep(key, found)
    return found


def eve(history: History) -> datetime.date:
    """The last day of the quarter before that of a report."""
    gathered = history.gathered
    return quarter_of(gathered.day, gathered.workspace.settings.fiscal_year_starts).start - DAY
