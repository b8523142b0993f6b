"""Who opens which deal with whom, and when."""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from examples.generator.company import FIRST_DAY, SEED, SELLERS, TODAY, Seller, workday
from examples.generator.journal import DAY, Definitions, Journal
from examples.generator.names import Account, accounts
from examples.generator.story import tell

_INSTALLED_BASE = frozenset({"renewal", "upgrade"})
_GROWTH = 0.7
_CUSTOMERS = 10
"""Accounts that a rep of the installed base looks after."""


@dataclass
class Market:
    """Accounts that nobody has called yet, and the running number of deals with each."""

    fresh: dict[str, Iterator[Account]] = field(
        default_factory=lambda: {"AMER": accounts("AMER"), "EMEA": accounts("EMEA"), "APAC": accounts("APAC")}
    )
    last_deal: dict[str, int] = field(default_factory=dict)

    def newcomer(self, seller: Seller) -> Account:
        """A buyer that we have not spoken to before."""
        return next(self.fresh[seller.region])

    def next_deal(self, account: Account) -> str:
        """The id of a further deal with an account: `ACME-14` follows `ACME-13`."""
        number = self.last_deal.get(account.stem, account.first_deal - 1) + 1
        self.last_deal[account.stem] = number
        return f"{account.stem}-{number}"


def journals(definitions: Definitions) -> Iterator[Journal]:
    """Every deal of every seller, told to its end."""
    market = Market()
    for seller in SELLERS:
        yield from _deals_of(seller, market, definitions)


def _deals_of(seller: Seller, market: Market, definitions: Definitions) -> Iterator[Journal]:
    chance = random.Random(f"{SEED}: openings of {seller.id}")
    count = sum(number for kind, number in seller.deals.items() if kind in _INSTALLED_BASE | {"service-contract"})
    customers = [market.newcomer(seller) for _ in range(min(_CUSTOMERS, count // 2))]
    for turn, (day, sale_type) in enumerate(_openings(seller, chance)):
        known = sale_type in _INSTALLED_BASE or (sale_type == "service-contract" and chance.random() < 0.5)
        account = customers[turn % len(customers)] if known and customers else market.newcomer(seller)
        deal = market.next_deal(account)
        journal = Journal(deal, account, seller, definitions, random.Random(f"{SEED}: {deal}"))
        tell(journal, sale_type, day, _source(known, chance))
        yield journal


def _openings(seller: Seller, chance: random.Random) -> list[tuple[datetime.date, str]]:
    """When the rep opens deals of which type: ever more of them, fewer in summer and towards the year's end."""
    start = max(seller.started, FIRST_DAY)
    days = [start + offset * DAY for offset in range((TODAY - start).days)]
    working = [day for day in days if workday(day) == day and not _quiet(day)]
    growth = [1 + _GROWTH * (day - start) / (TODAY - start) for day in working]
    weights = [grown * (0.5 if day.month in (7, 8, 12) else 1.0) for day, grown in zip(working, growth, strict=True)]
    kinds = [kind for kind, number in seller.deals.items() for _ in range(number)]
    chance.shuffle(kinds)
    return list(zip(sorted(chance.choices(working, weights, k=len(kinds))), kinds, strict=True))


def _quiet(day: datetime.date) -> bool:
    return (day.month, day.day) >= (12, 23) or (day.month, day.day) <= (1, 3)


def _source(known: bool, chance: random.Random) -> str:
    if known:
        return "existing-customer"
    return chance.choices(("referral", "trade-fair", "web", "outbound", "partner"), [4, 3, 4, 5, 2])[0]
