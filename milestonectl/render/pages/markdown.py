"""The report as Markdown, for chats and pull requests: the words and the tables, without charts."""

from collections.abc import Iterator, Sequence

from milestonectl.deals.pipeline import Position
from milestonectl.render.layout import plain
from milestonectl.render.marks import MARKS, track
from milestonectl.render.pages.section import Report, Section, Table
from milestonectl.render.printing import markdown_text
from milestonectl.render.words import day, short_money, weekday

_DEALS = ("Deal", "Account", "Owner", "Stage", "Milestones", "Next ask", "Amount", "Closes")


def report_markdown(report: Report) -> str:
    """One text; numbers stand for themselves, as nothing can be folded out."""
    lines = [f"# {markdown_text(report.title)}", "", f"{markdown_text(report.workspace)}, {weekday(report.day)}", ""]
    lines += [
        f"- **{markdown_text(t.title)}**: {markdown_text(t.text)} ({markdown_text(t.words)})" for t in report.tiles
    ]
    for section in report.sections:
        lines += ["", *_section(section, 2)]
    return "\n".join([*lines, "", *_deals(report)]) + "\n"


def _section(section: Section, level: int) -> Iterator[str]:
    yield f"{'#' * level} {markdown_text(section.title)}"
    for words in section.words:
        yield from ("", markdown_text(words))
    for table in (*section.tables, *section.folded):
        if table.rows:
            yield from ("", *_table(table))
    for part in section.parts:
        yield from ("", *_section(part, level + 1))


def _table(table: Table) -> Iterator[str]:
    rows = [[cell.text for cell in row] for row in table.rows]
    yield from _lines([head.title for head in table.heads], [head.right for head in table.heads], rows)


def _lines(titles: Sequence[str], right: Sequence[bool], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(markdown_text(title) for title in titles)} |"
    yield f"| {' | '.join('---:' if one else '---' for one in right)} |"
    for row in rows:
        yield f"| {' | '.join(markdown_text(text) for text in row)} |"


def _deals(report: Report) -> Iterator[str]:
    found = [one for one in report.positions if one.deal.outcome == "open"]
    if found:
        marks = "  ".join(f"{sign} {words}" for sign, words, _ in MARKS.values())
        yield from ("## Open deals", "", marks, "")
        rows = [_deal(one, report) for one in found]
        yield from _lines(_DEALS, [title == "Amount" for title in _DEALS], rows)


def _deal(one: Position, report: Report) -> list[str]:
    deal = one.deal
    return [
        deal.id,
        deal.account,
        report.team.name_of(deal.owner),
        one.stage_title,
        plain(track(one.progress)),
        one.progress.next[0].milestone.title if one.progress.next else "",
        short_money(deal.amount) if deal.amount else "",
        day(deal.close_date, report.day) if deal.close_date else "",
    ]
