"""Single edits of the shipped packs are noticed. `python tests/benchmarks/mutations.py` makes 200 of each pack."""

import pytest
from mutations import Outcome, outcomes, pack_texts, share_caught


@pytest.mark.parametrize("name", pack_texts())
def test_edits_that_change_what_is_meant_are_reported_at_their_line(name: str) -> None:
    found = outcomes(name, number=30, seed=1)
    assert share_caught(found) >= 0.95, [_told(outcome) for outcome in found if outcome.verdict == "missed"]


def _told(outcome: Outcome) -> str:
    return f"{outcome.mutant.kind} {outcome.mutant.entry.path} line {outcome.mutant.line}: {outcome.problems}"
