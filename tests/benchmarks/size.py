"""What a report costs at every size of ledger: `python tests/benchmarks/size.py [ROWS ...]`, else from 10^3 to 10^7 rows.

The ledgers are the example company with copies of its closed deals (`grown_example.py`): what grows is the past, what is
shown stays. For each size, processor time and memory of whole child processes, everything compiled first:

- `first`: the first `status` ever, which reads every row and keeps an index; beside it a fresh process in which pandas
  reads the same files, with its default options and with every column as text. `of 2`: the same rows in two large files.
  Medians of alternating runs.
- `status`, `show`, `next DEAL`, `log`: medians of alternating runs after that. `log` is refused by a gate, so that every
  run finds the same ledger.
- `rates --engine duckdb`: a report on all of history.
- A balance by rep of as many entries in hledger, ledger and beancount, where they are installed, up to a million.

`--chart docs/performance.svg` draws cost against size. Exit code 1 when a size costs more than 1.5 times the smallest one
of at least ten thousand rows, when a first reading takes more than 3 times what pandas takes, or 500 MB are not enough.
"""

import argparse
import compileall
import os
import shutil
import statistics
import sys
import sysconfig
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.chart import Curve, log_log_chart
from tests.benchmarks.grown_example import DAY, grown_example, in_few_files, ledger_entries

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-m", "milestonectl"]
PANDAS = """
import glob, sys, pandas
files = glob.glob(sys.argv[1] + "/ledger/**/*.csv", recursive=True)
pandas.concat([pandas.read_csv(file, OPTIONS) for file in files])
"""
DEFAULTS = PANDAS.replace(", OPTIONS", "")
TEXT = PANDAS.replace("OPTIONS", "dtype=str, keep_default_na=False")
REPORTS = {
    "status": ["status"],
    "show": ["show", "ACME-14"],
    "next DEAL": ["next", "ACME-14"],
    "log": ["log", "ACME-14", "contract", "--by", "dana"],
}
OTHERS = {
    "hledger": ["hledger", "-f", "{journal}", "balance"],
    "ledger": ["ledger", "-f", "{journal}", "balance"],
    "beancount": ["bean-check", "--no-cache", "{beans}"],
}
MOST_ROWS_OF_OTHERS = 1_000_000
"""A million takes them minutes and up to 8 GB already."""
RUNS, FIRST_RUNS = 5, 3
ONE_READ = {"first": "pandas", "first of 2": "pandas of 2"}
"""What a first reading is set beside."""
NOT_DRAWN = {"as text", "first of 2", "pandas of 2", "as text of 2"}
DRAWN_AS = {"first": "first status", "pandas": "pandas reads it", "rates": "rates, DuckDB"}
MOST_OF_SMALLEST, MOST_OF_PANDAS, MOST_MEGABYTES = 1.5, 3.0, 500


class Cost(NamedTuple):
    """Of one child process: user and system time, and the most memory it held."""

    seconds: float
    megabytes: float


