"""The questions that commands share: which deal, which milestone, when, why; with what a deal suggests as the default."""

from collections.abc import Sequence

from milestonectl.commands.clock import past_day
from milestonectl.commands.gather import Gathered
from milestonectl.commands.guiding import Answers, Question
from milestonectl.commands.saying import milestone_named
from milestonectl.deals.deal import Deal
from milestonectl.deals.gates import Standing, progress
from milestonectl.model.errors import UsageError

DAY = Question(
    "date", "Day it happened", lambda _answers, text: past_day(text), choices=lambda _: ("today", "yesterday")
)
NOTE = Question("note", "Note")


def why(words: str) -> Question:
    """The reason, which must be told."""
    return Question("reason", words, flag="--reason")


def which_deal(gathered: Gathered, person: str = "") -> Question:
    """The deal: of somebody's own, the one they worked on last is the default, as entries come in bursts."""
    return Question(
        "deal",
        "Deal",
        lambda _answers, text: gathered.deal(text),
        lambda _answers: _worked_on_last(gathered, person),
        lambda _answers: [deal.id for deal in _open_deals(gathered)],
        flag="DEAL",
    )


def which_milestone(gathered: Gathered) -> Question:
    """The milestone of the deal that was answered: the next ask is the default."""
    return Question(
        "milestone",
        "Milestone",
        lambda answers, text: standing_of(gathered, {**answers, "milestone": text}),
        lambda answers: next((s.milestone.id for s in _awaited(gathered, answers)), ""),
        lambda answers: [s.milestone.id for s in _awaited(gathered, answers)],
        flag="MILESTONE",
    )


def deal_of(gathered: Gathered, answers: Answers) -> Deal:
    """The deal that was answered."""
    return gathered.deal(answers["deal"])


def standing_of(gathered: Gathered, answers: Answers) -> Standing:
    """The milestone that was answered, as it stands in its deal."""
    deal = deal_of(gathered, answers)
    milestone = milestone_named(deal, answers["milestone"])
    standing = progress(deal, gathered.day).standing(milestone.id)
    if standing is None:
        raise UsageError(f'"{milestone.title}" does not apply to {deal.id}')
    return standing


def _open_deals(gathered: Gathered) -> Sequence[Deal]:
    return [deal for deal in gathered.pipeline.deals.values() if deal.outcome == "open"]


def _worked_on_last(gathered: Gathered, person: str) -> str:
    theirs = [deal for deal in _open_deals(gathered) if deal.owner == person]
    return max(theirs, key=lambda deal: deal.rows[-1].order).id if theirs else ""


def _awaited(gathered: Gathered, answers: Answers) -> Sequence[Standing]:
    """What can still be achieved or proven: the next asks first. Nothing while no deal is answered."""
    if not answers.get("deal"):
        return ()
    found = progress(deal_of(gathered, answers), gathered.day)
    rest = [s for s in found.standings if not s.proven and not s.waiver and s not in found.next]
    return [*found.next, *rest]
