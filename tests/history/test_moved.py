import datetime

from history_building import period_of
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import DEFINITIONS, ledgers

from milestonectl.history.frame import frame_of
from milestonectl.history.moved import Asked, moved, moved_counts
from milestonectl.history.movement import Scope, movement
from milestonectl.history.past import Past
from milestonectl.history.pushes import happened, pushes
from milestonectl.history.scan import added
from milestonectl.model.clock import as_of
from milestonectl.model.row import Row

DAYS = st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 3, 1))
SCOPES = st.sampled_from(
    [Scope(), Scope(period_of("2026-01")), Scope(sale_type="new"), Scope(None, "", frozenset({"dana"}))]
)


@settings(max_examples=40, deadline=None)
@given(ledgers(), DAYS, DAYS, SCOPES, st.integers(0, 7))
def test_tables_of_disjoint_deals_add_up_and_say_what_moved(
    rows: list[Row], one: datetime.date, other: datetime.date, scope: Scope, split: int
) -> None:
    first, last = as_of(min(one, other)), as_of(max(one, other))
    asked = Asked(first, last, scope)
    parts = [[r for r in rows if (split >> ["D1", "D2", "007"].index(r.deal)) & 1 == side] for side in (0, 1)]
    past, *pasts = [
        Past(frame_of(each, ("region",)), DEFINITIONS.processes, DEFINITIONS.settings, last) for each in (rows, *parts)
    ]
    whole = added([moved_counts(asked, past)])
    assert added(moved_counts(asked, part) for part in pasts).to_csv() == whole.to_csv()
    before, after = past.seen_by(first), past.seen_by(last)
    found = moved(whole)
    assert found.movement == movement(before, after, scope)
    assert found.happened == happened(past.frame, after, past.processes, first.day)
    if scope in (Scope(), Scope(period_of("2026-01"))):
        assert found.pushes == pushes(before, after, set(after.ids))