def cost(command: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """What a command costs; its exit code does not matter."""
    quiet = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    child = os.posix_spawnp(command[0], list(command), dict(environment), file_actions=quiet)
    _, _, usage = os.wait4(child, 0)
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def measured(folder: Path, rows: int, environment: dict[str, str]) -> dict[str, Cost]:
    """All costs at one size."""
    workspace = grown_example(folder / f"rows{rows}", rows)
    found = first_read(workspace, environment)
    two = in_few_files(workspace, folder / f"two{rows}")
    found |= {f"{name} of 2": each for name, each in first_read(two, environment).items()}
    shutil.rmtree(two)
    here = [*PROGRAM, "-C", str(workspace)]
    times: dict[str, list[Cost]] = {name: [] for name in REPORTS}
    for _ in range(RUNS):
        for name, report in REPORTS.items():
            times[name].append(cost([*here, *report], environment))
    found |= {name: median(costs) for name, costs in times.items()}
    found["rates"] = cost([*here, "rates", "--engine", "duckdb"], environment)
    return found | others(folder, rows, environment)


def first_read(workspace: Path, environment: dict[str, str]) -> dict[str, Cost]:
    """A first `status`, each time with an empty cache, and pandas reading the same files."""
    times: dict[str, list[Cost]] = {"first": [], "pandas": [], "as text": []}
    for run in range(FIRST_RUNS):
        fresh = (
            dict(environment) if run == FIRST_RUNS - 1 else environment | {"XDG_CACHE_HOME": f"{workspace}.cache{run}"}
        )
        times["first"].append(cost([*PROGRAM, "-C", str(workspace), "status"], fresh))
        times["pandas"].append(cost([sys.executable, "-c", DEFAULTS, str(workspace)], environment))
        times["as text"].append(cost([sys.executable, "-c", TEXT, str(workspace)], environment))
        shutil.rmtree(f"{workspace}.cache{run}", ignore_errors=True)
    return {name: median(costs) for name, costs in times.items()}


def median(costs: Sequence[Cost]) -> Cost:
    """Of time and of memory."""
    return Cost(*map(statistics.median, zip(*costs, strict=True)))


def others(folder: Path, rows: int, environment: Mapping[str, str]) -> dict[str, Cost]:
    """A balance of as many entries in other plain-text tools, as far as they are here."""
    files = {"journal": folder / f"{rows}.journal", "beans": folder / f"{rows}.beancount"}
    installed = [name for name, command in OTHERS.items() if shutil.which(command[0])]
    if not installed or rows > MOST_ROWS_OF_OTHERS:
        return {}
    ledger_entries(files["journal"], files["beans"], rows)
    return {name: cost([part.format(**files) for part in OTHERS[name]], environment) for name in installed}


def main() -> None:
    """Measure, print a table, draw the chart."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", type=int, default=[1_000, 10_000, 100_000, 1_000_000, 10_000_000])
    parser.add_argument("--chart", type=Path, help="where to draw cost against size, as SVG")
    asked = parser.parse_args()
    compileall.compile_dir(ROOT / "milestonectl", quiet=2)
    compileall.compile_dir(sysconfig.get_paths()["purelib"], quiet=2)
    with tempfile.TemporaryDirectory() as temporary:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"PYTHONPATH": str(ROOT), "COLUMNS": "100", "XDG_CACHE_HOME": f"{temporary}/cache"}
        environment |= {"MILESTONECTL_NOW": f"{DAY}T12:00:00+00:00"}
        found: dict[int, dict[str, Cost]] = {}
        for rows in asked.rows:
            found[rows] = measured(Path(temporary), rows, environment)
            print(row_of(rows, found), flush=True)
            if asked.chart:
                asked.chart.write_text(log_log_chart(curves(found)), encoding="utf-8")
    wrong = list(too_much(found))
    print("\n".join(wrong) or "everything within its limits")
    sys.exit(bool(wrong))


def curves(found: Mapping[int, Mapping[str, Cost]]) -> list[Curve]:
    """Seconds against rows, a curve for each thing measured."""
    names = list(dict.fromkeys(name for costs in found.values() for name in costs if name not in NOT_DRAWN))
    return [
        Curve(DRAWN_AS.get(name, name), [(rows, costs[name].seconds) for rows, costs in found.items() if name in costs])
        for name in names
    ]


def row_of(rows: int, found: Mapping[int, Mapping[str, Cost]]) -> str:
    """Seconds and megabytes of one size as a row of a table; above the first one the heading."""
    names, costs = list(next(iter(found.values()))), found[rows]
    heading = f"{'rows':>12}" + "".join(f"{name:>17}" for name in names) + "\n" if len(found) == 1 else ""
    cells = [f"{costs[n].seconds:7.2f} s {costs[n].megabytes:4.0f} MB" if n in costs else "" for n in names]
    return f"{heading}{rows:12,}" + "".join(f"{cell:>17}" for cell in cells)


def too_much(found: Mapping[int, Mapping[str, Cost]]) -> list[str]:
    """What is above its limit. Other tools and more than a million rows have none."""
    limited = {rows: costs for rows, costs in found.items() if 10_000 <= rows <= 1_000_000}
    wrong = []
    for rows, costs in limited.items():
        smallest = limited[min(limited)]
        ratios = {name: (costs[name].seconds / smallest[name].seconds, MOST_OF_SMALLEST) for name in REPORTS}
        if rows == 1_000_000:
            firsts = {
                f"{name} / pandas": costs[name].seconds / costs[beside].seconds for name, beside in ONE_READ.items()
            }
            ratios |= {name: (ratio, MOST_OF_PANDAS) for name, ratio in firsts.items()}
        wrong += [
            f"{rows:,} rows: {name} {ratio:.2f}, at most {most}"
            for name, (ratio, most) in ratios.items()
            if ratio > most
        ]
        megabytes = max(costs[name].megabytes for name in ONE_READ)
        if megabytes > MOST_MEGABYTES:
            wrong.append(f"{rows:,} rows: {megabytes:.0f} MB, at most {MOST_MEGABYTES}")
    return wrong


if __name__ == "__main__":
    main()
