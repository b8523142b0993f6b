"""The people of `team.yaml` as they are written."""

from collections.abc import Iterator

from milestonectl.model.node import Node
from milestonectl.model.settings import Team


def people_nodes(team: Team) -> Iterator[Node]:
    """Every manager, then every rep. Nothing while the file has problems in its shape."""
    if team.node is not None and team.people:
        for group in ("managers", "reps"):
            yield from team.node.mapping[group].items if group in team.node.mapping else []


def target_nodes(person: Node) -> list[Node]:
    """The targets of one of them."""
    return person.mapping["targets"].items if "targets" in person.mapping else []
