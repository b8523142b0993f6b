import datetime

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import DEFINITIONS, ledgers

from milestonectl.deals.deal import Deal
from milestonectl.deals.fold import fold_all
from milestonectl.history.frame import frame_of
from milestonectl.history.journeys import NEVER, Journeys, day_number, journeys
from milestonectl.model.clock import as_of
from milestonectl.model.row import Row

DAYS = st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 3, 1))


def journeys_of(rows: list[Row], day: datetime.date) -> Journeys:
    return journeys(frame_of(rows, ("region",)), DEFINITIONS.processes, DEFINITIONS.settings, as_of(day))


def told(found: Journeys, place: int) -> dict[str, object]:
    """What a journey says of one deal."""
    label = {name: labels.names[labels.codes[place]] for name, labels in found.labels.items()}
    chain = found.chains.get(label["sale_type"], ())
    days = {name: int(found.achieved[place, n]) for n, name in enumerate(chain) if found.achieved[place, n] < NEVER}
    return {
        "sale_type": label["sale_type"],
        "owner": label["owner"],
        "close_date": label["close_date"],
        "region": label["region"],
        "opened": int(found.opened[place]),
        "outcome": ("open", "won", "lost")[found.outcome[place]],
        "closed": int(found.closed[place]) if found.closed[place] < NEVER else None,
        "minor": int(found.minor[place]),
        "achieved": days,
    }


def folded(deal: Deal, chains: dict[str, tuple[str, ...]]) -> dict[str, object]:
    """The same from the fold of the deal's rows."""
    closed = day_number(deal.closed) if deal.closed else None
    chain = chains.get(deal.sale_type, ())
    days = {
        name: day_number(deal.achievements[name].first)
        for name in chain[:-1]
        if name in deal.achievements and (deal.closed is None or deal.achievements[name].first <= deal.closed)
    }
    if deal.outcome == "won" and chain:
        days[chain[-1]] = day_number(deal.closed or deal.opened)
    return {
        "sale_type": deal.sale_type,
        "owner": deal.owner,
        "close_date": deal.close_date.isoformat() if deal.close_date else "",
        "region": deal.fields.get("region", ""),
        "opened": day_number(deal.opened),
        "outcome": deal.outcome,
        "closed": closed,
        "minor": deal.amount.minor if deal.amount else -1,
        "achieved": days,
    }


@settings(max_examples=150, deadline=None)
@given(ledgers(), DAYS)
def test_a_journey_says_what_the_fold_says(rows: list[Row], day: datetime.date) -> None:
    found = journeys_of(rows, day)
    deals = fold_all(rows, DEFINITIONS.processes, DEFINITIONS.settings, as_of(day))
    assert list(found.ids) == list(deals)
    for place, deal in enumerate(deals.values()):
        assert told(found, place) == folded(deal, found.chains)


@settings(max_examples=50, deadline=None)
@given(ledgers(), DAYS)
def test_states_are_entered_in_order_and_never_before_the_opening(rows: list[Row], day: datetime.date) -> None:
    found = journeys_of(rows, day)
    assert (np.diff(found.entered, axis=1) >= 0).all()
    assert (found.entered[:, 0] == found.opened).all()
    end = np.maximum(found.closed, found.opened)
    reached = np.where(found.entered < NEVER, found.entered, found.opened[:, None])
    assert (reached.max(axis=1, initial=0) <= end).all()
