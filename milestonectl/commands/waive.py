"""`waive`: a milestone that is not demanded of one deal."""

from collections.abc import Sequence

import typer

from milestonectl.commands.arguments import AskedDeal, AskedMilestone, By, Note, OnDate, Reason
from milestonectl.commands.clock import past_day
from milestonectl.commands.entering import Form, enter
from milestonectl.commands.gather import Gathered
from milestonectl.commands.guiding import Answers, Question
from milestonectl.commands.questions import DAY, NOTE, deal_of, which_deal, which_milestone, why
from milestonectl.commands.saying import milestone_named
from milestonectl.deals.entry import Entry, waive_entry
from milestonectl.model.row import Row

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def waive(
    ctx: typer.Context,
    deal: AskedDeal = None,
    milestone: AskedMilestone = None,
    reason: Reason = None,
    date: OnDate = "today",
    by: By = None,
    note: Note = "",
) -> int:
    """Waive a milestone for one deal, with a reason.

    Example: milestonectl waive ACME-14 security-cleared --reason "no data leaves"
    """
    known = {"deal": deal, "milestone": milestone, "reason": reason, "date": date, "note": note}
    return enter(ctx, Form("Waive a milestone.", _questions, _entry), by, known)


def _questions(gathered: Gathered, person: str) -> Sequence[Question]:
    return which_deal(gathered, person), which_milestone(gathered), why("Why is it not demanded"), DAY, NOTE


def _entry(gathered: Gathered, answers: Answers, person: str) -> Entry:
    found, day = deal_of(gathered, answers), past_day(answers["date"]).isoformat()
    target = milestone_named(found, answers["milestone"])
    row = Row(date=day, deal=found.id, event="waived", milestone=target.id, by=person)
    row = row._replace(reason=answers["reason"], note=answers["note"])
    return waive_entry(found, target, row, gathered.day)
