"""Desks for the tests of the daily commands."""

from pathlib import Path

import pytest
from loop_building import Desk, Run, fill, pinned, start

__all__ = ["pinned"]


@pytest.fixture
def desk(tmp_path: Path, run: Run, pinned: None) -> Desk:
    """An empty workspace, its commands run as in a pipe."""
    return start(tmp_path / "ws", run)


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A workspace with deals."""
    fill(desk)
    return desk


@pytest.fixture
def screen(busy: Desk, run_in_terminal: Run) -> Desk:
    """The same, as a person at a terminal sees it."""
    return Desk(busy.root, run_in_terminal)
