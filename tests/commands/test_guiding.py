"""Answering questions: defaults, stepping back, and mistakes that lose nothing."""

import io

import pytest

from milestonectl.commands.guiding import Question, guide, say
from milestonectl.model.errors import UsageError


def _number(_answers: object, text: str) -> None:
    if not text.isdigit():
        raise UsageError(f"{text} is no number")


QUESTIONS = (Question("name", "Name"), Question("age", "Age", _number, lambda answers: str(len(answers["name"]))))


def _answered(monkeypatch: pytest.MonkeyPatch, *lines: str, known: dict[str, str] | None = None) -> dict[str, str]:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    return guide(QUESTIONS, known or {})


def test_an_empty_answer_takes_the_default_made_of_the_answers_before(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _answered(monkeypatch, "Dana", "") == {"name": "Dana", "age": "4"}


def test_a_mistake_is_explained_and_asked_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _answered(monkeypatch, "Dana", "old", "41") == {"name": "Dana", "age": "41"}
    assert "old is no number" in capsys.readouterr().out


def test_stepping_back_keeps_what_was_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _answered(monkeypatch, "Dana", "<", "", "7") == {"name": "Dana", "age": "7"}
    assert _answered(monkeypatch, "<", "Dana", "<", "Sam", "") == {"name": "Sam", "age": "3"}


def test_what_is_known_already_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _answered(monkeypatch, "Lee", "", known={"age": "50"}) == {"name": "Lee", "age": "50"}


def test_what_leads_and_is_known_is_not_asked_but_can_be_gone_back_to(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _answered(monkeypatch, "50", known={"name": "Lee"}) == {"name": "Lee", "age": "50"}
    assert _answered(monkeypatch, "<", "Sam", "50", known={"name": "Lee"}) == {"name": "Sam", "age": "50"}


def test_what_is_known_and_wrong_is_explained_and_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _answered(monkeypatch, "", known={"name": "Lee", "age": "old"}) == {"name": "Lee", "age": "3"}
    assert "old is no number" in capsys.readouterr().out


def test_a_hyphen_clears_a_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _answered(monkeypatch, "<", "-", "9", known={"name": "Lee"}) == {"name": "", "age": "9"}


def test_words_are_broken_between_words_where_the_terminal_is_narrow(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "24")
    say("One of large-account, national-account, new-account.")
    assert capsys.readouterr().out == "  One of large-account,\n  national-account,\n  new-account.\n"
