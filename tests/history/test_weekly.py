"""Milestones week by week add up to what the plan counts."""

import datetime
from pathlib import Path

from pages_building import achieved, make_workspace, opened, write

from milestonectl.deals.fold import fold_all
from milestonectl.files.workspace import load_compiled
from milestonectl.history.plan import Basis, achieved_in, plan, usual_types
from milestonectl.history.targets import quotas
from milestonectl.history.weekly import achieved_by_week
from milestonectl.model.clock import as_of
from milestonectl.model.period import parse_period

DAY = datetime.date(2026, 11, 20)


def test_each_week_holds_its_own(tmp_path: Path) -> None:
    write(
        make_workspace(tmp_path),
        opened("A"),
        achieved("A", "met", "2026-11-03"),
        achieved("A", "needs", "2026-11-08"),
        opened("B"),
        achieved("B", "met", "2026-11-09"),
        opened("KIM", owner="kim"),
        achieved("KIM", "met", "2026-11-09"),
    )
    workspace = load_compiled(tmp_path)
    deals = list(fold_all(workspace.rows, workspace.processes, workspace.settings, as_of(DAY)).values())
    period = parse_period("2026-11")
    assert period is not None
    basis = Basis(achieved_in(deals, period), usual_types(deals))
    found = plan(quotas(workspace.team.reps, period, workspace.settings), workspace, period, DAY, basis)
    weeks = achieved_by_week(found, deals, DAY)
    days = [(2026, 10, 26), (2026, 11, 2), (2026, 11, 9), (2026, 11, 16)]
    assert [week.start for week in weeks] == [datetime.date(*day) for day in days]
    assert [week.deals for week in weeks] == [(), ("A", "A"), ("B",), ()]
    assert sum(len(week.deals) for week in weeks) == sum(pace.achieved for pace in found.paces)
