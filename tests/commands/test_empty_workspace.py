from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("command", "hint"),
    [
        ("coach", "It takes 5 deals"),
        ("rates", "milestonectl open DEAL"),
        ("week", "milestonectl open DEAL"),
        ("movement", "milestonectl open DEAL"),
        ("next", "milestonectl open DEAL"),
        ("audit", "milestonectl open DEAL"),
    ],
)
def test_reports_on_nothing_say_what_to_do_and_explain_no_numbers(
    tmp_path: Path, run_in_terminal: Run, command: str, hint: str
) -> None:
    (tmp_path / "milestonectl.yaml").write_text("currency: USD\n")
    ran = run_in_terminal("-C", str(tmp_path), command, columns=80)
    assert hint in ran.out
    assert "80 %" not in ran.out
    assert "--explain" not in ran.out


def test_status_of_an_empty_workspace_says_how_to_open_a_deal(tmp_path: Path, run_in_terminal: Run) -> None:
    (tmp_path / "milestonectl.yaml").write_text("currency: USD\n")
    assert "milestonectl open DEAL" in run_in_terminal("-C", str(tmp_path), "status", columns=80).out
