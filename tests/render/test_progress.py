import io
import sys
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from milestonectl.render.progress import SHOWN_AFTER, watched


class Some(NamedTuple):
    """Records of a file."""

    lines: range
    share: float


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def parts(shares: list[float]) -> list[Some]:
    return [Some(range(SHOWN_AFTER), share) for share in shares]


def shown(monkeypatch: pytest.MonkeyPatch, some: list[Some]) -> str:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    assert list(watched(iter(some), "Reading", "history.csv")) == some
    return terminal.getvalue()


def test_a_long_reading_shows_how_much_of_the_file_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(monkeypatch, parts([0.25, 0.5, 0.75]))
    assert "Reading history.csv" in text
    assert " 75%" in text
    assert "60,000 records" in text


def test_a_file_of_unknown_length_shows_only_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(monkeypatch, parts([0, 0]))
    assert "40,000 records" in text
    assert "%" not in text


def test_of_a_long_path_the_end_is_shown_and_leaves_room_for_the_percentage(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "80")
    list(watched(iter(parts([0.25, 0.5])), "Reading", f"/{'exports/' * 20}history.csv"))
    assert "…s/exports/exports/history.csv " in terminal.getvalue()
    assert " 50%" in terminal.getvalue()


def test_a_short_reading_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, [Some(range(10), 1.0)]) == ""


def test_nothing_is_shown_where_nobody_looks() -> None:
    some: Iterator[Some] = iter(parts([0.5, 1.0]))
    assert watched(some, "Reading", "history.csv") is some
