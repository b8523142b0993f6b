from pathlib import Path

import pytest

from milestonectl.files.definitions import load_definitions
from milestonectl.files.mapping import find_mapping, load_mapping
from milestonectl.model.errors import UsageError
from milestonectl.model.mapping import SourceMapping
from milestonectl.model.problem import Problem

PROCESS = """
process: sale
title: Sale
wins: signed
stages: [{id: only, title: Only, milestones: [{id: met, title: Met}, {id: signed, title: Signed}]}]
"""
GOOD = """
reads: stages
columns: {deal: Deal ID, stamp: At, event: Stage, amount: Sum, region: Area}
constants: {sale_type: sale}
events:
  Meeting: met
  Signed: [met, won]
  112: ignored
events_of: {sale: {Meeting: signed}}
sale_types: {New: sale}
people: {"7": dana}
machines: ["112"]
keep_first: [owner]
changes: {Phase: event}
dates: day-first
time_zone: Europe/Amsterdam
"""


def loaded(folder: Path, text: str) -> tuple[SourceMapping | None, list[Problem]]:
    definitions = load_definitions(
        {"processes/sale.yaml": PROCESS.encode(), "milestonectl.yaml": b"fields: {region: {type: text}}"}
    )
    path = folder / "m.yaml"
    path.write_text(text)
    return load_mapping(path, "imports/m.yaml", definitions.settings, definitions.processes)


def test_a_mapping_says_what_columns_and_words_mean(tmp_path: Path) -> None:
    mapping, problems = loaded(tmp_path, GOOD)
    assert mapping is not None
    assert problems == []
    assert mapping.name == "m"
    assert mapping.columns["deal"] == "Deal ID"
    assert mapping.means("Meeting", "renewal") == ("met",)
    assert mapping.means("Meeting", "sale") == ("signed",)
    assert mapping.means("Signed", "sale") == ("met", "won")
    assert mapping.means("112", "sale") == ("ignored",)
    assert mapping.means("Nap", "sale") is None
    assert [mapping.person(user) for user in ("7", "8", "112")] == ["dana", "8", ""]


@pytest.mark.parametrize(
    ("change", "name", "line", "hint"),
    [
        (("reads: stages", "raeds: stages"), "unknown-key", 2, 'did you mean "reads"?'),
        (("stages", "levels"), "wrong-value", 2, ""),
        (("amount: Sum", "amuont: Sum"), "unknown-role", 3, 'did you mean "amount"?'),
        (("region: Area", "regoin: Area"), "unknown-role", 3, 'did you mean "region"?'),
        (("Meeting: met", "Meeting: mett"), "unknown-mapped-milestone", 6, 'did you mean "met"?'),
        (("{Meeting: signed}", "{Meeting: singed}"), "unknown-mapped-milestone", 9, 'did you mean "signed"?'),
        (("{New: sale}", "{New: sael}"), "unknown-mapped-process", 10, 'did you mean "sale"?'),
        (("{sale_type: sale}", "{sale_type: sael}"), "unknown-mapped-process", 4, 'did you mean "sale"?'),
        (("{Phase: event}", "{Phase: evnt}"), "unknown-role", 14, 'did you mean "event"?'),
        (("day-first", "year-first"), "wrong-value", 15, ""),
        (("Europe/Amsterdam", "Europe/Amsterdm"), "wrong-value", 16, 'did you mean "Europe/Amsterdam"?'),
        (("Europe/Amsterdam", "../etc/passwd"), "wrong-value", 16, "time zone database"),
    ],
)
def test_what_is_wrong_is_shown_at_its_place(
    tmp_path: Path, change: tuple[str, str], name: str, line: int, hint: str
) -> None:
    _, problems = loaded(tmp_path, GOOD.replace(*change))
    assert [(problem.name, problem.place.line) for problem in problems] == [(name, line)]
    assert hint in problems[0].hint


def test_text_that_is_no_yaml_is_a_problem(tmp_path: Path) -> None:
    mapping, problems = loaded(tmp_path, "columns: {deal: [")
    assert mapping is None
    assert [problem.name for problem in problems] == ["yaml-syntax"]


def test_a_mapping_is_found_by_name_or_path(tmp_path: Path) -> None:
    path = tmp_path / "imports" / "crm.yaml"
    path.parent.mkdir()
    path.write_text("")
    assert find_mapping(tmp_path, "crm") == path
    assert find_mapping(tmp_path, str(path)) == path
    with pytest.raises(UsageError, match='did you mean "crm"'):
        find_mapping(tmp_path, "crn")
