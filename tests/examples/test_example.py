"""The shipped example: whole, reproducible, and with the blemishes of a record that people keep."""

import datetime
import hashlib
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from milestonectl.checks import examine
from milestonectl.deals.deal import Deal
from milestonectl.deals.flags import flags
from milestonectl.deals.fold import fold, fold_all
from milestonectl.deals.gates import Progress, blocking, progress
from milestonectl.files.evidence import evidence_problems
from milestonectl.files.workspace import load_workspace
from milestonectl.model.clock import as_of
from milestonectl.model.row import Row, fingerprint
from milestonectl.model.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
HALDEN = ROOT / "examples" / "halden"
TODAY = datetime.date(2026, 11, 20)


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return load_workspace(HALDEN)


@pytest.fixture(scope="module")
def deals(workspace: Workspace) -> dict[str, Deal]:
    return fold_all(workspace.rows, workspace.processes, workspace.settings, as_of(TODAY))


@pytest.fixture(scope="module")
def standing(deals: dict[str, Deal]) -> dict[str, Progress]:
    return {name: progress(deal, TODAY) for name, deal in deals.items()}


def test_generator_reproduces_the_committed_bytes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "examples.generate", str(tmp_path)], cwd=ROOT, check=True)
    assert _files(tmp_path) == _files(HALDEN)


