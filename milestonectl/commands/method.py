"""Which method `forecast` uses: milestones and age, or the snapshot rate if that did better on the user's own ledger.

Chosen once a quarter, from what was recorded by its eve: `milestonectl --as-of EVE backtest --origins 6` shows why. Rows
recorded later do not change it, so that figures of two days differ by what happened and not by how they were made.
"""

import datetime
import hashlib
from dataclasses import replace

import pandas as pd

from milestonectl.commands.backtest import chosen_by
from milestonectl.commands.gather_history import History
from milestonectl.files.cache import keep, recall
from milestonectl.files.compiled import fingerprint_of_texts
from milestonectl.files.workspace import definition_texts
from milestonectl.history.backtest import FEWEST_ORIGINS
from milestonectl.history.frame import TIE, stamps
from milestonectl.model.clock import Horizon, as_of
from milestonectl.model.period import DAY, quarter_of

_DECIDING = (TIE, "recorded_at", "date", "deal", "event", "milestone", "ref", "sale_type", "process")
"""What the chances of deals and their outcomes are made of; amounts, owners and notes decide nothing here."""


def chosen_method(history: History) -> str:
    """The method for the quarter of a report; kept in the user's cache, for it takes some seconds."""
    before = as_of(eve(history))
    key = _key(history, before)
    known = recall(key)
    if isinstance(known, str):
        return known
    then = replace(history, gathered=replace(history.gathered, horizon=before))
    found = chosen_by(then, FEWEST_ORIGINS)
    keep(key, found)
    return found


def eve(history: History) -> datetime.date:
    """The last day of the quarter before that of a report."""
    gathered = history.gathered
    return quarter_of(gathered.day, gathered.workspace.settings.fiscal_year_starts).start - DAY


def _key(history: History, horizon: Horizon) -> str:
    """Named after everything that the choice depends on: the program, the definitions and the rows of that time."""
    definitions = fingerprint_of_texts(definition_texts(history.gathered.root))
    digest = hashlib.sha256(f"{definitions} {horizon}".encode())
    rows = history.frame[stamps(history.frame) <= horizon.recorded_by.encode()]
    digest.update(pd.util.hash_pandas_object(rows[list(_DECIDING)], index=False).to_numpy().tobytes())
    return f"method-{digest.hexdigest()[:32]}"
