"""How well each rep's achievements are proven."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from history_building import opened, process_of, row
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import DEFINITIONS, ledgers

from milestonectl.deals.deal import Achievement
from milestonectl.deals.fold import fold_all
from milestonectl.deals.gates import shortfall
from milestonectl.files.cells import row_of
from milestonectl.history.evidence import Evidenced, evidence_counts, evidenced
from milestonectl.history.frame import frame_of
from milestonectl.history.past import Past
from milestonectl.model.clock import as_of
from milestonectl.model.process import LEVELS, EvidenceDemand, Level, Process, by_sale_type
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


def demanding(process: Process, *demands: EvidenceDemand) -> Process:
    """The process with a demand for each of its milestones."""
    (stage,) = process.stages
    asked = tuple(replace(m, evidence=demand) for m, demand in zip(stage.milestones, demands, strict=False))
    return replace(process, stages=(replace(stage, milestones=(*asked, *stage.milestones[len(asked) :])),))


def test_an_item_proves_what_the_version_of_the_deal_demands() -> None:
    old, new = process_of(), process_of(version=2, effective=datetime.date(2026, 2, 1))
    signed = EvidenceDemand("confirmed", ("document",), ("economic-buyer",), 10)
    definitions = DEFINITIONS._replace(processes=by_sale_type([old, demanding(new, signed)]))
    fitting = {"kind": "document", "ref": "1", "contact": "J. Roe", "role": "economic-buyer"}
    told = {
        "old": {"opened": "2026-01-05"} | MAIL,
        "mail": MAIL,
        "user": {**fitting, "role": "user"},
        "stale": {**fitting, "date": "2026-02-04"},
        "fits": fitting,
    }
    rows = []
    for deal, said in told.items():
        more = dict(said)
        rows.append(opened(deal, more.pop("opened", "2026-02-03"), owner=deal))
        rows.append(row(deal, "2026-02-20", "achieved", "qualified"))
        rows.append(row(deal, more.pop("date", "2026-02-21"), "evidence", "qualified", **more))
    assert found(rows, definitions) == {
        "old": Evidenced(1, 1, 1),
        "mail": Evidenced(1, 0, 0),
        "user": Evidenced(1, 1, 0),
        "stale": Evidenced(1, 0, 0),
        "fits": Evidenced(1, 1, 1),
    }


ITEMS = [{}, MAIL, {**MAIL, "role": "user"}, {"kind": "note", "ref": "1"}, {**MAIL, "kind": "note", "role": "legal"}]
DEMANDS = [
    EvidenceDemand(),
    EvidenceDemand("confirmed", ("email",), ("user", "legal")),
    EvidenceDemand("documented", ("note",), (), 3),
]


def best(achievement: Achievement, demand: EvidenceDemand) -> Level:
    """The level of the best item that is of a demanded kind and young enough; confirmed only by a demanded role."""
    levels: set[Level] = {"asserted"}
    for item in achievement.evidence:
        if not shortfall(item, achievement.first, replace(demand, level="asserted", roles=())):
            levels.add("documented" if shortfall(item, achievement.first, demand) and demand.roles else item.level)
    return max(levels, key=LEVELS.index)


@settings(max_examples=50, deadline=None)
@given(ledgers(), st.lists(st.sampled_from(ITEMS), min_size=1, max_size=5), st.permutations(DEMANDS))
def test_it_is_what_the_deals_add_up_to(
    rows: list[Row], items: list[dict[str, str]], demands: list[EvidenceDemand]
) -> None:
    processes = by_sale_type([demanding(process, *demands) for process in DEFINITIONS.processes])
    proven = [
        row_of({**cells(each), **items[place % len(items)]}, "", 0)
        if each.event == "achieved" and not each.id
        else each
        for place, each in enumerate(rows)
    ]
    deals = fold_all(proven, processes, DEFINITIONS.settings, as_of(DAY)).values()
    expected: dict[str, Evidenced] = {}
    for deal in deals:
        for name, achievement in deal.achievements.items():
            milestone = deal.process.milestone(name) if deal.process else None
            level = best(achievement, milestone.evidence if milestone else EvidenceDemand())
            counts = expected.get(deal.owner, Evidenced(0, 0, 0))
            shown = (1, int(level != "asserted"), int(level == "confirmed"))
            expected[deal.owner] = Evidenced(*(a + b for a, b in zip(counts, shown, strict=True)))
    assert found(proven, DEFINITIONS._replace(processes=processes)) == expected
