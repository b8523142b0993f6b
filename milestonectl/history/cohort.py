"""Which deals a report on history is about."""

import datetime
from typing import NamedTuple

import numpy as np
import pandas as pd

from milestonectl.history.journeys import Journeys, day_number
from milestonectl.history.past import Past
from milestonectl.history.scan import counts


class Cohort(NamedTuple):
    """Deals by what is known of them; what is not given does not restrict."""

    reps: frozenset[str] = frozenset()
    sale_type: str = ""
    opened_from: datetime.date | None = None
    opened_to: datetime.date | None = None


EVERYBODY = Cohort()


class LeftOut(NamedTuple):
    """Deals that were not sold in the record."""

    booked: int
    """Won within two days of their opening."""
    brief: int
    """Lost within them."""


def of_cohort(found: Journeys, cohort: Cohort) -> Journeys:
    """The deals of a cohort."""
    chosen = np.ones(len(found.ids), dtype=bool)
    if cohort.sale_type:
        chosen &= found.sale_type.texts == cohort.sale_type
    if cohort.reps:
        owners = found.labels["owner"]
        chosen &= np.isin(owners.codes, [n for n, name in enumerate(owners.names) if name in cohort.reps])
    if cohort.opened_from:
        chosen &= found.opened >= day_number(cohort.opened_from)
    if cohort.opened_to:
        chosen &= found.opened <= day_number(cohort.opened_to)
    return found if chosen.all() else found.only(chosen)


def cohort_counts(cohort: Cohort, by: str, past: Past) -> pd.DataFrame:
    """The scan of those deals that are asked for; `by` is the column of deals that they are grouped by."""
    return counts(of_cohort(past.journeys, cohort), by)


def left_out(tables: pd.DataFrame) -> LeftOut:
    """How many deals of each kind there are that rates leave out."""
    opened = tables[tables["measure"] == "opened"].groupby("life")["count"].sum()
    return LeftOut(int(opened.get("booked", 0)), int(opened.get("brief", 0)))
