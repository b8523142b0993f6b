"""Every rule about the files of other systems finds what is bad, at its line, and leaves alone what is right.

These files are no part of a workspace, so that their cases are here and not below `tests/checks/cases`.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from milestonectl.checks import IMPORT_RULES, find_rule
from milestonectl.model.rule import Rule

Run = Callable[..., Any]

PROCESS = """
process: sale
title: Sale
wins: signed
stages: [{id: only, title: Only, milestones: [{id: met, title: Met}, {id: signed, title: Signed}]}]
"""
EVENTS = "columns: {deal: id, stamp: at, event: what}\nconstants: {sale_type: sale}\nevents: {Meeting: met}\n"
SUMS = "columns: {deal: id, stamp: at, amount: sum, close_date: due}\nconstants: {sale_type: sale}\n"
TYPES = "columns: {deal: id, stamp: at, sale_type: kind}\nsale_types: {New: sale}\n"
TITLES = "Deal - Title,Deal - Organization,Deal - Stage,Deal - Status,Deal - Deal created\n"


class Case(NamedTuple):
    """A file with something bad in it, the same file without it, and the line at which the bad thing is reported."""

    mapping: str
    bad: str
    good: str
    place: str
    system: str = "csv"


CASES = {
    "unknown-shape": Case(
        EVENTS.partition("\n")[2], "a,b\n1,2\n", f"{TITLES}R,Acme,Meeting,Open,2026-01-05\n", "file.csv:1", "pipedrive"
    ),
    "absent-column": Case(EVENTS, "ID,at,what\n", "id,at,what\n", "imports/crm.yaml:1"),
    "unmapped-event": Case(
        EVENTS, "id,at,what\nD,2026-01-05,Demo\n", "id,at,what\nD,2026-01-05,Meeting\n", "imports/crm.yaml:3"
    ),
    "unmapped-sale-type": Case(
        TYPES, "id,at,kind\nD,2026-01-05,Odd\n", "id,at,kind\nD,2026-01-05,New\n", "imports/crm.yaml:2"
    ),
    "ambiguous-date": Case(
        EVENTS, "id,at,what\nD,03/04/2026,Meeting\n", "id,at,what\nD,03/14/2026,Meeting\n", "file.csv:2"
    ),
    "unreadable-stamp": Case(EVENTS, "id,at,what\nD,soon,Meeting\n", "id,at,what\nD,46027,Meeting\n", "file.csv:2"),
    "unreadable-amount": Case(
        SUMS, "id,at,sum,due\nD,2026-01-05,1.234,\n", 'id,at,sum,due\nD,2026-01-05,"1.234,00",\n', "file.csv:2"
    ),
    "unreadable-date": Case(
        SUMS, "id,at,sum,due\nD,2026-01-05,,2026-02-30\n", "id,at,sum,due\nD,2026-01-05,,2026-02-28\n", "file.csv:2"
    ),
    "torn-record": Case(
        EVENTS,
        "id,at,what\nD,2026-01-05\nE,2026-01-05,Meeting\n",
        "id,at,what\nD,2026-01-05,Meeting\nTotal,1\n",
        "file.csv:2",
    ),
    "shared-name": Case(
        EVENTS.partition("\n")[2],
        f"{TITLES}R,Acme,Meeting,Open,2026-01-05\nR,Acme,Meeting,Open,2026-01-05\n",
        f"{TITLES}R,Acme,Meeting,Open,2026-01-05\nR,Bolt,Meeting,Open,2026-01-05\n",
        "file.csv:2",
        "pipedrive",
    ),
}


def problems(run: Run, root: Path, case: Case, text: str) -> list[tuple[str, str]]:
    """The code and the place of each problem that importing the text finds."""
    files = {"milestonectl.yaml": "currency: USD\n", "processes/sale.yaml": PROCESS, "imports/crm.yaml": case.mapping}
    for name, content in {**files, "file.csv": text}.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(content)
    file = str(root / "file.csv")
    ran = run("-C", str(root), "import", case.system, file, "--mapping", "crm", "--dry-run", "-o", "json")
    return [(p["code"], f"{Path(p['file']).name if p['file'] == file else p['file']}:{p['line']}")
            for p in json.loads(ran.out)["problems"]]  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_bad_files_are_reported_at_their_line_and_right_ones_are_left_alone(
    run: Run, tmp_path: Path, name: str
) -> None:
    case, rule = CASES[name], find_rule(name)
    assert rule is not None
    assert problems(run, tmp_path, case, case.bad) == [(rule.code, case.place)]
    assert problems(run, tmp_path, case, case.good) == []


def test_every_rule_has_a_case() -> None:
    assert [rule.name for rule in IMPORT_RULES] == list(CASES)


@pytest.mark.parametrize("rule", IMPORT_RULES, ids=lambda rule: rule.name)
def test_every_rule_has_a_page(rule: Rule) -> None:
    assert [word in (rule.manual or "") for word in ("\nWhat\n", "\nWhy\n", "\nBad\n", "\nGood\n")] == [True] * 4
