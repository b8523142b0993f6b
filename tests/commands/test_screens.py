"""Golden screens of the daily loop, at 80 and 160 columns."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from loop_building import Desk

SCREENS = {
    "status": "status",
    "status-all": "status --outcome all",
    "status-by-rep": "status --by rep",
    "show": "show ACME-14",
    "show-history": "show BOLT-3 --history",
    "show-won": "show CRANE-9",
    "show-lost": "show DOG-1",
    "next": "next",
    "next-deal": "next BOLT-3",
    "log": "log ACME-14 proof --evidence email:2f9c --contact J.Roe --role user",
    "log-refused": "log ACME-14 contract",
    "log-override": "log ACME-14 contract --override hurry",
    "open": "open EAST-1 --sale-type upgrade --account East --amount 12000 --set seats=40",
    "plan": "plan BOLT-3 terms-agreed --date 2026-12-01",
    "lose": "lose BOLT-3 --reason merged",
}


@pytest.mark.parametrize("columns", [80, 160])
@pytest.mark.parametrize("name", SCREENS)
def test_screen(name: str, columns: int, screen: Desk, golden: Callable[[str, str], None]) -> None:
    ran = screen(*SCREENS[name].split(), columns=columns)
    assert ran.err == ""
    golden(f"{name}-{columns}.txt", ran.out)


@pytest.mark.parametrize("name", SCREENS)
def test_nothing_but_a_command_to_copy_is_wider_than_the_terminal(name: str, screen: Desk) -> None:
    ran = screen(*SCREENS[name].split(), columns=80)
    wide = [line for line in ran.out.splitlines() if len(line) > 80]
    assert all("milestonectl " in line for line in wide)
    assert all(line == line.rstrip() for line in ran.out.splitlines())


@pytest.mark.parametrize("columns", [20, 40, 60])
@pytest.mark.parametrize("name", ["status", "show", "next"])
def test_a_narrow_terminal_is_no_crash(name: str, columns: int, screen: Desk) -> None:
    assert screen(*SCREENS[name].split(), columns=columns).code == 0


@pytest.mark.parametrize("line", ["status", "next", "show ACME-14", "rates", "log ACME-14 contract"])
def test_forced_colours_change_no_shape_in_a_pipe(busy: Desk, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    plain = busy(*line.split()).out
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert busy(*line.split()).out == plain


def test_forced_colours_are_there_in_a_pipe(busy: Desk) -> None:
    command = [sys.executable, "-m", "milestonectl", "-C", str(busy.root), "show", "ACME-14"]
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    forced = subprocess.run(command, env=kept | {"FORCE_COLOR": "1"}, capture_output=True, text=True, check=True)
    assert "\x1b[1m" in forced.stdout
