"""The forecast of each rep, team or sale type beside that of all of them."""

from collections.abc import Mapping
from dataclasses import replace

from milestonectl.render.forecast import (
    RECORDS,
    ForecastReport,
    cell,
    forecast_screen,
    total_cells,
    total_document,
)
from milestonectl.render.screen import Column, Line, Records, Screen, Span, Table

_COLUMNS = (
    Column("", shrink=True, least=12), Column("Booked", right=True), Column("Open", right=True, drop=3),
    Column("New", right=True, drop=4), Column("Even chance of", right=True), Column("80 % range", right=True),
    Column("Target", right=True, drop=1), Column("Coverage", right=True, drop=2),
)  # fmt: skip


def forecast_by_screen(report: ForecastReport, by: str, groups: Mapping[str, ForecastReport]) -> Screen:
    """The screen of `forecast` with a table for each period, a line for each group and currency of which there is anything."""
    whole = forecast_screen(report)
    blocks: list[Line | Table] = []
    for period in report.forecast.periods:
        rows: list[list[Line]] = [
            [name, *total_cells(total, group)]
            for name, group in groups.items()
            for total in group.forecast.totals
            if total.period == period and (total.at_least_10pct or (period.name, total.currency) in group.targets)
        ]
        blocks += [Span(f"{period.name} by {by}", "bold"), Table(_COLUMNS, rows), ""] if rows else []
    blocks.append(
        " Ranges of groups do not add up: not all of them have bad luck at once. Coverage: open over missing."
    )
    documents = [
        {"group": name} | total_document(total, group)
        for name, group in groups.items()
        for total in group.forecast.totals
    ]
    records = Records(("group", *RECORDS), [[cell(d[name]) for name in ("group", *RECORDS)] for d in documents])
    document = {**whole.document, "by": by, "groups": documents}
    return replace(whole, blocks=[whole.blocks[0], "", *blocks], document=document, records=records)
