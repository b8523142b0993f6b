"""What `rates --need` asks: the pace of the targets, and the sources that are to bring it."""

from decimal import Decimal
from typing import NamedTuple

from milestonectl.commands.gather_history import History
from milestonectl.commands.pace import asked_quotas, pace_plan
from milestonectl.commands.periods import asked_period
from milestonectl.history.cohort import Cohort
from milestonectl.history.need import needs
from milestonectl.model.period import after, quarter_of
from milestonectl.render.need import NeedReport


class Asked(NamedTuple):
    """What the need is for."""

    period: str | None
    """Nothing: the next quarter."""
    rep: str | None
    sale_type: str | None
    target: Decimal | None
    """Nothing: the targets of the team."""


def need_of(history: History, cohort: Cohort, by: str, asked: Asked) -> NeedReport:
    """The need for the targets of a period; how good each source is follows from the deals of a cohort."""
    gathered = history.gathered
    starts = gathered.workspace.settings.fiscal_year_starts
    following = after(quarter_of(gathered.day, starts), starts)
    period = asked_period(gathered, asked.period) if asked.period else following
    quotas = asked_quotas(gathered, period, asked.rep, asked.sale_type, asked.target)
    planned = pace_plan(history, period, quotas, None, learned=True)
    found = needs(planned.paces, history.tables("owner"), history.tables(by, cohort))
    return NeedReport(gathered.day, period, by, found, planned.assumptions)
