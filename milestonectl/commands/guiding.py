"""Entering something by answering questions, one after the other.

A default stands in brackets, the tab key completes, `<` steps back, `-` clears a default. A mistake is explained and
asked again; nothing that was answered is lost.
"""

import shutil
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import typer

from milestonectl.commands.asking import completing
from milestonectl.model.errors import UsageError

BACK = "<"
NOTHING = "-"

Answers = Mapping[str, str]


def _no_choices(_answers: Answers) -> Sequence[str]:
    return ()


def _no_words(_answers: Answers) -> str:
    return ""


@dataclass(frozen=True)
class Question:
    """One thing to be told."""

    name: str
    words: str
    check: Callable[[Answers, str], object] = lambda _answers, _text: None
    """Raises a `UsageError` that says what is wrong with an answer."""
    default: Callable[[Answers], str] = _no_words
    choices: Callable[[Answers], Sequence[str]] = _no_choices
    """What the tab key offers."""
    hint: Callable[[Answers], str] = _no_words
    """What to know before answering, on a line of its own."""
    flag: str = ""
    """How the command line says it, for what must be told: it cannot stay empty."""


def guide(questions: Sequence[Question], known: Answers) -> dict[str, str]:
    """The answers to all questions. What is known already is the default, and what leads of it is not asked again."""
    answers = dict(known)
    position = _first_unknown(questions, answers)
    while position < len(questions):
        question = questions[position]
        text = _answer(question, answers)
        if text == BACK:
            position = max(0, position - 1)
        elif _accepted(question, answers, text):
            answers[question.name] = text
            position += 1
    return answers


def _first_unknown(questions: Sequence[Question], answers: dict[str, str]) -> int:
    """The place of the first question without an answer; a wrong one is explained and forgotten."""
    for position, question in enumerate(questions):
        text = answers.get(question.name, "")
        if not text:
            return position
        if not _accepted(question, answers, text):
            answers[question.name] = ""
            return position
    return len(questions)


def _answer(question: Question, answers: Answers) -> str:
    hint = question.hint(answers)
    if hint:
        say(hint)
    default = answers.get(question.name) or question.default(answers)
    with completing(question.choices(answers)):
        text = str(typer.prompt(question.words, default=default, show_default=bool(default))).strip()
    return "" if text == NOTHING else text


def say(words: str) -> None:
    """Words beside the questions, broken between words where the terminal is narrow."""
    width = shutil.get_terminal_size().columns - 2
    for line in words.splitlines():
        for part in textwrap.wrap(line, width, break_on_hyphens=False, break_long_words=False):
            typer.echo(f"  {part}")


def _accepted(question: Question, answers: Answers, text: str) -> bool:
    if question.flag and not text:
        say("An answer is needed.")
        return False
    try:
        question.check(answers, text)
    except (UsageError, typer.BadParameter) as wrong:
        say(str(wrong))
        return False
    return True
