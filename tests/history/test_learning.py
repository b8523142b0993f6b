"""Chances of a period that may not have begun yet, and what won deals say of the value of a contract."""

import datetime
from decimal import Decimal

import numpy as np
from history_building import opened, process_of, row

from milestonectl.history.frame import frame_of
from milestonectl.history.learning import in_the_last, learned_worth
from milestonectl.history.scan import scan
from milestonectl.model.clock import as_of
from milestonectl.model.process import by_sale_type
from milestonectl.model.settings import Settings

BY_END = np.array([0.0, 0.1, 0.3, 0.6, 0.7])


def test_a_period_that_has_begun_counts_every_win_to_come() -> None:
    assert in_the_last(BY_END, 30) is BY_END


def test_what_is_won_before_a_period_begins_does_not_count_for_it() -> None:
    # Two days of four: after four days 0.7 are won, 0.3 of them in the two days before the period.
    np.testing.assert_allclose(in_the_last(BY_END, 2), [0.0, 0.1, 0.3, 0.5, 0.4])


def test_a_contract_is_worth_what_was_won_in_its_own_currency() -> None:
    rows = [
        opened("D1", "2026-01-01", amount="80000", currency="USD"),
        row("D1", "2026-01-20", "achieved", "contract"),
        opened("D2", "2026-01-01", amount="999999", currency="EUR"),
        row("D2", "2026-01-20", "achieved", "contract"),
        opened("D3", "2026-01-01", amount="1", currency="USD"),
        opened("D4", "2026-01-01"),
        row("D4", "2026-01-20", "achieved", "contract"),
    ]
    process = process_of()
    tables = scan(frame_of(rows), by_sale_type([process]), Settings(), as_of(datetime.date(2026, 2, 10)), "owner")
    usd, gbp = learned_worth(tables, process, "USD"), learned_worth(tables, process, "GBP")
    assert usd is not None
    assert gbp is not None
    assert (usd.deals, usd.mean, usd.value) == (1, Decimal(80000), Decimal(55000))  # (80,000 + 5 x 50,000) / 6
    assert (gbp.deals, gbp.value) == (0, Decimal(50000))
