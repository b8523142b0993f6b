"""What those who do well at a milestone do there: their own words, as the ledger has them."""

from collections.abc import Collection
from typing import NamedTuple

import pandas as pd

MOST_NOTES = 5


class Note(NamedTuple):
    """What somebody wrote when they logged a milestone."""

    rep: str
    deal: str
    text: str


def notes_of(frame: pd.DataFrame, milestone: str, reps: Collection[str]) -> list[Note]:
    """The latest notes that some reps left on a milestone, each text once."""
    written = (frame["milestone"] == milestone) & (frame["note"] != "") & frame["by"].isin(list(reps))
    latest = frame[written].sort_values(["date", "recorded_at", "deal"], ascending=False).drop_duplicates("note")
    rows = latest[["by", "deal", "note"]].head(MOST_NOTES).itertuples(index=False, name=None)
    return [Note(rep, deal, text.replace("\\n", " ")) for rep, deal, text in rows]
