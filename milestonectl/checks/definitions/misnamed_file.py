"""A process in a file that is called after another one.

What
    The file of a process is called after it, and an older version also after its number: `renewal.yaml`,
    `renewal@1.yaml`.
Why
    People look for a process by its name. A copied file in which `process` was not changed, or a misspelt name, would
    pass for a sale type of its own.
Bad
    process: renewals in processes/renewal.yaml
Good
    process: renewal in processes/renewal.yaml
"""

from collections.abc import Iterator

from milestonectl.checks.places import key_place, value_place
from milestonectl.checks.rule import CheckedRule, each_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process


def check(process: Process) -> Iterator[Problem]:
    stem = process.file.rpartition("/")[2].rpartition(".")[0]
    name, _, number = stem.partition("@")
    if name and name != process.name:
        message = f'the file is called "{name}", the process "{process.name}"'
        hint = f"call the file {process.name}.yaml, or the process {name}"
        yield Problem("misnamed-file", message, value_place(process, "process"), hint)
    elif number and number != str(process.version):
        message = f"the file is called after version {number}, but holds version {process.version}"
        yield Problem("misnamed-file", message, key_place(process, "version"), "correct the one that is wrong")


RULE = CheckedRule("MC211", "misnamed-file", "error", __doc__, each_process(check))
