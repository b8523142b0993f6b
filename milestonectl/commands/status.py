"""`status`: where every deal really stands."""

import enum
from typing import Annotated

import typer

from milestonectl.commands.arguments import As, AskedRep, AskedSaleType, Output
from milestonectl.commands.gather import Gathered, gather, known_sale_type
from milestonectl.commands.people import reps_of
from milestonectl.commands.reading import show
from milestonectl.commands.watching import watching
from milestonectl.deals.pipeline import (
    Choice,
    Pipeline,
    chosen,
    chosen_sums,
    grouped,
    in_stage,
    positions,
    totals_by_currency,
)
from milestonectl.history.outlook import outlook
from milestonectl.model.errors import UsageError
from milestonectl.model.words import did_you_mean
from milestonectl.render.status import Status, outlook_lines, status_screen

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_WITHOUT_STAGE = frozenset({"won", "lost", "all gates open", "no process"})
"""What stands in place of a stage on the screen."""


class Outcome(enum.StrEnum):
    """Which deals to show."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"
    ALL = "all"


class By(enum.StrEnum):
    """How to group them."""

    REP = "rep"
    SALE_TYPE = "sale-type"
    STAGE = "stage"
    MANAGER = "manager"


@app.command()
def status(
    ctx: typer.Context,
    rep: AskedRep = None,
    sale_type: AskedSaleType = None,
    stage: Annotated[str, typer.Option("--stage", metavar="STAGE", help="Only deals in this stage.")] = "",
    outcome: Annotated[
        Outcome | None, typer.Option("--outcome", help="Else open deals; with --by, all.", show_default=False)
    ] = None,
    by: Annotated[By | None, typer.Option("--by", help="One line a group instead of one a deal.")] = None,
    output: As = Output.TABLE,
    watch: Annotated[bool, typer.Option("--watch", help="Draw it again whenever the files change.")] = False,
) -> int:
    """Show where every deal really stands.

    What is proven, what is next, what is stalled.

    Example: milestonectl status --rep dana --outcome open
    """
    wanted = outcome or (Outcome.ALL if by else Outcome.OPEN)

    def draw(gathered: Gathered) -> int:
        known_stage(gathered, stage)
        choice = Choice(reps_of(gathered, rep), known_sale_type(gathered, sale_type), stage, wanted)
        return show(gathered, status_screen(pipeline_status(gathered, choice, rep, by)), output)

    return watching(lambda: gather(ctx), draw) if watch else draw(gather(ctx))


def known_stage(gathered: Gathered, stage: str) -> None:
    """Refuse a stage that no process has."""
    stages = [stage for process in gathered.workspace.processes for stage in process.stages]
    names = {name.casefold() for known in stages for name in (known.id, known.title)}
    if stage and stage.casefold() not in names | _WITHOUT_STAGE:
        ids = list(dict.fromkeys(known.id for known in stages))
        near = did_you_mean(stage, ids) or f"one of {', '.join(ids)}"
        raise UsageError(f'there is no stage "{stage}"; {near}')


def pipeline_status(gathered: Gathered, choice: Choice, rep: str | None, by: By | None) -> Status:
    """The status of the chosen deals."""
    team, currency = gathered.workspace.team, gathered.workspace.settings.currency
    pipeline = gathered.pipeline if choice.outcome == "open" else Pipeline(gathered.deals)
    asked = chosen(pipeline.deals.values(), choice)
    shown = [deal for deal in asked if choice.outcome in ("all", deal.outcome)]
    found = in_stage(positions(shown, gathered.day, gathered.stall_limits), choice.stage)
    whose = f"{team.name_of(rep).split()[0]}'s pipeline" if rep else "The pipeline"
    totals = totals_by_currency(asked, currency, chosen_sums(pipeline.sums, choice))
    groups = grouped(found, by.value, team) if by else {}
    ahead = outlook(pipeline, gathered.workspace, gathered.day, choice.reps)
    words = outlook_lines(ahead) if ahead and choice.outcome == "open" else []
    return Status(
        gathered.day, whose, found, totals, choice.outcome, groups, currency, words, f" --rep {rep}" if rep else ""
    )
