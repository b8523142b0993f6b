import io
import sys

import pytest

from milestonectl.render.progress import SHOWN_AFTER, watched


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_off_a_terminal_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(watched(iter(range(2 * SHOWN_AFTER)), "f.csv")) == list(range(2 * SHOWN_AFTER))
    assert capsys.readouterr().err == ""


def test_on_a_terminal_a_long_reading_is_counted_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert list(watched(iter(range(3 * SHOWN_AFTER + 7)), "f\x1b[31m.csv")) == list(range(3 * SHOWN_AFTER + 7))
    assert "Reading f<U+001B>" in terminal.getvalue()


def test_a_short_reading_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert list(watched(iter(range(5)), "f.csv")) == list(range(5))
    assert terminal.getvalue() == ""