def _files(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and ".milestonectl" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_small_enough_to_ship() -> None:
    assert sum(len(content) for content in _files(HALDEN).values()) < 2_000_000


def test_loads_without_problems(workspace: Workspace) -> None:
    assert workspace.problems == ()


def test_two_years_of_deals(workspace: Workspace, deals: dict[str, Deal]) -> None:
    assert len(deals) == 421
    assert 4_300 < len(workspace.rows) < 6_000
    assert min(deal.opened for deal in deals.values()) < datetime.date(2024, 10, 15)
    assert max(deal.opened for deal in deals.values()) > datetime.date(2026, 11, 10)


def test_nothing_is_recorded_or_dated_after_today(workspace: Workspace) -> None:
    horizon = as_of(TODAY)
    assert all(horizon.sees(row) for row in workspace.rows)


def test_outcomes_by_sale_type(deals: dict[str, Deal]) -> None:
    found = Counter((deal.sale_type, deal.outcome) for deal in deals.values())
    won = {kind: found[kind, "won"] / (found[kind, "won"] + found[kind, "lost"]) for kind, _ in found}
    assert 85 <= sum(count for (_, outcome), count in found.items() if outcome == "open") <= 105
    assert won == pytest.approx(
        {
            "large-account": 0.17, "national-account": 0.15, "new-account": 0.18,
            "service-contract": 0.30, "renewal": 0.80, "upgrade": 0.50,
        },
        abs=0.08,
    )  # fmt: skip


def test_every_row_is_sealed(workspace: Workspace) -> None:
    assert [row for row in workspace.rows if row.id != fingerprint(row)] == []


def test_rows_fit_the_definitions(workspace: Workspace, deals: dict[str, Deal]) -> None:
    strangers = {row.by for row in workspace.rows} - set(workspace.team.people)
    assert strangers == set()
    for row in workspace.rows:
        process = deals[row.deal].process
        assert process is not None
        assert not row.milestone or process.milestone(row.milestone) is not None
    for declared in workspace.settings.fields:
        values = {row.fields.get(declared.name, "") for row in workspace.rows} - {""}
        assert values
        assert not declared.choices or values <= set(declared.choices)


def test_a_gate_is_passed_only_with_a_reason(workspace: Workspace) -> None:
    """Each deal told again, row by row in the order of recording, as the tool would have seen it."""
    by_deal: dict[str, list[Row]] = defaultdict(list)
    overrides = 0
    for row in sorted(workspace.rows, key=lambda row: row.recorded_at):
        told = by_deal[row.deal]
        if row.event == "achieved":
            shut = _shut(told, row, workspace)
            assert bool(row.reason) == shut, row
            overrides += shut
        told.append(row)
    assert 30 <= overrides <= 90


def _shut(told: list[Row], row: Row, workspace: Workspace) -> bool:
    deal = fold(told, workspace.processes, workspace.settings)
    assert deal is not None
    assert deal.process is not None
    found = progress(deal, datetime.date.fromisoformat(row.date))
    wanted = found.standing(row.milestone)
    assert wanted is not None, row
    return bool(blocking(wanted.milestone, wanted.stage, found, deal.process))


def test_evidence_files_are_those_the_rows_point_to(workspace: Workspace) -> None:
    pointed = {row.ref: row.sha256 for row in workspace.rows if row.sha256}
    found = {name: content for name, content in _files(HALDEN).items() if name.startswith("evidence/")}
    assert {name: hashlib.sha256(content).hexdigest() for name, content in found.items()} == pointed
    assert len(found) > 10


def test_flags_and_marks_of_a_real_pipeline(deals: dict[str, Deal], standing: dict[str, Progress]) -> None:
    raised = Counter(flag.name for name, deal in deals.items() for flag in flags(deal, standing[name], TODAY, {}))
    for flag in ("stalled", "slipping", "overdue", "single-contact", "promise-missed", "booked-afterwards"):
        assert raised[flag] >= 3, flag
    pipeline = [found for name, found in standing.items() if deals[name].outcome == "open"]
    marks = Counter(milestone.mark for found in pipeline for milestone in found.standings)
    for mark in ("confirmed", "documented", "asserted", "open", "lapsed", "waived"):
        assert marks[mark] >= 2, mark
    assert sum(bool(found.out_of_order) for found in standing.values()) >= 5


def test_a_record_that_people_keep(workspace: Workspace, deals: dict[str, Deal]) -> None:
    events = Counter(row.event for row in workspace.rows)
    assert events["reopened"] >= 5
    assert events["waived"] >= 10
    assert sum(len(deal.voided) for deal in deals.values()) >= 5
    assert sum(achievement.times > 1 for deal in deals.values() for achievement in deal.achievements.values()) >= 3
    assert {deal.currency for deal in deals.values()} == {"USD", "EUR", "JPY"}
    assert {deal.process.version for deal in deals.values() if deal.process and deal.sale_type == "renewal"} == {1, 2}
    assert {row.by for row in workspace.rows if row.file.endswith(".yaml")} == {"jonas"}
    assert sum(row.recorded_at[:10] > _days_after(row, 3) for row in workspace.rows if row.event != "planned") >= 150


def _days_after(row: Row, days: int) -> str:
    return (datetime.date.fromisoformat(row.date) + datetime.timedelta(days=days)).isoformat()


def test_notes_are_not_all_from_one_hand(workspace: Workspace) -> None:
    notes = Counter(row.note for row in workspace.rows if row.note and row.kind != "indicator")
    assert len(notes) > 1_000
    assert max(notes.values()) <= 40


def test_reps_differ_at_milestones(deals: dict[str, Deal]) -> None:
    """Noor loses hardly a deal at the proof; Sam loses most of his at the needs."""
    assert _passed(deals, "noor", "needs-agreed", "proof") > 0.85
    assert _passed(deals, "sam", "qualified", "needs-agreed") < 0.5


def _passed(deals: dict[str, Deal], rep: str, before: str, milestone: str) -> float:
    """Share of a rep's closed deals that came from one milestone to the next."""
    closed = [deal for deal in deals.values() if deal.owner == rep and deal.outcome != "open"]
    reached = [deal for deal in closed if before in deal.achievements]
    return sum(milestone in deal.achievements for deal in reached) / len(reached)


def test_rory_books_afterwards(deals: dict[str, Deal]) -> None:
    won = [deal for deal in deals.values() if deal.owner == "rory" and deal.outcome == "won"]
    quick = [deal for deal in won if deal.closed and (deal.closed - deal.opened).days < 2]
    assert len(quick) > 0.7 * len(won)


def test_danas_pipeline(deals: dict[str, Deal], standing: dict[str, Progress]) -> None:
    own = {name for name, deal in deals.items() if deal.owner == "dana" and deal.outcome == "open"}
    assert {"ACME-14", "BOLT-3", "CRANE-9"} <= own
    assert 9 <= len(own) <= 14
    assert [s.mark for s in standing["ACME-14"].standings[:3]] == ["confirmed", "confirmed", "documented"]
    assert sum(push.days for push in deals["ACME-14"].pushes) == 31
    assert {flag.name for flag in flags(deals["BOLT-3"], standing["BOLT-3"], TODAY, {})} >= {"stalled", "slipping"}
    promised = standing["CRANE-9"].standing("contract")
    assert promised is not None
    assert promised.planned is not None
    assert promised.planned.date == "2026-11-25"


def test_danas_targets_give_two_milestones_a_week(workspace: Workspace) -> None:
    dana = workspace.team.people["dana"]
    target = next(target for target in dana.targets if target.period.name == "2026")
    process = workspace.processes.current(target.sale_type, TODAY)
    assert process is not None
    assert process.contract_value is not None
    wins = float(target.revenue / process.contract_value)
    assert wins == 12
    assert wins * len(process.milestones) * process.multiplier / workspace.settings.working_weeks == 2


def test_what_the_audit_finds_is_meant(workspace: Workspace) -> None:
    """Rows that are written down late, one waiver that ran out, and Rory, who calls every talk by the same name."""
    found = examine(workspace, TODAY, evidence_problems(HALDEN, workspace.rows))
    repeated = [problem.message for problem in found if problem.name == "repeated-evidence"]
    assert Counter(problem.name for problem in found) == {
        "late-record": 32,
        "expired-waiver": 1,
        "repeated-evidence": 1,
    }
    assert repeated == ['meeting "order talk" stands as evidence in 4 deals']
