"""The report: sections, headlines and the deals behind every number, in one file that needs nothing else."""

from collections.abc import Mapping

from milestonectl.render.marks import MARKS
from milestonectl.render.pages.charts import drawn
from milestonectl.render.pages.environment import environment
from milestonectl.render.pages.policy import report_policy, report_script, report_style
from milestonectl.render.pages.section import Behind, Report, all_sections, behinds

LISTED = 200
"""So many deals behind a number are listed by name; the table of deals has them all."""


def report_html(report: Report) -> str:
    """One file: styles, script and charts inside, nothing fetched; the same bytes for the same report."""
    numbers = _numbered(report)
    place = {one.deal.id: number for number, one in enumerate(report.positions, 1)}
    links = {
        one: f"#set-{numbers[one]}" if one in numbers else f"#d{place[one.deals[0]]}"
        for one in behinds(report.tiles, report.sections)
        if one in numbers or (one.deals and one.deals[0] in place)
    }
    charts = {
        chart.title: drawn(chart, f"{section.id}-{order}", links)
        for section in all_sections(report.sections)
        for order, chart in enumerate(section.charts, 1)
    }
    return environment().get_template("report.html").render(
        report=report, charts=charts, links=links, numbers=numbers, place=place, listed=LISTED, names=report.team.name_of,
        marks=[(name, words) for name, (_, words, _) in MARKS.items()],
        style=report_style(), script=report_script(), policy=report_policy(),
    )  # fmt: skip


def _numbered(report: Report) -> Mapping[Behind, int]:
    """Every different set of deals, in the order in which the report speaks of it."""
    found = dict.fromkeys(one for one in behinds(report.tiles, report.sections) if len(one.deals) > 1)
    return {one: number for number, one in enumerate(found, 1)}
