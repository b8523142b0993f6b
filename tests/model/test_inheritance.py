"""`extends`, overriding by id, `drop`, versions: on files, as people write them."""

from decimal import Decimal

from milestonectl.files.definitions import load_definitions
from milestonectl.model.process import Process
from milestonectl.model.workspace import Definitions

PARENT = """\
process: large
title: Large
wins: contract
contract_value: 1000
stages:
  - id: discover
    title: Discover
    milestones:
      - {id: needs, title: Needs agreed, typical_days: 14, side: buyer, evidence: {level: confirmed, kinds: [email]}}
      - {id: budget, title: Budget named}
  - id: close
    title: Close
    milestones:
      - {id: proof, title: Proof accepted}
      - {id: contract, title: Contract signed, needs: [proof]}
"""
CHILD = "process: small\ntitle: Small\nextends: large\n"


def loaded(**files: str) -> Definitions:
    return load_definitions({f"processes/{name}.yaml": text.encode() for name, text in files.items()})


def small(child: str, parent: str = PARENT) -> Process:
    definitions = loaded(large=parent, small=CHILD + child)
    assert definitions.problems == ()
    return definitions.processes.versions["small"][0]


def shape(process: Process) -> dict[str, list[str]]:
    return {stage.id: [milestone.id for milestone in stage.milestones] for stage in process.stages}


def test_everything_is_taken_over() -> None:
    process = small("")
    assert shape(process) == {"discover": ["needs", "budget"], "close": ["proof", "contract"]}
    assert (process.name, process.title, process.wins, process.contract_value) == (
        "small",
        "Small",
        "contract",
        Decimal(1000),
    )


def test_an_override_changes_its_own_keys_only() -> None:
    process = small("stages: [{id: discover, milestones: [{id: needs, typical_days: 7}]}]\n")
    needs = process.milestone("needs")
    assert needs is not None
    assert (needs.typical_days, needs.side, needs.evidence.kinds) == (7, "buyer", ("email",))
    assert shape(process)["discover"] == ["needs", "budget"]


def test_evidence_is_overridden_as_a_whole() -> None:
    process = small("stages: [{id: discover, milestones: [{id: needs, evidence: {level: documented}}]}]\n")
    needs = process.milestone("needs")
    assert needs is not None
    assert (needs.evidence.level, needs.evidence.kinds) == ("documented", ())


def test_what_is_dropped_is_gone() -> None:
    assert shape(small("drop: [budget]\n")) == {"discover": ["needs"], "close": ["proof", "contract"]}
    assert shape(small("drop: [discover]\n")) == {"close": ["proof", "contract"]}


def test_what_is_dropped_can_be_defined_anew() -> None:
    process = small("drop: [needs]\nstages: [{id: discover, milestones: [{id: needs, title: Needs written down}]}]\n")
    needs = process.milestone("needs")
    assert needs is not None
    assert (needs.title, needs.typical_days) == ("Needs written down", None)


def test_a_new_milestone_follows_the_one_before_it() -> None:
    child = "stages: [{id: discover, milestones: [{id: needs}, {id: team, title: Team met}]}]\n"
    assert shape(small(child))["discover"] == ["needs", "team", "budget"]


def test_a_new_milestone_comes_before_the_one_after_it() -> None:
    child = "stages: [{id: close, milestones: [{id: legal, title: Legal agrees}, {id: contract}]}]\n"
    assert shape(small(child))["close"] == ["proof", "legal", "contract"]


def test_a_milestone_alone_comes_last() -> None:
    child = "stages: [{id: close, milestones: [{id: kickoff, title: Kickoff held}]}]\n"
    assert shape(small(child))["close"] == ["proof", "contract", "kickoff"]


def test_a_milestone_that_is_named_in_another_stage_has_moved_with_all_it_says() -> None:
    process = small("stages: [{id: close, milestones: [{id: needs}, {id: proof}]}]\n")
    assert shape(process) == {"discover": ["budget"], "close": ["needs", "proof", "contract"]}
    needs = process.milestone("needs")
    assert needs is not None
    assert (needs.title, needs.typical_days) == ("Needs agreed", 14)


def test_a_new_stage_stands_where_it_is_written() -> None:
    child = "stages: [{id: discover}, {id: prove, title: Prove, milestones: [{id: trial, title: Trial passed}]}]\n"
    assert list(shape(small(child))) == ["discover", "prove", "close"]


def test_chains_are_followed() -> None:
    grandchild = "process: tiny\ntitle: Tiny\nextends: small\ndrop: [proof]\nstages: [{id: close, milestones: [{id: contract, needs: []}]}]\n"
    definitions = loaded(large=PARENT, small=CHILD + "drop: [budget]\n", tiny=grandchild)
    assert definitions.problems == ()
    assert shape(definitions.processes.versions["tiny"][0]) == {"discover": ["needs"], "close": ["contract"]}


def test_a_version_can_extend_the_one_before_it() -> None:
    second = "process: large\nversion: 2\neffective: 2026-07-01\nextends: large@1\ndrop: [budget]\n"
    definitions = loaded(**{"large@1": PARENT, "large": second})
    assert definitions.problems == ()
    old, new = definitions.processes.versions["large"]
    assert (shape(old)["discover"], shape(new)["discover"]) == (["needs", "budget"], ["needs"])


def test_an_unversioned_parent_is_the_one_in_effect_when_the_child_took_effect() -> None:
    old = PARENT + "effective: 2024-01-01\n"
    new = PARENT.replace("title: Large", "title: Large\nversion: 2\neffective: 2026-07-01").replace(
        "Budget named", "Budget signed"
    )
    for day, title in (("2025-01-01", "Budget named"), ("2026-08-01", "Budget signed"), ("2020-01-01", "Budget named")):
        definitions = loaded(**{"large@1": old, "large": new, "small": CHILD + f"effective: {day}\n"})
        budget = definitions.processes.versions["small"][0].milestone("budget")
        assert budget is not None
        assert budget.title == title


def test_every_value_knows_its_file() -> None:
    process = small("stages: [{id: discover, milestones: [{id: needs, typical_days: 7}]}]\n")
    needs = process.milestone("needs")
    assert needs is not None
    assert needs.node is not None
    assert needs.node.place_of("typical_days").file == "processes/small.yaml"
    assert needs.node.place_of("title").file == "processes/large.yaml"


def test_a_broken_parent_is_told_once_and_its_children_are_unsound() -> None:
    definitions = loaded(large=PARENT.replace("typical_days: 14", "typical_dys: 14"), small=CHILD)
    assert [problem.name for problem in definitions.problems] == ["unknown-key"]
    assert definitions.processes.unsound == {"large", "small"}
    assert not definitions.processes.versions


def test_a_parent_that_is_no_yaml_is_told_once() -> None:
    definitions = loaded(large="title: [", small=CHILD)
    assert [problem.name for problem in definitions.problems] == ["yaml-syntax"]
