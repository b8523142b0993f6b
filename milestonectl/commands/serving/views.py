"""What each address shows: the workspace as it is now, as a page."""

from collections.abc import Mapping, Sequence

from milestonectl.commands.clock import now
from milestonectl.commands.gather import Gathered
from milestonectl.commands.periods import asked_period
from milestonectl.commands.report import html, this_quarter
from milestonectl.commands.report_contents import contents
from milestonectl.commands.serving.live import Live, Snapshot, deal_mark
from milestonectl.deals.deal import Deal
from milestonectl.deals.entry import Entry
from milestonectl.deals.fold import fold
from milestonectl.deals.pipeline import position
from milestonectl.model.clock import from_now
from milestonectl.model.row import Row
from milestonectl.model.settings import Team
from milestonectl.render.pages.board import board_page
from milestonectl.render.pages.deal import Refused, Words, deal_page, log_form
from milestonectl.render.pages.environment import environment
from milestonectl.render.pages.listing import deals_page
from milestonectl.render.pages.page import Page, message_page
from milestonectl.render.pages.query import matching, parse_query
from milestonectl.render.recorded import Recorded, recorded_words

Parameters = Mapping[str, str]


class View:
    """The pages of one workspace."""

    def __init__(self, live: Live, form_secret: str, writer: str) -> None:
        self.live = live
        self.form_secret = form_secret
        self.writer = writer
        self.templates = environment()

    def mark(self, deal: str) -> str:
        """Changes whenever what a page shows does."""
        return _mark(self.live.current(), deal)

    def board(self, parameters: Parameters) -> str:
        """Open deals by stage."""
        current, asked = self.live.current(), parse_query(parameters)
        team = current.gathered.workspace.team
        found = matching(current.positions.values(), asked._replace(outcome="open"), team)
        return board_page(self.templates, _page(current, "board"), found, asked, current.gathered.workspace.processes)

    def deals(self, parameters: Parameters) -> str:
        """A sorted list, a page at a time."""
        current, asked = self.live.current(), parse_query(parameters)
        workspace = current.gathered.workspace
        found = matching(current.positions.values(), asked, workspace.team)
        page = _page(current, "deals", question=asked.question)
        return deals_page(self.templates, page, found, asked, workspace.processes)

    def deal(self, parameters: Parameters) -> str:
        """One deal, after an entry with what it did."""
        current = self.live.current()
        found = current.gathered.deal(parameters.get("id", ""))
        said = Words(milestone=parameters.get("milestone", ""))
        told = _recorded(current, found, parameters.get("recorded", ""))
        return self.deal_page(current, found, said, told)

    def report(self, parameters: Parameters) -> str:
        """The report of a period, made now."""
        gathered = self.live.current().gathered
        named = parameters.get("period", "")
        period = asked_period(gathered, named) if named else this_quarter(gathered)
        return html(contents(gathered, period, parameters.get("rep") or None))

    def deal_page(
        self, current: Snapshot, deal: Deal, said: Words, told: Sequence[str] = (), refused: Refused | None = None
    ) -> str:
        """One deal with the form as somebody left it."""
        gathered, found = current.gathered, current.positions[deal.id]
        seen = _mark(current, deal.id)
        filled = said._replace(date=said.date or gathered.day.isoformat(), by=said.by or self.writer)
        override = bool(said.override) or (refused is not None and bool(refused.missing))
        form = log_form(found, filled, seen, self.form_secret, gathered.workspace.team, override=override)
        return deal_page(self.templates, _page(current, "deal", seen), found, form, told, refused)

    def message(self, heading: str, lines: Sequence[str]) -> str:
        """A page that only says something."""
        return message_page(
            self.templates, Page("", from_now(now()).day, self.live.root.name, Team(), ""), heading, lines
        )


def _page(current: Snapshot, name: str, mark: str = "", question: str = "") -> Page:
    gathered = current.gathered
    workspace = gathered.workspace
    folder = gathered.root.name
    return Page(name, gathered.day, folder, workspace.team, mark or current.mark, workspace.problems, question)


def _mark(current: Snapshot, deal: str) -> str:
    return deal_mark(current.rows.get(deal, ())) if deal else current.mark


def _recorded(current: Snapshot, deal: Deal, row_id: str) -> list[str]:
    """What an entry did, told from the record: the deal with its rows, and without them."""
    entry = tuple(row for row in deal.rows if row.recorded_at and row.id == row_id)
    rows = tuple(row for row in deal.rows if entry and row.recorded_at == entry[0].recorded_at)
    if not rows:
        return []
    earlier = [row for row in current.rows[deal.id] if row.recorded < rows[0].recorded]
    before, after = _folded(current.gathered, earlier), _folded(current.gathered, [*earlier, *rows])
    day = current.gathered.day
    return recorded_words(
        Recorded(
            rows, Entry(deal.id, rows),
            position(before, day, {}) if before else None, position(after, day, {}) if after else None, day,
        )
    )  # fmt: skip


def _folded(gathered: Gathered, rows: Sequence[Row]) -> Deal | None:
    return fold(rows, gathered.workspace.processes, gathered.workspace.settings)
