"""Arguments and flags that several commands share, each defined once."""

import enum
from typing import Annotated, TypeAlias

import typer

from milestonectl.commands.completion import complete_deals, complete_milestones, complete_people, complete_sale_types


class Output(enum.StrEnum):
    """How a report is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


DealId: TypeAlias = Annotated[str, typer.Argument(metavar="DEAL", help="The deal.", autocompletion=complete_deals)]
AskedDeal: TypeAlias = Annotated[
    str | None, typer.Argument(metavar="DEAL", help="The deal.", autocompletion=complete_deals, show_default=False)
]
AskedMilestone: TypeAlias = Annotated[
    str | None,
    typer.Argument(metavar="MILESTONE", help="The milestone.", autocompletion=complete_milestones, show_default=False),
]
OnDate: TypeAlias = Annotated[str, typer.Option("--date", metavar="DATE", help="The day it happened.")]
By: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="REP",
        help="Who says so; else MILESTONECTL_REP, else git's user.",
        autocompletion=complete_people,
    ),
]
Note: TypeAlias = Annotated[str, typer.Option("--note", metavar="TEXT", help="A note for people.")]
Reason: TypeAlias = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why.")]
AskedSaleType: TypeAlias = Annotated[
    str | None, typer.Option("--sale-type", metavar="NAME", help="The sale type.", autocompletion=complete_sale_types)
]
AskedRep: TypeAlias = Annotated[
    str | None, typer.Option("--rep", metavar="REP", help="Only this rep's deals.", autocompletion=complete_people)
]
As: TypeAlias = Annotated[Output, typer.Option("-o", "--output", help="How to print it.")]
AskedPeriod: TypeAlias = Annotated[
    str | None, typer.Option("--period", metavar="PERIOD", help="2026, 2026-Q4, 2026-11 or 2026-W48; else this year.")
]
AskedQuarter: TypeAlias = Annotated[
    str | None,
    typer.Option("--period", metavar="PERIOD", help="2026, 2026-Q4, 2026-11 or 2026-W48; else this quarter."),
]
Explain: TypeAlias = Annotated[bool, typer.Option("--explain", help="Show how each number comes about.")]
CloseDate: TypeAlias = Annotated[
    str, typer.Option("--close-date", metavar="DATE", help="When the buyer is expected to sign.")
]
Currency: TypeAlias = Annotated[str, typer.Option("--currency", metavar="CODE", help="As in USD.")]
Set: TypeAlias = Annotated[
    list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="A declared extra field; again for more.")
]
