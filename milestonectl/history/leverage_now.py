"""The milestone whose every percent is worth most by the end of a period, from where the open deals stand now."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from milestonectl.history.chain import counted
from milestonectl.history.engine import AGES, Engine
from milestonectl.history.learning import learned_worth
from milestonectl.history.leverage import elasticities, wins_by
from milestonectl.model.process import Process

ARRIVALS_OVER_DAYS = 91


class Leverage(NamedTuple):
    """One step of one sale type."""

    sale_type: str
    milestone: str
    """The milestone that is reached by it."""
    wins: float
    """More wins by the end if a tenth more deals took this step each day."""
    revenue: float
    """The same in what a contract is worth to `pace`: as stated, then as won; 0 when the process states nothing."""


def leverage(
    tables: pd.DataFrame, engines: Mapping[str, Engine], processes: Mapping[str, Process], days: int, currency: str
) -> list[Leverage]:
    """Every step of every sale type with open or new deals, those that move most revenue within the days first."""
    worth = {name: learned_worth(tables, processes[name], currency) for name in engines}
    found = [
        Leverage(name, milestone.id, wins, wins * float(value.value if (value := worth[name]) else 0))
        for name, engine in engines.items()
        if days > 0
        for milestone, wins in zip(
            counted(processes[name]), _wins(tables[tables["sale_type"] == name], engine, days), strict=True
        )
    ]
    return sorted((each for each in found if each.wins > 0), key=lambda each: (-each.revenue, -each.wins))


def _wins(rows: pd.DataFrame, engine: Engine, days: int) -> list[float]:
    waiting = rows[rows["measure"] == "open"]
    standing = np.zeros_like(engine.advance)
    place = (waiting["state"].to_numpy(), np.minimum(waiting["days"].to_numpy() + 1, AGES - 1))
    np.add.at(standing, place, waiting["count"].to_numpy())
    opened = rows[rows["measure"] == "opened"]
    recent = opened["days"] > opened["days"].max() - ARRIVALS_OVER_DAYS
    arriving = float(opened["count"][recent].sum()) / ARRIVALS_OVER_DAYS
    base = wins_by(engine.advance, engine.lost, standing, arriving, days)
    weights = elasticities(engine.advance, engine.lost, standing, arriving, days)
    return [weight * base / 10 for weight in weights]
