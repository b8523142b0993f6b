"""What changed between two definitions, in words."""

import pytest
from workspace_building import base_text

from milestonectl.files.definitions import load_definitions
from milestonectl.model.process import Processes
from milestonectl.model.revision import changes

P = "processes/service.yaml"
SETTINGS = base_text("milestonectl.yaml").encode()


def processes(*replaced: tuple[str, str], **others: str) -> Processes:
    files = {f"processes/{name}.yaml": text.encode() for name, text in others.items()}
    definitions = load_definitions({P: base_text(P, *replaced).encode(), "milestonectl.yaml": SETTINGS, **files})
    assert definitions.problems == ()
    return definitions.processes


PROOF = "        required: true\n        needs: [needs]\n"


@pytest.mark.parametrize(
    ("replaced", "subject", "words", "weight"),
    [
        (("side: buyer", "side: mutual"), "proof", "on the side of mutual, was buyer", "other"),
        ((PROOF, PROOF.replace("true", "false")), "proof", "now optional", "looser"),
        (("kinds: [document]", "kinds: [document, email]"), "proof", "evidence: kinds with email", "looser"),
        (("kinds: [email, document]", "kinds: [email]"), "needs", "evidence: kinds without document", "tighter"),
        (("level: confirmed", "level: documented"), "needs", "evidence must be documented, was confirmed", "looser"),
        (("roles: [user]", "roles: [user], max_age_days: 30"), "proof", "evidence: no older than 30 days, was unlimited", "tighter"),
        (("typical_days: 21", "typical_days: 28"), "proof", "usually takes 28 days, was 21 days", "other"),
        (("valid_for_days: 120", "valid_for_days: 60"), "needs", "lapses after 60 days, was 120 days", "tighter"),
        (("        needs: [proof]", "        needs: [proof, needs]"), "contract", "needs with needs", "tighter"),
        ((PROOF, PROOF + "        when: {amount: {at_least: 5000}}\n"), "proof", "applies to amount at least 5,000, was every deal", "looser"),
        (("Contract signed", "Order signed"), "contract", 'called "Order signed", was "Contract signed"', "other"),
        (("ask: [Who signs?]", "ask: [Who?]"), "contract", "other plays", "other"),
        (("Both sides are bound", "Signed"), "close", "title or objective of the stage changed", "other"),
    ],
)  # fmt: skip
def test_a_change_is_told_in_words(replaced: tuple[str, str], subject: str, words: str, weight: str) -> None:
    assert changes(processes(), processes(replaced)) == [("service@1", subject, words, weight)]


def test_nothing_changed() -> None:
    assert changes(processes(), processes()) == []


def test_comments_and_layout_are_no_change() -> None:
    assert (
        changes(
            processes(), processes(("evidence: {level: confirmed, ", "# why\n        evidence: {level: confirmed, "))
        )
        == []
    )


def test_a_renamed_milestone_is_told_as_one() -> None:
    found = changes(processes(), processes(("id: proof", "id: fit"), ("needs: [proof]", "needs: [fit]")))
    assert [(change.subject, change.weight) for change in found] == [("fit", "tighter"), ("contract", "other")]
    assert found[0].words.startswith("renamed from proof")


CHILD = "process: renewal\ntitle: Renewal\nextends: service\n"


def test_dropped_and_moved() -> None:
    moved = "stages: [{id: discover, milestones: [{id: needs}, {id: proof}]}]\n"
    dropped = "drop: [proof]\nstages: [{id: close, milestones: [{id: contract, needs: []}]}]\n"
    before = processes(renewal=CHILD)
    assert [c.words for c in changes(before, processes(renewal=CHILD + moved))] == ["moved from Close to Discover"]
    assert [c.words for c in changes(before, processes(renewal=CHILD + dropped))] == ["needs without proof", "dropped"]


def test_added_and_removed() -> None:
    one, two = processes(), processes(renewal=CHILD)
    assert [change.words for change in changes(one, two)] == ["a new process"]
    assert [change.words for change in changes(two, one)] == ["removed"]


def test_a_new_version_is_compared_with_the_one_before() -> None:
    second = base_text(
        P, ("version: 1", "version: 2"), ("2026-01-01", "2026-07-01"), ("typical_days: 21", "typical_days: 28")
    )
    found = changes(processes(), processes(**{"service@2": second}))
    assert [change.words for change in found] == [
        "a new version after service@1, for deals opened from 2026-07-01",
        "usually takes 28 days, was 21 days",
    ]
