"""The ends of a deal, lost or open again: an event with a reason, if the deal is not there already."""

from milestonectl.commands.clock import past_day
from milestonectl.commands.entering import Form
from milestonectl.commands.gather import Gathered
from milestonectl.commands.guiding import Answers
from milestonectl.commands.questions import DAY, NOTE, deal_of, which_deal, why
from milestonectl.deals.entry import Entry, ending_entry
from milestonectl.model.row import Row


def ending_form(words: str, event: str, reason: str) -> Form:
    """Records that a deal is `lost` or `reopened`; `reason` is how the reason is asked for."""

    def build(gathered: Gathered, answers: Answers, person: str) -> Entry:
        found, day = deal_of(gathered, answers), past_day(answers["date"]).isoformat()
        row = Row(date=day, deal=found.id, event=event, by=person, reason=answers["reason"], note=answers["note"])
        return ending_entry(found, row)

    return Form(words, lambda gathered, _person: (which_deal(gathered), why(reason), DAY, NOTE), build)
