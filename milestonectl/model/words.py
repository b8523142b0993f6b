"""Words that were perhaps meant."""

import difflib
from collections.abc import Iterable

LONGEST = 200
"""Nobody means a word by a longer text, and comparing it would take long."""


def nearest(word: str, words: Iterable[str], likeness: float = 0.6) -> str:
    """The known word that is most like another one, whatever its case; nothing when none is near."""
    if len(word) > LONGEST:
        return ""
    by_folded = {known.casefold(): known for known in words}
    near = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=likeness)
    return by_folded[near[0]] if near else ""


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """`did you mean "required"?`, or nothing when no word is near."""
    near = nearest(word, words)
    return f'did you mean "{near}"?' if near else ""
