"""The report: sections, headlines and the deals behind every number, in one file that needs nothing else."""

from collections.abc import Iterable, Iterator, Mapping

from milestonectl.render.marks import MARKS
from milestonectl.render.pages.charts import drawn
from milestonectl.render.pages.environment import environment
from milestonectl.render.pages.policy import report_policy, report_script, report_style
from milestonectl.render.pages.section import Behind, Report, Section, Table

LISTED = 200
"""So many deals behind a number are listed by name; the table of deals has them all."""


def report_html(report: Report) -> str:
    """One file: styles, script and charts inside, nothing fetched; the same bytes for the same report."""
    numbers = _numbered(report)
    place = {one.deal.id: number for number, one in enumerate(report.positions, 1)}
    links = {
        one: f"#set-{numbers[one]}" if one in numbers else f"#d{place[one.deals[0]]}"
        for one in _behinds(report)
        if one.deals
    }
    charts = {
        chart.title: drawn(chart, f"{section.id}-{order}", links)
        for section in _all_sections(report.sections)
        for order, chart in enumerate(section.charts, 1)
    }
    return environment().get_template("report.html").render(
        report=report, charts=charts, links=links, numbers=numbers, place=place, listed=LISTED, names=report.team.name_of,
        marks=[(name, words) for name, (_, words, _) in MARKS.items()],
        style=report_style(), script=report_script(), policy=report_policy(),
    )  # fmt: skip


def _numbered(report: Report) -> Mapping[Behind, int]:
    """Every different set of deals, in the order in which the report speaks of it."""
    found = dict.fromkeys(one for one in _behinds(report) if len(one.deals) > 1)
    return {one: number for number, one in enumerate(found, 1)}


def _behinds(report: Report) -> Iterator[Behind]:
    yield from (tile.behind for tile in report.tiles if tile.behind)
    for section in _all_sections(report.sections):
        for chart in section.charts:
            yield from (value["behind"] for value in chart.values if value.get("behind"))
        for table in (*section.tables, *section.folded):
            yield from _behinds_of(table)


def _behinds_of(table: Table) -> Iterator[Behind]:
    return (cell.behind for row in table.rows for cell in row if cell.behind)


def _all_sections(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _all_sections(section.parts)
