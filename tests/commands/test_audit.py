"""`audit` on records that somebody tampered with, and on records that are only badly kept."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from trust_building import achieved, commit, git, make_workspace, opened

from milestonectl.checks import AUDIT_RULES, RULES
from milestonectl.files.evidence import sha256
from milestonectl.files.record import append_rows
from milestonectl.model.row import Row, seal
from milestonectl.model.rule import Rule
from milestonectl.model.settings import Settings

Run = Callable[..., Any]
LEDGER = "ledger/2026/dana.csv"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MILESTONECTL_NOW", "2026-11-21T10:00:00+00:00")
    return make_workspace(tmp_path / "workspace")


def keep(root: Path, *rows: Row) -> None:
    append_rows(root, rows, Settings(), "2026/dana")


def edit(root: Path, old: str, new: str, file: str = LEDGER) -> None:
    text = (root / file).read_text()
    assert old in text
    (root / file).write_text(text.replace(old, new, 1))


def audited(run: Run, root: Path, *arguments: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(run("-C", str(root), "audit", "-o", "json", *arguments).out)
    return document


def names(document: dict[str, Any]) -> list[str]:
    return [problem["name"] for problem in document["problems"]]


def test_a_sound_record_is_counted(run: Run, root: Path) -> None:
    file = root / "evidence" / "needs.txt"
    file.parent.mkdir()
    file.write_text("agreed")
    proof = {"kind": "document", "ref": "evidence/needs.txt", "sha256": sha256(file), "contact": "J. Roe"}
    keep(root, opened(), achieved(**proof), achieved(milestone="offered"))
    document = audited(run, root)
    assert document["problems"] == []
    assert (document["rows"], document["sealed"]) == (3, 3)
    assert document["levels"] == {"asserted": 1, "documented": 0, "confirmed": 1}
    assert document["levels_by"] == {
        "stage": {"First": {"asserted": 1, "documented": 0, "confirmed": 1}},
        "rep": {"dana": {"asserted": 1, "documented": 0, "confirmed": 1}},
        "sale_type": {"sale": {"asserted": 1, "documented": 0, "confirmed": 1}},
    }
    assert run("-C", str(root), "audit").code == 0


def test_evidence_is_looked_at(run: Run, root: Path) -> None:
    outside = root.parent / "outside.txt"
    outside.write_text("secret")
    folder = root / "evidence"
    folder.mkdir()
    for name in ("kept", "changed", "unsealed"):
        (folder / f"{name}.txt").write_text(name)
    (folder / "link.txt").symlink_to(outside)
    seals = {name: sha256(folder / f"{name}.txt") for name in ("kept", "changed")}
    (folder / "changed.txt").write_text("rewritten")
    proofs = [
        {"ref": "evidence/kept.txt", "sha256": seals["kept"]},
        {"ref": "evidence/changed.txt", "sha256": seals["changed"]},
        {"ref": "evidence/unsealed.txt"},
        {"ref": "evidence/gone.txt"},
        {"ref": "notes/gone.txt", "sha256": seals["kept"]},
        {"ref": "evidence/link.txt", "sha256": seals["kept"]},
        {"ref": "../outside.txt"},
        {"ref": str(outside)},
        {"ref": "https://crm.example.com/../../x"},
        {"ref": "call of 3 November"},
    ]
    keep(root, opened(), *(achieved(milestone="met", kind="document", **proof) for proof in proofs))
    document = audited(run, root)
    assert [(p["name"], p["line"], p["severity"]) for p in document["problems"]] == [
        ("changed-evidence", 4, "error"),
        ("unsealed-evidence", 5, "warning"),
        ("missing-evidence", 6, "error"),
        ("missing-evidence", 7, "error"),
        ("outside-evidence", 8, "error"),
        ("outside-evidence", 9, "error"),
        ("outside-evidence", 10, "error"),
    ]
    line = (root / LEDGER).read_text().splitlines()[3]
    assert {problem["column"] for problem in document["problems"]} == {line.index("evidence/changed") + 1}


def test_a_changed_cell_shows(run: Run, root: Path) -> None:
    keep(root, opened(amount="84000", currency="USD"))
    edit(root, "84000", "94000")
    ran = run("-C", str(root), "audit", "-o", "concise")
    assert ran.code == 1
    assert "MC326 wrong-id: the row was changed after it was sealed" in ran.out


LATE = "2026-11-20T10:00:00.000000Z"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([achieved(date="2026-11-05", recorded_at=LATE)], ["late-record"]),
        ([achieved(date="2026-11-06", recorded_at=LATE)], []),
        ([achieved(date="2026-11-03", recorded_at=LATE, source="import:crm")], []),
        ([achieved(ref="n/a", kind="email")], ["placeholder-evidence"]),
        ([achieved(ref="2f9c", kind="email", contact="x")], ["placeholder-evidence"]),
        ([achieved(ref="2f9c", kind="email", contact="Li")], []),
        ([achieved(reason="ok")], ["empty-reason"]),
        ([achieved(reason="signed on paper, scan follows")], []),
        ([achieved(), seal(Row(date="2026-10-01", deal="ACME-1", event="evidence", milestone="met", kind="email", ref="2f9c"), LATE)],
         ["late-record", "stale-evidence", "before-opening"]),
        ([seal(Row(date="2026-11-13", deal="ACME-1", event="waived", milestone="met", by="dana", reason="not needed here"), LATE)],
         ["self-waived"]),
        ([seal(Row(date="2026-11-13", deal="ACME-1", event="waived", milestone="met", by="lee", reason="not needed here"), LATE)], []),
    ],
)  # fmt: skip
def test_a_badly_kept_record_is_named(run: Run, root: Path, rows: list[Row], expected: list[str]) -> None:
    (root / "team.yaml").write_text("managers: [{id: lee, name: Lee}]\nreps: [{id: dana, name: Dana, manager: lee}]\n")
    keep(root, opened(), *rows)
    assert sorted(names(audited(run, root))) == sorted(expected)


def test_one_reference_in_many_deals_is_named(run: Run, root: Path) -> None:
    for number in range(4):
        keep(
            root,
            opened(f"D-{number}"),
            achieved(f"D-{number}", kind="email", ref="meeting notes" if number else "2f9c"),
        )
    assert names(audited(run, root)) == ["repeated-evidence"]


def test_a_waiver_lasts_as_long_as_its_milestone(run: Run, root: Path) -> None:
    edit(root, "{id: offered,", "{id: offered, valid_for_days: 30,", "processes/sale.yaml")
    waiver = Row(deal="ACME-1", event="waived", milestone="offered", by="kim", reason="one price list")
    keep(root, opened(date="2026-09-01"), seal(waiver._replace(date="2026-10-22"), "2026-10-22T10:00:00.000000Z"))
    document = audited(run, root)
    assert names(document) == []
    assert [(each["reason"], each["expires"]) for each in document["waivers"]] == [("one price list", "2026-11-21")]
    keep(root, seal(waiver._replace(date="2026-10-21"), "2026-10-23T10:00:00.000000Z"))
    edit(root, "2026-10-22,ACME-1", "2026-10-20,ACME-1")
    assert "expired-waiver" in names(audited(run, root))


@pytest.mark.parametrize(("before", "expected"), [(9, ["bulk-record"]), (10, [])])
def test_milestones_entered_before_the_period_ends_are_named(
    run: Run, root: Path, before: int, expected: list[str]
) -> None:
    keep(root, opened(date="2026-07-01", recorded_at="2026-07-01T10:00:00.000000Z"))
    days = ["2026-08-03"] * before + ["2026-09-28"] * 4 + ["2026-09-30"] * 6
    keep(root, *(achieved(date=day, recorded_at=f"{day}T10:00:{n:02}.000000Z") for n, day in enumerate(days)))
    assert names(audited(run, root)) == expected


def test_overrides_are_listed(run: Run, root: Path) -> None:
    keep(root, opened(), achieved(reason="signed on paper, scan follows"))
    document = audited(run, root)
    assert [(each["deal"], each["milestone"], each["by"], each["reason"]) for each in document["overrides"]] == [
        ("ACME-1", "met", "dana", "signed on paper, scan follows")
    ]
    out = run("-C", str(root), "audit").out
    assert "Overrides: 1" in out
    assert "2 rows, all sealed." in out


def test_a_settings_file_may_weigh_audit_rules(run: Run, root: Path) -> None:
    keep(root, opened(), achieved(ref="n/a", kind="email"), achieved(reason="ok"))
    with (root / "milestonectl.yaml").open("a") as settings:
        settings.write("ignore: [empty-reason]\nseverity: {MC613: error}\n")
    ran = run("-C", str(root), "audit", "-o", "concise")
    assert (ran.code, "MC613" in ran.out, "MC618" in ran.out) == (1, True, False)
    assert run("-C", str(root), "validate").code == 0


def test_rows_recorded_after_the_day_are_not_seen(run: Run, root: Path) -> None:
    keep(root, opened(recorded_at="2026-11-02T10:00:00.000000Z"))
    before = run("-C", str(root), "audit", "--as-of", "2026-11-10", "-o", "json").out
    keep(root, achieved(date="2026-11-03", ref="n/a", kind="email", recorded_at="2026-11-11T00:00:00.000000Z"))
    assert run("-C", str(root), "audit", "--as-of", "2026-11-10", "-o", "json").out == before


def test_against_a_revision_every_row_must_still_be_there(run: Run, root: Path) -> None:
    keep(root, opened(), achieved(note="seen"), achieved(milestone="offered"), opened("BOLT-2"))
    first = commit(root, "first")
    edit(root, "seen", "seen by the board")
    commit(root, "tidy up")
    lines = (root / LEDGER).read_text().splitlines(keepends=True)
    (root / LEDGER).write_text("".join(lines[:3] + lines[4:]))
    commit(root, "remove; an offer")
    edit(root, "BOLT-2", "BOLT-3")
    keep(root, opened("CRANE-3"))
    found = {p["name"] + str(p["line"]): p["message"] for p in audited(run, root, "--against", first)["problems"]}
    assert {name for name in found if "row" in name} >= {"changed-row3", "removed-row1"}
    assert "was changed in" in found["changed-row3"]
    assert found["changed-row3"].endswith("by Dana Reyes: tidy up")
    assert "removed in" in found["removed-row1"]
    assert found["removed-row1"].endswith("by Dana Reyes: remove; an offer")
    assert found["changed-row4"].endswith("was changed and that is not committed")
    assert run("-C", str(root), "audit", "--against", "HEAD", "--as-of", "2026-11-21").code == 1


def test_appending_sealing_moving_and_repairing_are_no_changes(run: Run, root: Path) -> None:
    keep(root, opened())
    hand = "id,recorded_at,date,deal,event,milestone\n,,2026-11-10,ACME-1,achieved,met\n"
    (root / "ledger" / "hand.csv").write_text(hand)
    keep(root, achieved(milestone="offered"))
    torn = (root / LEDGER).read_text() + "8c1f0d2e4a6b,2026-"
    (root / LEDGER).write_text(torn)
    commit(root, "first")
    assert run("-C", str(root), "seal").code == 1
    assert run("-C", str(root), "audit", "--repair").code == 0
    (root / "ledger" / "2026" / "dana.csv").rename(root / "ledger" / "moved.csv")
    keep(root, opened("BOLT-2"))
    document = audited(run, root, "--against", "HEAD")
    assert (document["problems"], document["sealed"]) == ([], 4)
    assert (root / "torn" / f"{LEDGER}.torn").read_text() == "8c1f0d2e4a6b,2026-\n"


def test_a_merge_that_drops_a_side_is_found(run: Run, root: Path) -> None:
    keep(root, opened())
    commit(root, "first")
    git(root, "checkout", "-q", "-b", "side")
    keep(root, achieved())
    side = commit(root, "an achievement")
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "-s", "ours", "-m", "keep ours", "side")
    (problem,) = audited(run, root, "--against", side)["problems"]
    assert problem["name"] == "removed-row"
    assert problem["message"].endswith("by Dana Reyes: keep ours")


def test_a_history_that_was_rewritten_is_found(run: Run, root: Path) -> None:
    keep(root, opened())
    commit(root, "first")
    keep(root, achieved())
    old = commit(root, "second")
    git(root, "reset", "-q", "--hard", "HEAD~1")
    (problem,) = audited(run, root, "--against", old)["problems"]
    assert problem["message"].endswith(f"in a history that does not come from {old[:7]}")


@pytest.mark.parametrize("revision", ["nowhere", "--help", "-x", "HEAD:ledger", ""])
def test_a_revision_that_is_none_is_refused(run: Run, root: Path, revision: str) -> None:
    keep(root, opened())
    commit(root, "first")
    ran = run("-C", str(root), "audit", f"--against={revision}")
    assert (ran.code, "Traceback" in ran.err) == ((0, False) if not revision else (2, False))


def test_against_without_git_says_so(run: Run, root: Path) -> None:
    keep(root, opened())
    ran = run("-C", str(root), "audit", "--against", "HEAD")
    assert (ran.code, "no git repository" in ran.err) == (2, True)


@pytest.mark.parametrize("rule", AUDIT_RULES, ids=lambda rule: rule.name)
def test_every_rule_has_a_page(rule: Rule) -> None:
    assert [word in (rule.manual or "") for word in ("\nWhat\n", "\nWhy\n", "\nBad\n", "\nGood\n")] == [True] * 4


def test_codes_and_names_are_unique() -> None:
    known = [*RULES, *AUDIT_RULES]
    assert len({rule.code for rule in known}) == len({rule.name for rule in known}) == len(known)
