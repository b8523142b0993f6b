"""Which deals a report on history is about."""

import datetime
from typing import NamedTuple

import numpy as np

from milestonectl.history.journeys import Journeys, day_number
from milestonectl.history.scan import LIVES, lives


class Cohort(NamedTuple):
    """Deals by what is known of them; what is not given does not restrict."""

    reps: frozenset[str] = frozenset()
    sale_type: str = ""
    opened_from: datetime.date | None = None
    opened_to: datetime.date | None = None


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


def left_out(found: Journeys) -> LeftOut:
    """How many deals of each kind there are that rates leave out."""
    counts = np.bincount(lives(found)[found.states > 0], minlength=len(LIVES))
    return LeftOut(int(counts[1]), int(counts[2]))
