"""The one way in which a command that writes is told what to write: on its command line, or question by question.

A command lists its questions and says which entry their answers make. Whatever must be told and is missing starts the
questions on a terminal, and is an error that names the flag elsewhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import typer

from milestonectl.commands.asking import can_ask, missing
from milestonectl.commands.gather import Gathered
from milestonectl.commands.guiding import BACK, Answers, Question, guide, say
from milestonectl.commands.people import person_at_hand, writer
from milestonectl.commands.recording import clean, gather_to_write, record
from milestonectl.deals.entry import Entry
from milestonectl.model.errors import Exit, UsageError
from milestonectl.render.recorded import entry_preview

KEYS = "Tab completes, [brackets] hold the default, < goes back, - leaves empty, Ctrl-C stops."


@dataclass(frozen=True)
class Form:
    """What a command asks, and what it makes of the answers."""

    words: str
    questions: Callable[[Gathered, str], Sequence[Question]]
    """For a workspace and whoever writes, as far as that is known."""
    build: Callable[[Gathered, Answers, str], Entry]
    """The entry of a workspace, the answers and whoever writes."""


def enter(ctx: typer.Context, form: Form, by: str | None, known: dict[str, str | None]) -> int:
    """Record what is known already, or ask for it first."""
    gathered = gather_to_write(ctx)
    answers = {name: (value or "").strip() for name, value in known.items()}
    questions = form.questions(gathered, person_at_hand(gathered.root, gathered.workspace.team, by))
    lacking = next((one for one in questions if one.flag and not answers.get(one.name)), None)
    if lacking and not can_ask(ctx):
        raise missing(lacking.flag, lacking.choices(answers))
    person = writer(ctx, gathered, by)
    if lacking:
        typer.echo(form.words)
        say(KEYS)
        answers = guide([*questions, _sure(form, gathered, person)], answers)
        if answers["write"] == "n":
            typer.echo("Nothing was written.")
            return Exit.FINE
    return record(ctx, lambda fresh: form.build(fresh, answers, person))


def _sure(form: Form, gathered: Gathered, person: str) -> Question:
    """Shows the exact rows, or why they would be refused, and asks before writing."""

    def entry(answers: Answers) -> Entry:
        try:
            made = form.build(gathered, answers, person)
            return Entry(
                made.deal, tuple(map(clean, made.rows)), made.milestone, made.stage, made.blocking, made.refusal
            )
        except UsageError as wrong:
            return Entry("", refusal=str(wrong))

    return Question(
        "write",
        "Write it? y or n",
        _yes_or_no,
        lambda answers: "y" if entry(answers).rows else BACK,
        lambda _answers: ("y", "n"),
        lambda answers: entry_preview(entry(answers)),
    )


def _yes_or_no(_answers: Answers, text: str) -> None:
    if text not in ("y", "n"):
        raise UsageError("y or n, or < to go back")
