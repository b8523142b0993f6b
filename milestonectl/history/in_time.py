"""What history leaves behind for daily commands: the chances to win in time, as a table of plain numbers."""

import datetime
from collections.abc import Collection, Mapping, Sequence

from milestonectl.deals.chances import AGES, WEEKS, Chances, SaleTypeChances
from milestonectl.history.engine import Engine


def chances_left_behind(
    engines: Mapping[str, Engine],
    chains: Mapping[str, Sequence[str]],
    day: datetime.date,
    prior_driven: Collection[str],
) -> Chances:
    """The chances of every sale type as its engine knows them on a day."""
    return Chances(
        day,
        {
            name: SaleTypeChances(tuple(chains[name]), _table(engine), name in prior_driven)
            for name, engine in engines.items()
        },
    )


def _table(engine: Engine) -> tuple[tuple[tuple[float, ...], ...], ...]:
    weekly = engine.in_time(7 * (WEEKS - 1))[::7][:, :, list(AGES)]
    return tuple(tuple(tuple(float(chance) for chance in ages) for ages in states) for states in weekly)
