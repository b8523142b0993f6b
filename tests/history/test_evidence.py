"""How well each rep's achievements are proven."""

import datetime
from collections.abc import Sequence

from history_building import opened, process_of, row
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import DEFINITIONS, ledgers

from milestonectl.deals.fold import fold_all
from milestonectl.files.cells import row_of
from milestonectl.history.evidence import Evidenced, evidence_counts, evidenced
from milestonectl.history.frame import frame_of
from milestonectl.history.past import Past
from milestonectl.model.clock import as_of
from milestonectl.model.process import by_sale_type
from milestonectl.model.row import Row, cells
from milestonectl.model.workspace import Definitions

DAY = datetime.date(2026, 3, 1)
MAIL = {"kind": "email", "ref": "2f9c", "contact": "J. Roe"}


def found(rows: Sequence[Row], definitions: Definitions = DEFINITIONS) -> dict[str, Evidenced]:
    frame = frame_of(rows, ("region",))
    return evidenced(evidence_counts(Past(frame, definitions.processes, definitions.settings, as_of(DAY))))


def test_the_best_item_of_each_milestone_counts() -> None:
    rows = [
        opened("D", "2026-01-05", owner="dana"),
        row("D", "2026-01-06", "achieved", "qualified"),
        row("D", "2026-01-07", "evidence", "qualified", **MAIL),
        row("D", "2026-01-08", "achieved", "discovery", kind="note", ref="1"),
        row("D", "2026-01-09", "achieved", "proof", source="import:crm", **MAIL),
        row("D", "2026-01-10", "achieved", "proof"),
        opened("E", "2026-01-05", owner="lee"),
        row("E", "2026-01-06", "evidence", "qualified", **MAIL),
    ]
    definitions = DEFINITIONS._replace(processes=by_sale_type([process_of()]))
    assert found(rows, definitions) == {"dana": Evidenced(3, 2, 1)}


@settings(max_examples=50, deadline=None)
@given(ledgers(), st.lists(st.sampled_from([{}, MAIL, {"kind": "note", "ref": "1"}]), min_size=1, max_size=5))
def test_it_is_what_the_deals_add_up_to(rows: list[Row], items: list[dict[str, str]]) -> None:
    proven = [
        row_of({**cells(each), **items[place % len(items)]}, "", 0)
        if each.event == "achieved" and not each.id
        else each
        for place, each in enumerate(rows)
    ]
    deals = fold_all(proven, DEFINITIONS.processes, DEFINITIONS.settings, as_of(DAY)).values()
    expected: dict[str, Evidenced] = {}
    for deal in deals:
        for achievement in deal.achievements.values():
            counts = expected.get(deal.owner, Evidenced(0, 0, 0))
            level = achievement.level
            shown = (1, int(level != "asserted"), int(level == "confirmed"))
            expected[deal.owner] = Evidenced(*(a + b for a, b in zip(counts, shown, strict=True)))
    assert found(proven) == expected
