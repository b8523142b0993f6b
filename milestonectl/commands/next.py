"""`next`: what to ask the buyer for."""

from dataclasses import replace

import typer

from milestonectl.commands.arguments import As, AskedDeal, AskedRep, Output
from milestonectl.commands.chances import learned, remembered
from milestonectl.commands.gather import Gathered, gather
from milestonectl.commands.people import reps_of
from milestonectl.commands.reading import show
from milestonectl.deals.chances import Chances
from milestonectl.deals.pipeline import Choice, Position, chosen, position, positions
from milestonectl.deals.prospect import prospect
from milestonectl.deals.urgency import by_urgency
from milestonectl.model.period import quarter_of
from milestonectl.render.next import Ask, next_screen, prospect_lines
from milestonectl.render.screen import Screen
from milestonectl.render.show import show_screen

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("next")
def next_asks(ctx: typer.Context, deal: AskedDeal = None, rep: AskedRep = None, output: As = Output.TABLE) -> int:
    """Show what to ask the buyer for next.

    For one deal in detail, or for all: promised ones first, then by what is likely to be won this quarter, long overdue
    ones last.

    Example: milestonectl next --rep dana
    """
    gathered = gather(ctx)
    return show(gathered, _one(gathered, deal) if deal else _all(ctx, gathered, rep), output)


def _one(gathered: Gathered, deal: str) -> Screen:
    """The same facts as in the list of all deals, shown in full."""
    found = position(gathered.deal(deal), gathered.day, gathered.stall_limits)
    chances = remembered(gathered)
    asks = _asks(gathered, [found], chances)
    listed = next_screen(asks, gathered.day, chances)
    in_full = show_screen(found, gathered.workspace.team, gathered.day)
    told = [line for ask in asks for line in ("", *prospect_lines(ask, chances))]
    return replace(listed, blocks=[*in_full.blocks, *told], reads_as_text=True)


def _all(ctx: typer.Context, gathered: Gathered, rep: str | None) -> Screen:
    deals = chosen(gathered.pipeline.deals.values(), Choice(reps_of(gathered, rep)))
    open_deals = [deal for deal in deals if deal.outcome == "open"]
    chances = learned(ctx, gathered) if open_deals else None
    asks = _asks(gathered, positions(open_deals, gathered.day, gathered.stall_limits), chances)
    return next_screen(asks, gathered.day, chances)


def _asks(gathered: Gathered, found: list[Position], chances: Chances | None) -> list[Ask]:
    """Those that wait for something, the most pressing first."""
    settings, today = gathered.workspace.settings, gathered.day
    period = quarter_of(today, settings.fiscal_year_starts)
    asking = [each for each in found if each.deal.outcome == "open" and each.progress.next]
    prospects = {each.deal.id: prospect(each, today, period, chances) for each in asking}
    pressing = by_urgency(asking, prospects, settings.currency, today)
    return [Ask(each, prospects[each.deal.id]) for each in pressing]
