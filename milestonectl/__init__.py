"""Run B2B sales on milestones.

As a library it reads a workspace; writing is left to the commands:

    >>> import datetime, milestonectl
    >>> book = milestonectl.load("examples/halden", as_of=datetime.date(2026, 11, 20))
    >>> [problem.message for problem in book.problems]
    []
    >>> deal = next(deal for deal in book.deals if deal.outcome == "won")
    >>> deal.closed is not None
    True
    >>> stalled = [position.deal.id for position in book.positions if "stalled" in {flag.name for flag in position.flags}]
    >>> table = book.ledger()
    >>> len(table) == len(book.workspace.rows)
    True

`import milestonectl` loads nothing; `load` reads the files, and only `ledger` needs pandas.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from milestonectl.model.version import __version__

if TYPE_CHECKING:
    from milestonectl.library import Book, load

__all__ = ["Book", "__version__", "load"]


def __getattr__(name: str) -> Any:
    """Load the library when it is first used."""
    if name in ("Book", "load"):
        return getattr(import_module("milestonectl.library"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
