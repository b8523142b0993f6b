import datetime

import pytest
from history_building import opened, period_of, process_of, row
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import DEFINITIONS, ledgers

from milestonectl.history.frame import frame_of
from milestonectl.history.journeys import Journeys, journeys
from milestonectl.history.movement import Movement, Scope, movement
from milestonectl.model.clock import as_of
from milestonectl.model.process import by_sale_type
from milestonectl.model.row import Row
from milestonectl.model.settings import Settings

DAYS = st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 3, 1))
SCOPES = st.sampled_from(
    [
        Scope(),
        Scope(period_of("2026-01")),
        Scope(sale_type="new"),
        Scope(period_of("2026-02"), "new", frozenset({"dana"})),
    ]
)


@settings(max_examples=50, deadline=None)
@given(ledgers(), DAYS, DAYS, SCOPES)
def test_opening_and_flows_make_the_closing_to_the_cent(
    rows: list[Row], one: datetime.date, other: datetime.date, scope: Scope
) -> None:
    frame = frame_of(rows, ("region",))

    def seen(day: datetime.date) -> Journeys:
        return journeys(frame, DEFINITIONS.processes, DEFINITIONS.settings, as_of(day))

    found = movement(seen(min(one, other)), seen(max(one, other)), scope)
    for currency in found.currencies:
        opening, closing = (side[currency].minor if currency in side else 0 for side in (found.opening, found.closing))
        assert opening + sum(f.amount.minor for f in found.flows if f.amount.currency == currency) == closing


def moved(*rows: Row, scope: Scope | None = None) -> Movement:
    frame, processes = frame_of(rows), by_sale_type([process_of()])
    before, after = (journeys(frame, processes, Settings(), as_of(datetime.date(2026, month, 1))) for month in (2, 3))
    return movement(before, after, scope or Scope())


OPENED = opened("D", "2026-01-05", amount="100", close_date="2026-02-20")


@pytest.mark.parametrize(
    ("rows", "flows"),
    [
        ([OPENED], []),
        ([OPENED, row("D", "2026-02-05", "changed", amount="130")], [("increased", 3000)]),
        ([OPENED, row("D", "2026-02-05", "changed", amount="80")], [("decreased", -2000)]),
        ([OPENED, row("D", "2026-02-05", "lost")], [("lost", -10000)]),
        ([OPENED, row("D", "2026-02-05", "achieved", "contract", amount="")], [("won", -10000)]),
        (
            [OPENED, row("D", "2026-02-05", "changed", amount="130"), row("D", "2026-02-06", "lost")],
            [("increased", 3000), ("lost", -13000)],
        ),
        ([opened("D", "2026-02-02", amount="5"), row("D", "2026-02-06", "lost")], [("created", 500), ("lost", -500)]),
        ([OPENED, row("D", "2026-01-20", "lost"), row("D", "2026-02-06", "reopened")], [("reopened", 10000)]),
        ([OPENED, row("D", "2026-02-05", "changed", currency="EUR")], [("retyped", -10000), ("retyped", 10000)]),
        ([OPENED, row("D", "2026-02-05", "voided", ref=OPENED.id, reason="twice")], [("voided", -10000)]),
    ],
)
def test_each_change_has_its_bucket(rows: list[Row], flows: list[tuple[str, int]]) -> None:
    assert [(flow.bucket, flow.amount.minor) for flow in moved(*rows).flows] == flows


def test_a_closing_date_that_leaves_the_period_is_pushed_out() -> None:
    later = row("D", "2026-02-05", "changed", close_date="2026-04-01")
    flows = moved(OPENED, later, scope=Scope(period_of("2026-Q1"))).flows
    assert [(flow.bucket, flow.amount.minor) for flow in flows] == [("pushed out", -10000)]
    flows = moved(OPENED, later, scope=Scope(period_of("2026-Q2"))).flows
    assert [(flow.bucket, flow.amount.minor) for flow in flows] == [("pulled in", 10000)]
