"""How long a million records take to import, against pandas reading them: `python tests/benchmarks/imports.py`.

Three files: a Salesforce history in quotes, most of whose records change an amount or a date and no stage; HubSpot's long
form, in which every record is a stage; a plain file of events. Processor time of whole child processes, user and system,
everything compiled first; the least of some runs, pandas and the import in turn. pandas reads the cells once as text, which
is what an importer needs of them, and once with its defaults, guessing types.
"""

import compileall
import csv
import datetime
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

ROOT = Path(__file__).parents[2]
RECORDS = 1_000_000
RUNS = 2
LIMITS = {"salesforce": (4.0, 10.0), "hubspot": (7.0, 18.0), "csv": (9.0, 18.0)}
"""Times what pandas takes as text, and with its defaults."""
SALESFORCE = [
    "Id", "OpportunityId", "CreatedById", "CreatedDate", "StageName", "Amount", "ExpectedRevenue", "CloseDate",
    "Probability", "ForecastCategory", "PrevAmount", "PrevCloseDate", "SystemModstamp", "IsDeleted",
]  # fmt: skip
HUBSPOT = [
    "Record ID",
    "Deal Name",
    "Deal Stage",
    "Deal owner",
    "Amount",
    "Close Date",
    "Date entered stage",
    "Date left stage",
]
EVENTS = ["case", "seq", "event", "at", "actor", "amount"]
STAGES = ["Met", "Offered", "Signed", "Lost"]
PROCESS = """
process: sale
title: Sale
wins: signed
stages: [{id: only, title: Only, milestones: [{id: met, title: Met}, {id: offered, title: Offered}, {id: signed, title: Signed}]}]
"""
MEANINGS = "constants: {sale_type: sale}\nevents: {Met: met, Offered: offered, Signed: won, Lost: lost}\n"
COLUMNS = "columns: {deal: case, stamp: at, event: event, order: seq, by: actor, amount: amount}\n"
READ = "import sys, pandas; pandas.read_csv(sys.argv[1], **eval(sys.argv[2]))"
AS_TEXT, DEFAULTS = "{'dtype': str, 'keep_default_na': False}", "{}"


class Cost(NamedTuple):
    """What a process took."""

    seconds: float
    """Of the processor."""
    megabytes: float
    """At its peak."""


def write_table(
    path: Path, header: Sequence[str], histories: Iterable[Sequence[Sequence[str]]], quoting: Literal[0, 1]
) -> None:
    """The records of deals, until there are enough."""
    written = 0
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, quoting=quoting)
        writer.writerow(header)
        for history in histories:
            writer.writerows(history)
            written += len(history)
            if written >= RECORDS:
                return


def salesforce_histories(chance: random.Random) -> Iterator[list[list[str]]]:
    """Deals of three to eight records, most of which change an amount or a date and no stage."""
    number = 0
    while True:
        history = deal_history(chance, number)
        yield history
        number += len(history)


def deal_history(chance: random.Random, number: int) -> list[list[str]]:
    """The records of one deal, from one day to some months later."""
    moment = datetime.datetime(2020, 1, 1) + datetime.timedelta(minutes=chance.randrange(1_500_000))
    close, amount, stage, found = moment.date() + datetime.timedelta(90), chance.randrange(1000, 200_000), 0, []
    for place in range(chance.randrange(3, 9)):
        kind = chance.random()
        stage = min(3, stage + (kind < 0.36))
        close += datetime.timedelta(30 * (0.36 < kind < 0.68))
        amount += 500 * (kind > 0.85)
        stamp = f"{moment:%Y-%m-%dT%H:%M:%S}.000+0000"
        ids = [f"008bm{number + place:010}AAJ", f"006bm{number:010}AA5", f"005bm{number % 40:010}QAA"]
        values = [str(amount), str(amount / 2), close.isoformat(), "50", "Pipeline", "", "", stamp, "false"]
        found.append([*ids, stamp, STAGES[stage], *values])
        moment += datetime.timedelta(minutes=chance.randrange(60_000))
    return found


