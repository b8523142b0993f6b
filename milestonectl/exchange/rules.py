"""What a mapping makes of the words and cells of a source, and what it cannot."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from milestonectl.exchange.amounts import read_amount
from milestonectl.exchange.observation import Observation
from milestonectl.exchange.stamps import Reader
from milestonectl.model.mapping import OUTCOMES, SourceMapping
from milestonectl.model.problem import Place, Problem

MOST = 50
"""Unknown words that a message lists."""


@dataclass(slots=True)
class Rules:
    """The mapping in use. Words it does not know and cells it cannot read are collected, not raised."""

    mapping: SourceMapping
    roles: tuple[str, ...]
    """What a record can say about a deal, in the order of its values."""
    declared: tuple[str, ...]
    """Those of them that are declared fields of the workspace."""
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
    problems: list[Problem] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    """Users looked up before: few people, many records."""
    days: dict[str, str | None] = field(default_factory=dict)
    """Closing dates read before: few days, many records."""

    def meanings(self, word: str, sale_type: str) -> tuple[str, ...]:
        """The milestones or the outcome of a word; an unknown one is counted."""
        means = self.mapping.means(word, sale_type)
        if means is None:
            self.unmapped[word] += 1
            return ()
        return means

    def person(self, user: str) -> str:
        """The rep behind a user, as the ledger writes it."""
        if user not in self.people:
            self.people[user] = self.mapping.person(plain(user))
        return self.people[user]

    def value(self, role: str, text: str, seen: Observation) -> str:
        """A cell about the deal, as the ledger writes it; nothing for what cannot be read."""
        text = plain(text)
        if text and role in _TYPED:
            return _TYPED[role](self, text, seen)
        return text


def _sale_type(rules: Rules, text: str, _seen: Observation) -> str:
    sale_type = rules.mapping.sale_types.get(text, text)
    if sale_type not in rules.wins:
        rules.unmapped_types[text] += 1
    return sale_type


def _owner(rules: Rules, text: str, _seen: Observation) -> str:
    return rules.mapping.person(text)


def _currency(_rules: Rules, text: str, _seen: Observation) -> str:
    return text.upper()


def _amount(rules: Rules, text: str, seen: Observation) -> str:
    currency = plain(seen.values[rules.roles.index("currency")]) or rules.mapping.constants.get("currency", "")
    amount = read_amount(text, currency or rules.currency)
    return _read(rules, amount, "unreadable-amount", f'"{text}" is no amount', seen)


def _close_date(rules: Rules, text: str, seen: Observation) -> str:
    if text not in rules.days:
        stamp = rules.stamps(text)
        rules.days[text] = stamp.day if stamp else None
    return _read(rules, rules.days[text], "unreadable-date", f'"{text}" is no day', seen)


def _read(rules: Rules, value: str | None, name: str, message: str, seen: Observation) -> str:
    if value is None:
        place = Place(seen.file, seen.line)
        rules.problems.append(Problem(name, f"deal {seen.deal}: {message}", place, "correct it in the source"))
    return value or ""


_TYPED: Mapping[str, Callable[[Rules, str, Observation], str]] = {
    "sale_type": _sale_type,
    "owner": _owner,
    "currency": _currency,
    "amount": _amount,
    "close_date": _close_date,
}


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
