"""A YAML document as a tree in which every value knows its place."""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from milestonectl.model.problem import Place

Scalar: TypeAlias = str | int | float | bool | None


class Node(NamedTuple):
    """One value: a scalar, a mapping of key to node, or a list of nodes."""

    value: "Scalar | dict[str, Node] | list[Node]"
    place: Place
    key: Place | None = None
    """Where the key that names this value stands."""

    @property
    def mapping(self) -> "dict[str, Node]":
        """The entries of a mapping; nothing for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> "list[Node]":
        """The items of a list; nothing for anything else."""
        return self.value if isinstance(self.value, list) else []

    def text(self, key: str) -> str:
        """The text under a key, or nothing."""
        child = self.mapping.get(key)
        return child.value if child is not None and isinstance(child.value, str) else ""

    def at(self, *path: str | int) -> "Node":
        """The node at a path of keys and indices, or the deepest one on the way there."""
        node = self
        for step in path:
            below = node._child(step)
            if below is None:
                return node
            node = below
        return node

    def place_of(self, *path: str | int) -> Place:
        """Where the value at a path stands."""
        return self.at(*path).place

    def key_of(self, *path: str | int) -> Place:
        """Where the key of a path stands, or its value if it has none."""
        node = self.at(*path)
        return node.key or node.place

    def _child(self, step: str | int) -> "Node | None":
        if isinstance(step, str):
            return self.mapping.get(step)
        return self.items[step] if step < len(self.items) else None


def plain(node: Node) -> object:
    """The tree without its places, as dicts, lists and scalars."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, in the order of the file."""
    yield node
    for child in [*node.mapping.values(), *node.items]:
        yield from walk(child)
