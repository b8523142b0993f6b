"""The questions of a guided `log`, with defaults from the deal's next milestone."""

from collections.abc import Callable, Sequence

import typer

from milestonectl.commands.clock import past_day
from milestonectl.commands.gather import Gathered
from milestonectl.commands.guiding import Answers, Question, guide
from milestonectl.commands.saying import milestone_named, proofs_of
from milestonectl.deals.deal import Deal
from milestonectl.deals.gates import Standing, progress
from milestonectl.model.errors import UsageError
from milestonectl.render.asks import demand_words
from milestonectl.render.words import inert

WELCOME = "Log a milestone. Tab completes, [brackets] hold the default, < goes back, - leaves empty, Ctrl-C stops."


def guided_answers(
    gathered: Gathered, person: str, known: Answers, preview: Callable[[Answers], str]
) -> dict[str, str]:
    """What is to be logged, asked question by question; `write` says whether to write what `preview` shows."""
    typer.echo(WELCOME)
    sure = Question("write", "Write it? y or n", _yes_or_no, lambda _answers: "y", lambda _answers: ("y", "n"), preview)
    return guide([*_questions(gathered, person), sure], known)


def _yes_or_no(_answers: Answers, text: str) -> None:
    if text not in ("y", "n"):
        raise UsageError("y or n, or < to go back")


def _questions(gathered: Gathered, person: str) -> Sequence[Question]:
    return (
        Question(
            "deal",
            "Deal",
            lambda _answers, text: gathered.deal(text),
            lambda _answers: _first_asked(gathered, person),
            lambda _answers: [deal.id for deal in gathered.pipeline.deals.values() if deal.outcome == "open"],
        ),
        Question(
            "milestone",
            "Milestone",
            lambda answers, text: milestone_named(_deal(gathered, answers), text),
            lambda answers: next((s.milestone.id for s in _open(gathered, answers)), ""),
            lambda answers: [s.milestone.id for s in _open(gathered, answers)],
        ),
        Question("date", "Day it happened", lambda _answers, text: past_day(text)),
        Question(
            "evidence",
            "Evidence, as KIND:REF",
            lambda _answers, text: proofs_of(gathered.root, [text] if text else []),
            choices=lambda answers: [f"{kind}:" for kind in _demanded(gathered, answers).milestone.evidence.kinds],
            hint=lambda answers: f"Asked for: {demand_words(_demanded(gathered, answers).milestone.evidence)}.",
        ),
        Question("contact", "Who at the buyer", choices=lambda answers: _contacts(_deal(gathered, answers))),
        Question(
            "role",
            "Their role",
            default=lambda answers: next(iter(_demanded(gathered, answers).milestone.evidence.roles), ""),
            choices=lambda answers: _demanded(gathered, answers).milestone.evidence.roles,
        ),
        Question("note", "Note"),
    )


def _deal(gathered: Gathered, answers: Answers) -> Deal:
    return gathered.deal(answers["deal"])


def _first_asked(gathered: Gathered, person: str) -> str:
    """The open deal of theirs that was worked on last: evidence comes in bursts."""
    open_deals = [deal for deal in gathered.pipeline.deals.values() if deal.outcome == "open" and deal.owner == person]
    return max(open_deals, key=lambda deal: deal.rows[-1].order).id if open_deals else ""


def _open(gathered: Gathered, answers: Answers) -> list[Standing]:
    """What can still be achieved or proven: the next asks first."""
    found = progress(_deal(gathered, answers), gathered.day)
    rest = [s for s in found.standings if not s.proven and not s.waiver and s not in found.next]
    return [*found.next, *rest]


def _demanded(gathered: Gathered, answers: Answers) -> Standing:
    deal = _deal(gathered, answers)
    milestone = milestone_named(deal, answers["milestone"])
    standing = progress(deal, gathered.day).standing(milestone.id)
    if standing is None:
        raise UsageError(f'"{milestone.title}" does not apply to {deal.id}')
    return standing


def _contacts(deal: Deal) -> list[str]:
    names = (item.contact for achievement in deal.achievements.values() for item in achievement.evidence)
    return [inert(name) for name in dict.fromkeys(names) if name]
