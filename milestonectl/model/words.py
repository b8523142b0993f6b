"""Words that were perhaps meant."""

import difflib
from collections.abc import Iterable


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """`did you mean "required"?`, or nothing when no word is near."""
    near = difflib.get_close_matches(word.casefold(), {known.casefold(): known for known in words}, n=1, cutoff=0.6)
    by_folded = {known.casefold(): known for known in words}
    return f'did you mean "{by_folded[near[0]]}"?' if near else ""
