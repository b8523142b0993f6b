"""The two characters without a width that belong to writing: joiners inside one emoji, and inside words of some scripts.

Elsewhere they are invisible differences between two texts, which is how somebody is deceived.
"""

import unicodedata

JOINER, NON_JOINER = "\u200d", "\u200c"
_VIRAMA = 9
"""The combining class of the sign that ties two consonants of an Indic script together."""
_CURSIVE = frozenset({"ARABIC", "SYRIAC", "MANDAIC", "NKO", "MONGOLIAN", "PHAGS-PA", "ADLAM"})
"""Scripts whose letters change their form by their neighbours, by the first word of the letters' names."""
_EMOJI = 0x1F000
_FIRST = frozenset("❤⛓⛹")
_SECOND = frozenset("♀♂⚕⚖⚧✈☠❤⬛➡↔↕")
"""Older signs that may stand at the one or the other side of an emoji's joiner."""
_DRESSING = frozenset(map(chr, (0xFE0F, *range(0x1F3FB, 0x1F400))))
"""What dresses an emoji: its colour of skin, and that it is coloured at all."""


def is_writing(text: str, place: int) -> bool:
    """Whether the joiner at a place is a part of an emoji or a word.

    Between a woman and a computer, or inside the Persian for "I want", it is; inside "paypal" it is not.
    """
    before, after = text[:place].rstrip("".join(_DRESSING))[-1:], text[place + 1 : place + 2]
    if not before or not after:
        return False
    if text[place] == JOINER and _is_emoji(before, _FIRST) and _is_emoji(after, _SECOND):
        return True
    before = text[place - 1]
    tied = _VIRAMA in (unicodedata.combining(before), unicodedata.combining(after))
    return tied or (_is_cursive(before) and _is_cursive(after))


def _is_emoji(character: str, older: frozenset[str]) -> bool:
    return character in older or (ord(character) >= _EMOJI and unicodedata.category(character) == "So")


def _is_cursive(character: str) -> bool:
    return unicodedata.name(character, "").partition(" ")[0] in _CURSIVE and not character.isdecimal()
