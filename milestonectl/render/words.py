"""Dates, money and text as people read them."""

import datetime
import re
import unicodedata
from collections.abc import Iterable

from milestonectl.model.money import Money, digits
from milestonectl.render.joiners import JOINER, NON_JOINER, is_writing

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_ARTICLE = re.compile(r"[aeiou]", re.IGNORECASE)


def inert(text: str) -> str:
    """Text of unknown origin, with everything that could move a cursor, turn the writing or hide shown as its code."""
    if text.isprintable():
        return text
    return "".join(f"<U+{ord(c):04X}>" if _is_hidden(text, place, c) else c for place, c in enumerate(text))


def _is_hidden(text: str, place: int, character: str) -> bool:
    if character in (JOINER, NON_JOINER):
        return not is_writing(text, place)
    return unicodedata.category(character) in _HIDDEN


def day(date: datetime.date, today: datetime.date) -> str:
    """`21 Nov`, with the year when it is not this one."""
    short = f"{date.day} {date:%b}"
    return short if date.year == today.year else f"{short} {date.year}"


def weekday(date: datetime.date) -> str:
    """`Sat 21 Nov 2026`."""
    return f"{date:%a} {date.day} {date:%b %Y}"


def full_day(date: datetime.date) -> str:
    """`21 Nov 2026`."""
    return f"{date.day} {date:%b %Y}"


def day_words(text: str) -> str:
    """`21 Nov 2026` from the text of a row's cell; what is no day stays as it is."""
    try:
        return full_day(datetime.date.fromisoformat(text))
    except ValueError:
        return text


def either(parts: Iterable[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    *first, last = parts
    return f"{', '.join(first)} or {last}" if first else last


def money(amount: Money) -> str:
    """`USD 84,000` or `USD 84,000.50`."""
    whole = amount.amount
    places = 0 if whole == whole.to_integral_value() else digits(amount.currency)
    return f"{amount.currency} {whole:,.{places}f}"


def short_money(amount: Money) -> str:
    """`USD 84K`, `USD 1.24M`: three digits are enough for a glance."""
    value = float(amount.amount)
    for size, letter in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if value >= size * 0.9995:
            scaled = f"{value / size:.3g}" if value / size < 999.5 else f"{value / size:.0f}"
            return f"{amount.currency} {scaled}{letter}"
    return f"{amount.currency} {value:.0f}"


def chance_words(chance: float) -> str:
    """`43 %`; never 0 % or 100 % for what is only nearly so."""
    if 0 < chance < 0.005:
        return "<1 %"
    return ">99 %" if 0.995 <= chance < 1 else f"{chance:.0%}".replace("%", " %")


def plural(number: int, noun: str) -> str:
    """`1 deal`, `14 deals`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(parts: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def spaced(word: str) -> str:
    """An id as words: `economic-buyer` reads `economic buyer`; an e-mail keeps its hyphen."""
    return "e-mail" if word == "email" else word.replace("-", " ")


def with_article(noun: str) -> str:
    """`a meeting`, `an e-mail`."""
    return f"{'an' if _ARTICLE.match(noun) else 'a'} {noun}"
