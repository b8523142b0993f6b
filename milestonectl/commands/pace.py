"""`pace`: the milestones a week that a target requires."""

from dataclasses import replace
from decimal import Decimal
from typing import Annotated

import typer

from milestonectl.commands.arguments import As, AskedPeriod, AskedRep, AskedSaleType, Explain, Output
from milestonectl.commands.engines import AskedEngine, AskedLedger, Engine, gather_counted
from milestonectl.commands.gather import Gathered, sale_type_process
from milestonectl.commands.gather_history import History
from milestonectl.commands.people import reps_of
from milestonectl.commands.periods import asked_period
from milestonectl.commands.reading import show
from milestonectl.history.engine import engines
from milestonectl.history.learning import (
    Lessons,
    achieved_by,
    learned_steps,
    learned_worth,
    usual_types_by,
    with_rest_of_period,
)
from milestonectl.history.plan import Basis, Plan, plan, rule_of_two, stated_value
from milestonectl.history.targets import Quota, quotas
from milestonectl.model.errors import UsageError
from milestonectl.model.money import parse_money
from milestonectl.model.period import Period
from milestonectl.render.pace import pace_screen

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def pace(
    ctx: typer.Context,
    period: AskedPeriod = None,
    rep: AskedRep = None,
    sale_type: AskedSaleType = None,
    target: Annotated[str, typer.Option("--target", metavar="AMOUNT", help="Revenue, instead of team.yaml's.")] = "",
    contract_value: Annotated[
        str,
        typer.Option(
            "--contract-value", metavar="AMOUNT", help="Value of a contract, instead of what was stated and won."
        ),
    ] = "",
    learned: Annotated[
        bool, typer.Option("--history/--no-history", help="Learn from the ledger, or take the rule of two as it is.")
    ] = True,
    explain: Explain = False,
    engine: AskedEngine = Engine.PROCESS,
    ledger: AskedLedger = None,
    output: As = Output.TABLE,
) -> int:
    """Show the milestones a week that a target requires.

    And how far along they are.

    Example: milestonectl pace --rep dana --period 2026-Q4
    """
    history = gather_counted(ctx, engine, ledger)
    gathered = history.gathered
    asked = asked_period(gathered, period)
    found = asked_quotas(gathered, asked, rep, sale_type, amount(target, "--target"))
    planned = pace_plan(history, asked, found, amount(contract_value, "--contract-value"), learned=learned)
    return show(gathered, pace_screen(planned, gathered.workspace.team, gathered.day, explain=explain), output)


def asked_quotas(
    gathered: Gathered, period: Period, rep: str | None, sale_type: str | None, target: Decimal | None
) -> list[Quota]:
    """The target of the command line, or those of team.yaml that were asked for."""
    workspace, reps = gathered.workspace, reps_of(gathered, rep)
    if sale_type:
        sale_type_process(gathered, sale_type, gathered.day)
    if target is not None:
        return [Quota(rep or "", sale_type or "", target, workspace.settings.currency)]
    people = [person for person in workspace.team.reps if not reps or person.id in reps]
    found = [q for q in quotas(people, period, workspace.settings) if sale_type in (None, q.sale_type)]
    if not found:
        raise UsageError(f"no target for {period.name}: state it in team.yaml, or give --target AMOUNT")
    return found


def pace_plan(
    history: History, period: Period, found: list[Quota], contract_value: Decimal | None, *, learned: bool
) -> Plan:
    """The plan of some quotas, with what history has to say about it."""
    gathered, tables, chains = history.gathered, history.tables("owner"), history.chains
    basis = Basis(
        achieved_by(tables, chains, period),
        usual_types_by(tables),
        (lambda process, rep: learned_steps(tables, process, rep)) if learned else rule_of_two,
        contract_value,
        (lambda process, currency: learned_worth(tables, process, currency)) if learned else stated_value,
    )
    planned = plan(found, gathered.workspace, period, gathered.day, basis)
    if not learned:
        return planned
    processes = {pace.process.name: pace.process for pace in planned.paces}
    lessons = Lessons(tables, engines(tables, processes), gathered.day)
    return replace(planned, paces=tuple(with_rest_of_period(each, lessons, period) for each in planned.paces))


def amount(text: str, flag: str) -> Decimal | None:
    """A positive amount of the command line; nothing when the flag was not given."""
    found = parse_money(text, "KWD") if text else None
    if text and (found is None or not found.minor):
        raise UsageError(f'{flag}: "{text}" is no amount above zero; write a plain number, as in 600000')
    return found.amount if found else None
