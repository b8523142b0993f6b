"""Templates -> HTML: everything is escaped, and a name that is missing is an error."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from milestonectl.render.pages.tracks import track_summary, tracked
from milestonectl.render.rows import row_words, short_id
from milestonectl.render.words import day, inert, plural, short_money, spaced, weekday

TEMPLATES = Path(__file__).parent / "templates"


def environment() -> Environment:
    """The templates, with the words of the other renderers as filters."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters |= {
        "day": day,
        "weekday": weekday,
        "short_money": lambda amount: short_money(amount) if amount else "",
        "plural": plural,
        "spaced": spaced,
        "row_words": row_words,
        "short_id": short_id,
        "tracked": tracked,
        "track_summary": track_summary,
    }
    return found


def asset(name: str) -> str:
    """The text of a style sheet or script."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _shown(value: object) -> object:
    """What a template prints: text of unknown origin cannot turn the writing; markup of our own stays."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else inert(value)