def hubspot_histories(chance: random.Random) -> Iterator[list[list[str]]]:
    """Deals of two to four records, each of which enters a stage."""
    number = 0
    while True:
        number += 1
        moment = datetime.datetime(2020, 1, 1) + datetime.timedelta(minutes=chance.randrange(1_500_000))
        known = [f"{9_000_000_000 + number}", f"Deal {number}"]
        said = [
            f"Owner {number % 40}",
            str(chance.randrange(1000, 200_000)),
            f"{moment + datetime.timedelta(90):%Y-%m-%d %H:%M}",
        ]
        history = []
        for stage in sorted(chance.sample(STAGES, chance.randrange(2, 5)), key=STAGES.index):
            left = moment + datetime.timedelta(minutes=chance.randrange(1, 60_000))
            history.append([*known, stage, *said, f"{moment:%Y-%m-%d %H:%M}", f"{left:%Y-%m-%d %H:%M}"])
            moment = left
        yield history


def event_histories(chance: random.Random) -> Iterator[list[list[str]]]:
    """Cases of two to eight events, half of which happened before."""
    number = 0
    while True:
        number += 1
        moment = datetime.datetime(2020, 1, 1) + datetime.timedelta(seconds=chance.randrange(90_000_000))
        amount, history = str(chance.randrange(1000, 200_000)), []
        for place in range(chance.randrange(2, 9)):
            moment += datetime.timedelta(seconds=chance.randrange(3_000_000))
            event = STAGES[min(3, (place + chance.randrange(2)) // 2)]
            history.append(
                [
                    str(number),
                    str(place),
                    event,
                    f"{moment.isoformat()}Z",
                    str(chance.randrange(10_000, 10_060)),
                    amount,
                ]
            )
        yield history


def cost(command: Sequence[str]) -> Cost:
    """User and system time of a child process, and the most memory that it held."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    child = subprocess.Popen(command, env=environment | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def least(costs: Sequence[Cost]) -> Cost:
    """The cost of the run that took least."""
    return min(costs, key=lambda one: one.seconds)


def measured(folder: Path, source: str, name: str, table: Path) -> list[Cost]:
    """pandas as text, pandas with its defaults, the import into an empty ledger."""
    pandas = [sys.executable, "-c", READ, str(table)]
    program = [sys.executable, "-m", "milestonectl", "-C", str(folder), "import", source, str(table), "--mapping", name]
    costs: list[list[Cost]] = []
    for _ in range(RUNS):
        shutil.rmtree(folder / "ledger", ignore_errors=True)
        costs.append([cost([*pandas, AS_TEXT]), cost([*pandas, DEFAULTS]), cost(program)])
    return [least(column) for column in zip(*costs, strict=True)]


def make_workspace(folder: Path) -> None:
    """A process and two mappings."""
    for name, text in {
        "milestonectl.yaml": "",
        "processes/sale.yaml": PROCESS,
        "imports/crm.yaml": MEANINGS,
        "imports/events.yaml": MEANINGS + COLUMNS,
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def main() -> None:
    """Measure and print; exit 1 when an import takes longer than its limits."""
    compileall.compile_dir(ROOT / "milestonectl", quiet=2)
    print(f"{RECORDS:,} records   as text  defaults    import  of text (at most)  of defaults (at most)    memory")
    passed = False
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        make_workspace(folder)
        files: list[tuple[str, str, list[str], Iterator[list[list[str]]], Literal[0, 1]]] = [
            ("salesforce", "crm", SALESFORCE, salesforce_histories(random.Random(7)), csv.QUOTE_ALL),
            ("hubspot", "crm", HUBSPOT, hubspot_histories(random.Random(7)), csv.QUOTE_ALL),
            ("csv", "events", EVENTS, event_histories(random.Random(7)), csv.QUOTE_MINIMAL),
        ]
        for source, mapping, header, histories, quoting in files:
            table = folder / f"{source}.csv"
            write_table(table, header, histories, quoting)
            as_text, guessed, imported = measured(folder, source, mapping, table)
            table.unlink()
            ratios = (imported.seconds / as_text.seconds, imported.seconds / guessed.seconds)
            passed = passed or any(ratio > limit for ratio, limit in zip(ratios, LIMITS[source], strict=True))
            print(
                f"{source:16} {as_text.seconds:8.2f} s {guessed.seconds:7.2f} s {imported.seconds:7.2f} s"
                f" {ratios[0]:9.2f} ({LIMITS[source][0]:.0f}) {ratios[1]:16.2f} ({LIMITS[source][1]:.0f})"
                f" {imported.megabytes:9,.0f} MB"
            )
    print("a limit is passed" if passed else "within the limits")
    sys.exit(int(passed))


if __name__ == "__main__":
    main()
