"""What those who do well at a milestone do there: their own words, as the ledger has them."""

from collections.abc import Collection
from typing import NamedTuple

import pandas as pd

from milestonectl.history.past import Past
from milestonectl.history.sight import sight

MOST_NOTES = 5
_COLUMNS = ("date", "recorded_at", "deal", "by", "note")
"""In the order by which the latest are found."""


class Note(NamedTuple):
    """What somebody wrote when they logged a milestone."""

    rep: str
    deal: str
    text: str


def latest_notes(milestone: str, reps: Collection[str], past: Past) -> pd.DataFrame:
    """The latest notes that some reps left on a milestone and that stand, each text once, as a table that adds up."""
    frame = past.frame.iloc[sight(past.frame, past.horizon).rows]
    written = (frame["milestone"] == milestone) & (frame["note"] != "") & frame["by"].isin(list(reps))
    return _latest(frame.loc[written, list(_COLUMNS)]).assign(count=1)


def notes_of(tables: pd.DataFrame) -> list[Note]:
    """The latest of the notes of all deals."""
    rows = _latest(tables)[["by", "deal", "note"]].itertuples(index=False, name=None)
    return [Note(rep, deal, text.replace("\\n", " ")) for rep, deal, text in rows]


def _latest(notes: pd.DataFrame) -> pd.DataFrame:
    return notes.sort_values(list(_COLUMNS), ascending=False).drop_duplicates("note").head(MOST_NOTES)
