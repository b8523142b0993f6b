import pandas as pd

from milestonectl.history.lateness import Lateness, lateness


def test_delays_of_a_rep_are_summed_over_states_and_sale_types() -> None:
    rows = [("late", "dana", 1, 0, 1), ("late", "dana", 2, 0, 1), ("late", "dana", 2, 3, 1), ("late", "dana", 0, 9, 1)]
    rows += [("late", "lee", 1, 7, 2), ("late", "lee", 1, 8, 3), ("achieved", "lee", 1, 20000, 9)]
    found = lateness(pd.DataFrame(rows, columns=["measure", "group", "state", "days", "count"]))
    assert found == {"dana": Lateness(4, 0, 1), "lee": Lateness(5, 8, 3)}
