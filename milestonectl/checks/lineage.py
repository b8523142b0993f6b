"""Which process another one was made from."""

from milestonectl.checks.subject import Subject
from milestonectl.model.process import Process, by_sale_type


def parent_of(process: Process, subject: Subject) -> Process | None:
    """The version that a process extends."""
    if not process.extends:
        return None
    everything = by_sale_type(other for other in subject.processes if other is not process)
    if "@" in process.extends:
        return everything.pinned(process.extends)
    return everything.current(process.extends, process.effective)


def current_processes(subject: Subject) -> list[Process]:
    """The latest version of each process that could be read whole."""
    return [versions[-1] for versions in subject.workspace.processes.versions.values()]
