"""The form that logs a milestone: the same words, the same gate and the same writer as `milestonectl log`."""

from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request

from milestonectl.commands.clock import past_day
from milestonectl.commands.gather import Gathered
from milestonectl.commands.people import known_person
from milestonectl.commands.recording import record_entry
from milestonectl.commands.saying import milestone_named, proofs_of
from milestonectl.commands.serving.guard import MAX_BODY_BYTES
from milestonectl.commands.serving.live import deal_mark, seen_until
from milestonectl.commands.serving.views import View
from milestonectl.deals.deal import Deal
from milestonectl.deals.entry import Entry, Said, log_entry
from milestonectl.model.errors import UsageError
from milestonectl.model.row import Row
from milestonectl.render.pages.deal import Refused, Words, changed_meanwhile, refused_entry

MAX_FIELDS = 40


class Answer(NamedTuple):
    """Where to go, or what to show."""

    location: str = ""
    page: str = ""
    status: int = 200


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form, none of them long."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise HTTPException(413, "The form is too long; keep long texts in evidence/.")
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict"))
    except ValueError:
        raise HTTPException(400, "This is no form of these pages.") from None


def logged(view: View, fields: dict[str, str]) -> Answer:
    """Log what the form says, or say why not with the form as it was."""
    if fields.get("form", "") != view.form_secret:
        raise HTTPException(403, "This form is not one of these pages, or it is from an earlier start. Load it again.")
    words = Words(**{name: fields.get(name, "").strip() for name in Words._fields})
    deal, seen = fields.get("deal", ""), fields.get("seen", "")

    def build(fresh: Gathered) -> Entry:
        found = fresh.deal(deal)
        if _mark(view, found) != seen:
            return Entry(found.id, refusal="changed")
        enforce = fresh.workspace.settings.gates == "enforce"
        return log_entry(found, milestone_named(found, words.milestone).id, said(fresh, words), enforce=enforce)

    try:
        outcome = record_entry(view.live.root, build, view.live.gather)
    except UsageError as error:
        return _refused(view, deal, words, Refused(str(error)), 422)
    if outcome.rows:
        return Answer(f"/deal?{urlencode({'id': outcome.entry.deal, 'recorded': outcome.rows[0].id})}")
    if _mark(view, outcome.before.deal(deal)) != seen:
        return _refused(view, deal, words, _changed(view, outcome.before.deal(deal), seen), 409)
    return _refused(view, deal, words, refused_entry(outcome.entry), 422)


def said(gathered: Gathered, words: Words) -> Said:
    """The form as values; what is wrong with it is an error that says so."""
    if not words.by:
        raise UsageError("Say who is recording this.")
    if not words.date:
        raise UsageError("Say on which day it happened.")
    if words.ref and not words.kind:
        raise UsageError("Say what kind of evidence it is.")
    proof = [f"{words.kind}:{words.ref}"] if words.ref else []
    by = known_person(gathered.workspace.team, words.by)
    contact, role = (words.contact, words.role if words.contact or proof else "")
    return Said(
        past_day(words.date, "Happened on"),
        by,
        proofs_of(gathered.root, proof),
        contact,
        role,
        words.note,
        words.override,
    )


def _mark(view: View, deal: Deal) -> str:
    return deal_mark(view.live.current().rows[deal.id])


def _changed(view: View, deal: Deal, seen: str) -> Refused:
    rows: list[Row] = [row for row in view.live.current().rows[deal.id] if row.recorded > seen_until(seen)]
    return changed_meanwhile(deal, rows)


def _refused(view: View, deal: str, words: Words, refused: Refused, status: int) -> Answer:
    now = view.live.current()
    return Answer("", view.deal_page(now, now.gathered.deal(deal), words, (), refused), status)
