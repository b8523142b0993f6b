"""`serve`: what is said before anything is served."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pages_building import make_workspace


def test_without_the_framework_it_says_what_to_install(
    tmp_path: Path, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    answer = run("-C", str(make_workspace(tmp_path)), "serve")
    assert answer.code == 3
    assert "pip install 'milestonectl[serve]'" in answer.err


def test_it_is_live_only(tmp_path: Path, run: Callable[..., Any]) -> None:
    answer = run("-C", str(make_workspace(tmp_path)), "serve", "--as-of", "2026-11-20")
    assert answer.code == 2
    assert "the pages are live" in answer.err


def test_a_port_that_is_taken_is_named(tmp_path: Path, run: Callable[..., Any]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        answer = run("-C", str(make_workspace(tmp_path)), "serve", "--port", port)
    assert answer.code == 3
    assert f"port {port}" in answer.err
    assert "--port 0" in answer.err


def test_an_unknown_writer_is_refused(tmp_path: Path, run: Callable[..., Any]) -> None:
    answer = run("-C", str(make_workspace(tmp_path)), "serve", "--by", "mallory")
    assert answer.code == 2
    assert "is not in team.yaml" in answer.err
