"""Real git: whatever two people append, both keep it, whether they merge, rebase or stash."""

import datetime
import itertools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trust_building import achieved, commit, git, make_workspace, opened

from milestonectl.checks import check
from milestonectl.deals.deal import Deal
from milestonectl.deals.fold import fold_all
from milestonectl.files.record import append_rows
from milestonectl.files.repair import take_out_copies
from milestonectl.files.workspace import load_workspace
from milestonectl.model.clock import as_of
from milestonectl.model.row import Row
from milestonectl.model.settings import DealField, Settings
from milestonectl.model.workspace import Workspace

SHARED = Settings()
WIDER = Settings(fields=(DealField("seats", "number"),))
YAML = Settings(ledger_format="yaml", fields=WIDER.fields)
LEDGER = "ledger/2026/dana.csv"
STEPS = itertools.count()


@st.composite
def appended(draw: st.DrawFn) -> list[tuple[Row, Settings, str]]:
    """What somebody appends between two meetings: rows, by what settings, to which shard."""
    found = []
    for _ in range(draw(st.integers(0, 4))):
        moment = f"2026-11-10T10:{draw(st.integers(0, 59)):02}:00.{next(STEPS) % 1_000_000:06}Z"
        chosen = draw(st.sampled_from([SHARED, WIDER, YAML]))
        note = draw(st.sampled_from(["", "seen, signed", 'said "yes"', "Zoë", "=1+1"]))
        fields = {"seats": "12"} if chosen is not SHARED else {}
        deal = draw(st.sampled_from(["A", "B"]))
        row = draw(st.sampled_from([
            achieved(deal, draw(st.sampled_from(["met", "offered", "signed"])), moment, note=note, fields=fields),
            opened(deal, moment, note=note, fields=fields),
        ]))  # fmt: skip
        found.append((row, chosen, draw(st.sampled_from(["2026/dana", "2026/kim"]))))
    return found


def append(root: Path, said: list[tuple[Row, Settings, str]], subject: str = "") -> None:
    for row, chosen, shard in said:
        append_rows(root, [row], chosen, shard)
    if subject:
        commit(root, subject)


def state(workspace: Workspace) -> dict[str, Deal]:
    """What the rows add up to, wherever they stand."""
    return fold_all(
        [row._replace(file="", line=0) for row in workspace.rows],
        workspace.processes,
        workspace.settings,
        as_of(datetime.date(2026, 12, 31)),
    )


def ids(root: Path) -> set[str]:
    return {row.id for row in load_workspace(root).rows}


MANY = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@MANY
@given(appended(), appended(), appended(), st.sampled_from(["merge", "rebase", "stash"]))
def test_both_sides_keep_the_union_and_come_to_the_same_state(
    tmp_path_factory: pytest.TempPathFactory,
    base: list[tuple[Row, Settings, str]],
    ours: list[tuple[Row, Settings, str]],
    theirs: list[tuple[Row, Settings, str]],
    way: str,
) -> None:
    root = make_workspace(tmp_path_factory.mktemp("merge"))
    append(root, base)
    commit(root, "base")
    git(root, "checkout", "-q", "-b", "theirs")
    append(root, theirs, "theirs")
    git(root, "checkout", "-q", "main")
    if way == "stash":
        append(root, ours)
        git(root, "add", "-A")
        git(root, "stash", "-q")
        git(root, "merge", "-q", "theirs")
        if git(root, "stash", "list"):
            git(root, "stash", "pop", "-q")
    else:
        append(root, ours, "ours")
        git(root, "checkout", "-q", "-b", "other", "main")
        git(root, "checkout", "-q", "main")
        git(root, way, "-q", *(["--no-edit"] if way == "merge" else []), "theirs")
    merged = load_workspace(root)
    assert merged.problems == ()
    assert {row.id for row in merged.rows} == {row.id for row, _, _ in (*base, *ours, *theirs)}
    if way == "merge":
        git(root, "checkout", "-q", "theirs")
        git(root, "merge", "-q", "--no-edit", "other")
        assert state(load_workspace(root)) == state(merged)


def problems(root: Path) -> list[tuple[str, str]]:
    """What is wrong with the ledger."""
    found = check(load_workspace(root), datetime.date(2026, 11, 21))
    return [(problem.name, problem.message) for problem in found if problem.place.file.startswith("ledger/")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = make_workspace(tmp_path)
    append_rows(root, [opened(), achieved(note="seen")], SHARED, "2026/dana")
    commit(root, "base")
    git(root, "branch", "theirs")
    return root


def edit(root: Path, old: str, new: str, subject: str) -> None:
    path = root / LEDGER
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    commit(root, subject)


def merge(root: Path) -> None:
    git(root, "merge", "-q", "--no-edit", "theirs")


def test_an_edit_in_place_on_one_side_is_found_after_the_merge(root: Path) -> None:
    append_rows(root, [achieved(milestone="offered")], SHARED, "2026/dana")
    commit(root, "ours")
    git(root, "checkout", "-q", "theirs")
    edit(root, "seen", "seen by the board", "theirs")
    git(root, "checkout", "-q", "main")
    merge(root)
    found = dict(problems(root))
    assert set(found) & {"wrong-id", "shared-id"}


def test_two_contents_under_one_id_are_both_shown(root: Path) -> None:
    edit(root, "seen", "seen by the board", "ours")
    git(root, "checkout", "-q", "theirs")
    edit(root, "seen", "seen by nobody", "theirs")
    git(root, "checkout", "-q", "main")
    merge(root)
    found = dict(problems(root))
    assert "shared-id" in found
    assert 'note is "seen by nobody" here and "seen by the board" there' in found["shared-id"]


def test_the_same_rows_on_both_sides_are_reported_and_can_be_taken_out(root: Path) -> None:
    late = achieved(milestone="offered")
    append_rows(root, [late], SHARED, "2026/dana")
    commit(root, "ours")
    git(root, "checkout", "-q", "theirs")
    append_rows(root, [opened("B", account="B"), late], SHARED, "2026/dana")
    append_rows(root, [late], SHARED, "2026/kim")
    commit(root, "theirs")
    git(root, "checkout", "-q", "main")
    merge(root)
    before = ids(root)
    assert {name for name, _ in problems(root)} == {"duplicate-row"}
    assert take_out_copies(root, ("seats",))
    assert problems(root) == []
    assert ids(root) == before
    assert take_out_copies(root, ("seats",)) == []
