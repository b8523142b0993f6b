"""Cells that no spreadsheet takes for a formula, and back: nothing is lost on the way."""

_STARTS = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """With an apostrophe before what a spreadsheet would calculate: `=1+1` becomes `'=1+1`."""
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text.startswith("'") and is_formula(text.lstrip("'")) else text


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would calculate it."""
    return text.startswith(_STARTS)
