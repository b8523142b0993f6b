"""What a mapping makes of the words and cells of a source, and what it cannot."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from milestonectl.exchange.amounts import read_amount
from milestonectl.exchange.observation import Observations
from milestonectl.exchange.once import Once
from milestonectl.exchange.stamps import Reader
from milestonectl.model.mapping import OUTCOMES, WON, SourceMapping
from milestonectl.model.problem import Place, Problem

MOST = 50
"""Unknown words that a message lists."""
_MOST_VALUES = 5000
"""Cells of a column that are remembered: days and people repeat, amounts and accounts seldom."""


class Meaning(NamedTuple):
    """One of the things that a word means."""

    kind: str
    """`achieved` or an outcome."""
    name: str
    """The milestone, which for winning is the one that wins, or the outcome."""
    wins: bool


@dataclass(slots=True)
class Rules:
    """The mapping in use. Words that it does not know are counted, not raised."""

    mapping: SourceMapping
    roles: tuple[str, ...]
    """What a record can say about a deal."""
    wins: Mapping[str, str]
    """Sale type to its winning milestone."""
    currency: str
    """Of the workspace: whose digits amounts have when nothing names a currency."""
    stamps: Reader
    source: str
    opened: frozenset[str] = frozenset()
    """Deals that the ledger knows already, from elsewhere."""
    known: frozenset[str] = frozenset()
    """Ids of rows that the ledger holds."""
    unmapped: Counter[str] = field(default_factory=Counter)
    unmapped_types: Counter[str] = field(default_factory=Counter)
    are_stages: bool = field(init=False)
    """Whether a word says in which stage a deal is from then on; else it says what happened."""
    people: Once[str] = field(init=False)
    """The rep behind a user, as the ledger writes it."""
    _meanings: Once[Once[tuple[Meaning, ...] | None]] = field(init=False)
    readers: dict[str, Once[Once[str | None]]] = field(init=False)
    """By role and the currency of the record: a cell about the deal, as the ledger writes it; nothing if it is unreadable."""

    def __post_init__(self) -> None:
        self.are_stages = self.mapping.reads == "stages"
        self.people = Once(lambda user: self.mapping.person(plain(user)) if user else "")
        self._meanings = Once(self._meanings_in)
        typed: Mapping[str, Callable[[str], str | None]] = {
            "sale_type": lambda text: self.mapping.sale_types.get(text, text),
            "owner": self.mapping.person,
            "currency": str.upper,
            "close_date": self._day,
        }
        self.readers = {
            role: _whatever_the_currency(typed.get(role)) for role in (*self.roles, *self.mapping.constants)
        }
        self.readers["amount"] = Once(self._amounts)

    def meanings(self, word: str, sale_type: str) -> tuple[Meaning, ...]:
        """What a word means; an unknown one is counted."""
        means = self._meanings[sale_type][word]
        if means is None:
            self.unmapped[word] += 1
            return ()
        return means

    def _meanings_in(self, sale_type: str) -> Once[tuple[Meaning, ...] | None]:
        winning = self.wins.get(sale_type, "")

        def meanings(word: str) -> tuple[Meaning, ...] | None:
            means = self.mapping.means(word, sale_type)
            return None if means is None else tuple(_meaning(name, winning) for name in means)

        return Once(meanings)

    def _amounts(self, cell: str) -> Once[str | None]:
        currency = plain(cell) or self.mapping.constants.get("currency", "") or self.currency
        return _reader(lambda text: read_amount(text, currency))

    def _day(self, text: str) -> str | None:
        stamp = self.stamps(text)
        return stamp.day if stamp else None


def _meaning(name: str, winning: str) -> Meaning:
    if name == WON:
        return Meaning(WON, winning, wins=True)
    return Meaning(name if name in OUTCOMES else "achieved", name, wins=name == winning)


def _reader(make: Callable[[str], str | None]) -> Once[str | None]:
    """What is made of cells; of an empty one nothing is."""
    return Once(lambda text: make(cleaned) if (cleaned := plain(text)) else "", _MOST_VALUES)


def _whatever_the_currency(make: Callable[[str], str | None] | None) -> Once[Once[str | None]]:
    reader = _reader(make) if make else Once[str | None](plain, _MOST_VALUES)
    return Once(lambda _: reader)


_WANTED = {"amount": ("unreadable-amount", "amount"), "close_date": ("unreadable-date", "day")}


def unreadable(role: str, seen: Observations, number: int) -> Problem:
    """A cell of an observation cannot be read."""
    name, wanted = _WANTED[role]
    texts = seen.texts
    message = f'deal {texts["deal"][number]}: "{plain(texts[role][number])}" is no {wanted}'
    return Problem(name, message, seen.place(number), "correct it in the source")


def plain(text: str) -> str:
    """A cell as the ledger can hold it: no space around it, line breaks written as `\\n`, no control characters."""
    text = text.strip()
    if text.isprintable():
        return text
    return "".join(character for character in "\\n".join(text.splitlines()) if character.isprintable())


def unmapped_problems(rules: Rules) -> list[Problem]:
    """One problem for all unknown words, and one for all unknown sale types, each listing them with counts."""
    events, sale_types = _counted(rules.unmapped), _counted(rules.unmapped_types)
    hint = f"map each to a milestone, {', '.join(OUTCOMES[:-1])} or {OUTCOMES[-1]}"
    found = [Problem("unmapped-event", f"events: not mapped: {events}", _place(rules, "events"), hint)]
    message = f"sale_types: no process serves {sale_types}"
    found += [Problem("unmapped-sale-type", message, _place(rules, "sale_types"), "map each to a process")]
    return [problem for problem, counted in zip(found, (events, sale_types), strict=True) if counted]


def _counted(words: Counter[str]) -> str:
    listed = [f'"{word}" ({count:,})' for word, count in words.most_common(MOST)]
    more = len(words) - len(listed)
    return ", ".join(listed) + (f" and {more:,} more" if more else "")


def _place(rules: Rules, key: str) -> Place:
    node = rules.mapping.node
    return node.key_of(key) if node else Place(f"imports/{rules.mapping.name}.yaml")
