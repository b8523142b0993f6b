from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_status_of_an_empty_workspace_says_how_to_open_a_deal(tmp_path: Path, run_in_terminal: Run) -> None:
    (tmp_path / "milestonectl.yaml").write_text("currency: USD\n")
    assert "milestonectl open DEAL" in run_in_terminal("-C", str(tmp_path), "status", columns=80).out
