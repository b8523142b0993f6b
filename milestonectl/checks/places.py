"""Where a problem is: in a definition, or in a cell of the ledger."""

from milestonectl.model.node import Node
from milestonectl.model.problem import Place, Problem
from milestonectl.model.process import Milestone, Process, Stage
from milestonectl.model.row import Row
from milestonectl.model.settings import Team

_NOWHERE = Place("")


def value_place(thing: Process | Stage | Milestone | Team, *path: str | int) -> Place:
    """Where the value at a path below a definition stands."""
    return thing.node.place_of(*path) if thing.node else _NOWHERE


def key_place(thing: Process | Stage | Milestone | Team, *path: str | int) -> Place:
    """Where the key of a path below a definition stands; where its id stands, if the key is left out."""
    if thing.node is None:
        return _NOWHERE
    holder = thing.node.at(*path[:-1])
    named = holder.mapping.get(str(path[-1]))
    return named.key or named.place if named else name_place(holder)


def name_place(node: Node) -> Place:
    """Where the thing's own name stands: its id, or the process's name."""
    named = next((node.mapping[key] for key in ("id", "process", "name") if key in node.mapping), node)
    return named.place


def in_cell(row: Row, column: str, name: str, message: str, hint: str = "", other: Place | None = None) -> Problem:
    """A problem of one cell of the ledger."""
    return Problem(name, message, Place(row.file, row.line), hint, other, cell=column)
