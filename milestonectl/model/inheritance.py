"""`extends` and `drop`: a process takes the stages and milestones of another and overrides them by id.

Works on the trees, so that every value of the result still knows the file and line it comes from.
"""

from collections.abc import Mapping

from milestonectl.model.node import Node

NEVER_INHERITED = frozenset({"process", "version", "effective", "extends", "drop"})
"""Keys that are never inherited."""


def inherit(child: Node, parent: Node) -> Node:
    """The child's tree, completed by its parent's (which has inherited already)."""
    dropped = {str(item.value) for item in child.at("drop").items} if "drop" in child.mapping else set()
    moved = _homes(child)
    stages = [
        _without(stage, dropped | {name for name, homes in moved.items() if stage.text("id") not in homes})
        for stage in _items(parent, "stages")
        if stage.text("id") not in dropped
    ]
    known = {m.text("id"): m for stage in _items(parent, "stages") for m in _items(stage, "milestones")}
    inheritable = {name: milestone for name, milestone in known.items() if name not in dropped}
    own = child.mapping.get("stages", Node([], child.place, child.place))
    head = {key: node for key, node in child.mapping.items() if key in NEVER_INHERITED}
    merged = head | {key: node for key, node in parent.mapping.items() if key not in NEVER_INHERITED} | child.mapping
    merged["stages"] = own._replace(value=_merged_stages(stages, own.items, inheritable))
    return child._replace(value=merged)


def _items(node: Node, key: str) -> list[Node]:
    found = node.mapping.get(key)
    return found.items if found else []


def _homes(process: Node) -> dict[str, set[str]]:
    """The stages in which a child writes each of its milestones; one that was elsewhere before has moved."""
    homes: dict[str, set[str]] = {}
    for stage in _items(process, "stages"):
        for milestone in _items(stage, "milestones"):
            homes.setdefault(milestone.text("id"), set()).add(stage.text("id"))
    return homes


def _without(stage: Node, gone: set[str]) -> Node:
    milestones = stage.mapping.get("milestones")
    if milestones is None:
        return stage
    kept = [milestone for milestone in milestones.items if milestone.text("id") not in gone]
    return stage._replace(value=stage.mapping | {"milestones": milestones._replace(value=kept)})


def _merged_stages(inherited: list[Node], own: list[Node], milestones: Mapping[str, Node]) -> list[Node]:
    before = {stage.text("id"): stage for stage in inherited}
    completed = [_stage(stage, before.get(stage.text("id")), milestones) for stage in own]
    return _ordered(inherited, completed)


def _stage(child: Node, parent: Node | None, milestones: Mapping[str, Node]) -> Node:
    """A stage with its inherited keys, and each of its milestones with those that it had, wherever it stood."""
    base = parent.mapping if parent else {}
    own = child.mapping.get("milestones")
    if own is None:
        return child._replace(value=base | child.mapping)
    completed = [_override(entry, milestones.get(entry.text("id"))) for entry in own.items]
    inherited = _items(parent, "milestones") if parent else []
    merged = own._replace(value=_ordered(inherited, completed))
    return child._replace(value=base | child.mapping | {"milestones": merged})


def _override(child: Node, parent: Node | None) -> Node:
    return child._replace(value=parent.mapping | child.mapping) if parent and child.mapping else child


def _ordered(inherited: list[Node], own: list[Node]) -> list[Node]:
    """Inherited entries in their order, replaced by id; a new one follows the entry written before it."""
    result = list(inherited)
    previous = ""
    for number, entry in enumerate(own):
        ids = [known.text("id") for known in result]
        name = entry.text("id")
        if name and name in ids and name not in {other.text("id") for other in own[:number]}:
            result[ids.index(name)] = entry
        else:
            result.insert(_position(ids, previous, own[number + 1 :]), entry)
        previous = name
    return result


def _position(ids: list[str], previous: str, later: list[Node]) -> int:
    if previous in ids:
        return ids.index(previous) + 1
    return next((ids.index(entry.text("id")) for entry in later if entry.text("id") in ids), len(ids))
