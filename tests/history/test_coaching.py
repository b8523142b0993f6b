import pandas as pd
import pytest

from milestonectl.history.coaching import coaching, most_to_gain, widest_headroom

COLUMNS = ["measure", "life", "sale_type", "group", "state", "cause", "days", "count"]
CHAINS = {"sale": ("met", "agreed", "signed")}


def tables(state: int, **counts: tuple[int, int]) -> pd.DataFrame:
    """Deals that went on of deals decided, by rep, at one milestone."""
    rows = [
        ("spell", "kept", "sale", rep, state, cause, 5, count)
        for rep, (s, n) in counts.items()
        for cause, count in ((1, s), (2, n - s))
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


USUAL = {"a": (18, 30), "b": (9, 20), "c": (14, 20), "d": (5, 15), "e": (22, 30)}
APART = {"a": (54, 60), "b": (15, 60), "c": (48, 60), "d": (12, 60), "e": (24, 60)}


def test_rates_are_drawn_to_the_team_by_as_much_as_the_counts_ask_for() -> None:
    (step,) = coaching(tables(1, **USUAL), CHAINS)
    assert step.strength.strength == pytest.approx(15.387345, abs=5e-7)
    assert [r.shrunk for r in step.records] == pytest.approx([0.5971, 0.5114, 0.6527, 0.4640, 0.6852], abs=5e-5)
    assert step.milestone == "met"


def test_few_deals_are_never_flagged() -> None:
    (step,) = coaching(tables(1, **(USUAL | {"d": (0, 15)})), CHAINS)
    assert {r.rep: r.signal for r in step.records}["d"] == ""


def test_reps_who_really_differ_are_named() -> None:
    (step,) = coaching(tables(1, **APART), CHAINS)
    signals = {r.rep: r.signal for r in step.records}
    assert (signals["a"], signals["d"]) == ("learn from", "coach")


def test_equal_reps_are_not_flagged_and_have_no_headroom_to_speak_of() -> None:
    (step,) = coaching(tables(1, **dict.fromkeys("abcdefgh", (18, 30))), CHAINS)
    assert {r.signal for r in step.records} == {""}
    assert sum(r.gain for r in step.records) == pytest.approx(0, abs=1e-9)


def test_each_rep_gets_the_one_milestone_with_most_to_gain() -> None:
    found = coaching(pd.concat([tables(1, **APART), tables(2, **USUAL)]), CHAINS)
    focus = most_to_gain(found)
    assert list(focus) == ["a", "b", "c", "d", "e"]
    assert focus["d"].milestone == "met"
    assert focus["a"].milestone == "agreed"
    headroom = widest_headroom(found)
    assert headroom is not None
    assert headroom.milestone == "met"


def test_a_milestone_that_all_deals_pass_teaches_nothing() -> None:
    assert coaching(tables(1, a=(30, 30), b=(20, 20)), CHAINS) == []
