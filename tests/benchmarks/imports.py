"""How long a million history records take to import, against pandas reading them: `python tests/benchmarks/imports.py`.

Processor time of whole child processes, user and system, everything compiled first. pandas reads the cells as text,
which is what an importer needs of them; how long it takes when it guesses types is shown beside it.
"""

import compileall
import csv
import datetime
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
RECORDS = 1_000_000
LIMIT = 6.0
"""Times what pandas takes."""
HEADER = [
    "Id", "OpportunityId", "CreatedById", "CreatedDate", "StageName", "Amount", "ExpectedRevenue", "CloseDate",
    "Probability", "ForecastCategory", "PrevAmount", "PrevCloseDate", "SystemModstamp", "IsDeleted",
]  # fmt: skip
STAGES = ["Met", "Offered", "Signed", "Lost"]
PROCESS = """
process: sale
title: Sale
wins: signed
stages: [{id: only, title: Only, milestones: [{id: met, title: Met}, {id: offered, title: Offered}, {id: signed, title: Signed}]}]
"""
MAPPING = "constants: {sale_type: sale}\nevents: {Met: met, Offered: offered, Signed: won, Lost: lost}\n"
READ = "import sys, pandas; pandas.read_csv(sys.argv[1], **eval(sys.argv[2]))"


def write_history(path: Path, records: int) -> None:
    """Deals of three to eight records, most of which change an amount or a date and no stage."""
    chance = random.Random(7)
    written = 0
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(HEADER)
        while written < records:
            for record in deal_history(chance, written):
                writer.writerow(record)
                written += 1


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


def processor_seconds(command: Sequence[str]) -> float:
    """User and system time of one child process."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment | {"PYTHONPATH": str(ROOT)}, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    """Measure and print; exit 1 when the import takes longer than its limit."""
    compileall.compile_dir(ROOT / "milestonectl", quiet=2)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name, text in {
            "milestonectl.yaml": "",
            "processes/sale.yaml": PROCESS,
            "imports/crm.yaml": MAPPING,
        }.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        history = folder / "OpportunityHistory.csv"
        write_history(history, RECORDS)
        pandas = [sys.executable, "-c", READ, str(history)]
        as_text = processor_seconds([*pandas, "{'dtype': str, 'keep_default_na': False}"])
        guessed = processor_seconds([*pandas, "{}"])
        program = [sys.executable, "-m", "milestonectl", "-C", str(folder), "import", "salesforce"]
        imported = processor_seconds([*program, str(history), "--mapping", "crm"])
    print(
        f"{RECORDS:,} records: pandas {as_text:.1f} s as text ({guessed:.1f} s with guessed types), import {imported:.1f} s"
    )
    print(
        f"{imported / as_text:.2f} times pandas as text, at most {LIMIT}; {imported / guessed:.2f} times its defaults"
    )
    sys.exit(int(imported / as_text > LIMIT))


if __name__ == "__main__":
    main()
