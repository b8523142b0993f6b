"""The conditions of a process, and where each is written."""

from collections.abc import Iterator
from typing import NamedTuple

from milestonectl.checks.subject import Subject
from milestonectl.model.bounds import Choices
from milestonectl.model.condition import Condition
from milestonectl.model.node import Node
from milestonectl.model.problem import Place
from milestonectl.model.process import Process


class Written(NamedTuple):
    """A condition and the tree it was read from."""

    condition: Condition
    node: Node

    def group_place(self, number: int) -> Place:
        """Where one of its groups stands."""
        return self.node.items[number].place if self.node.items else self.node.key or self.node.place

    def field_place(self, number: int, field: str) -> Place:
        """Where a group asks about a field."""
        group = self.node.items[number] if self.node.items else self.node
        return group.mapping[field].key or group.mapping[field].place if field in group.mapping else group.place


def written_conditions(process: Process) -> Iterator[Written]:
    """Every condition of the milestones and plays of a process."""
    for milestone in process.milestones:
        if milestone.node is None:
            continue
        holders = [(milestone.when, milestone.node)]
        holders += [(play.when, milestone.node.at("plays", number)) for number, play in enumerate(milestone.plays)]
        for condition, holder in holders:
            if condition.groups and "when" in holder.mapping:
                yield Written(condition, holder.mapping["when"])


def choices_of(subject: Subject) -> Choices:
    """The values that text fields are limited to."""
    return {field.name: field.choices for field in subject.workspace.settings.fields if field.choices}
