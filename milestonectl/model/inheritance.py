"""`extends` and `drop`: a process takes the stages and milestones of another and overrides them by id.

Works on the trees, so that every value of the result still knows the file and line it comes from.
"""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from milestonectl.model.node import Node

Override: TypeAlias = Callable[[Node, Node], Node]
_OWN = frozenset({"process", "version", "effective", "extends", "drop"})
"""Keys that are never inherited."""


def inherit(child: Node, parent: Node) -> Node:
    """The child's tree, completed by its parent's (which has inherited already)."""
    dropped = {str(item.value) for item in child.at("drop").items} if "drop" in child.mapping else set()
    own_ids = _milestone_ids(child)
    stages = [
        _without(stage, dropped | (own_ids - _milestone_ids_of(stage, child)))
        for stage in parent.mapping.get("stages", Node([], parent.place)).items
        if stage.text("id") not in dropped
    ]
    own = child.mapping.get("stages", Node([], child.place, child.place))
    head = {key: node for key, node in child.mapping.items() if key in _OWN}
    merged = head | {key: node for key, node in parent.mapping.items() if key not in _OWN} | child.mapping
    merged["stages"] = own._replace(value=_merged(stages, own.items, _stage))
    return child._replace(value=merged)


def _milestone_ids(process: Node) -> set[str]:
    stages = process.mapping.get("stages")
    return {m.text("id") for stage in (stages.items if stages else []) for m in _milestones(stage)}


def _milestone_ids_of(stage: Node, child: Node) -> set[str]:
    """Which milestones the child writes in this very stage; those it writes elsewhere have moved."""
    stages = child.mapping.get("stages")
    same = [s for s in (stages.items if stages else []) if s.text("id") == stage.text("id")]
    return {m.text("id") for s in same for m in _milestones(s)}


def _milestones(stage: Node) -> list[Node]:
    found = stage.mapping.get("milestones")
    return found.items if found else []


def _without(stage: Node, dropped: set[str]) -> Node:
    kept = [milestone for milestone in _milestones(stage) if milestone.text("id") not in dropped]
    milestones = stage.mapping.get("milestones")
    if milestones is None or not stage.mapping:
        return stage
    return stage._replace(value=stage.mapping | {"milestones": milestones._replace(value=kept)})


def _stage(child: Node, parent: Node) -> Node:
    own = child.mapping.get("milestones")
    inherited = parent.mapping.get("milestones", Node([], parent.place))
    milestones = own._replace(value=_merged(inherited.items, own.items, _override)) if own else inherited
    return child._replace(value=parent.mapping | child.mapping | {"milestones": milestones})


def _override(child: Node, parent: Node) -> Node:
    return child._replace(value=parent.mapping | child.mapping)


def _merged(inherited: Iterable[Node], own: list[Node], override: Override) -> list[Node]:
    """Inherited entries in their order, overridden by id; a new one follows the entry written before it."""
    result = list(inherited)
    previous = ""
    for entry in own:
        ids = [known.text("id") for known in result]
        name = entry.text("id")
        if name and name in ids:
            position = ids.index(name)
            result[position] = override(entry, result[position])
        else:
            result.insert(_position(ids, previous, own, entry), entry)
        previous = name
    return result


def _position(ids: list[str], previous: str, own: list[Node], entry: Node) -> int:
    if previous in ids:
        return ids.index(previous) + 1
    later = [known.text("id") for known in own[own.index(entry) + 1 :]]
    return next((ids.index(name) for name in later if name in ids), len(ids))
