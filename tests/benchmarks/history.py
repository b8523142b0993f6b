"""What reports on a long history cost beside pandas reading the same files: `python tests/benchmarks/history.py [ROWS]`.

The ledger is the example company with copies of its closed deals (`grown_example.py`), a million rows unless told
otherwise, in some hundred files and once more in two. Processor time, user and system, and memory of whole child processes. Beside each report stands, in the same run,
a fresh process that imports pandas and reads the same files with `read_csv` and its default options; medians of alternating
runs. Exit code 1 when a report takes more than 3 times as long as pandas, or more than 1.5 GB.
"""

import compileall
import os
import sys
import sysconfig
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.grown_example import DAY, grown_example, in_few_files
from tests.benchmarks.size import DEFAULTS, PROGRAM, ROOT, Cost, cost, median

REPORTS = ("rates", "pace", "coach", "movement")
RUNS = 3
MOST_OF_PANDAS, MOST_MEGABYTES = 3.0, 1500


def measured(workspace: Path, cache: Path) -> dict[str, Cost]:
    """Medians of what pandas and each report cost."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": str(ROOT), "COLUMNS": "100", "XDG_CACHE_HOME": str(cache)}
    environment |= {"MILESTONECTL_NOW": f"{DAY}T12:00:00+00:00"}
    commands = {"pandas": [sys.executable, "-c", DEFAULTS, str(workspace)]}
    commands |= {name: [*PROGRAM, "-C", str(workspace), name] for name in REPORTS}
    found: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            found[name].append(cost(command, environment))
    return {name: median(costs) for name, costs in found.items()}


def main() -> None:
    """Measure, print one table, and fail when a limit is passed."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    compileall.compile_dir(ROOT / "milestonectl", quiet=2)
    compileall.compile_dir(sysconfig.get_paths()["purelib"], quiet=2)
    print(f"{rows:,} rows; processor time, median of {RUNS}")
    with tempfile.TemporaryDirectory() as temporary:
        many = grown_example(Path(temporary, "many"), rows)
        few = in_few_files(many, Path(temporary, "few"))
        wrong = [printed(folder, measured(folder, Path(temporary, "cache"))) for folder in (many, few)]
    sys.exit(int(any(wrong)))


def printed(workspace: Path, found: dict[str, Cost]) -> bool:
    """Print the figures of one ledger; whether one of them is above its limit."""
    print(f"in {len(list((workspace / 'ledger').rglob('*.csv')))} files")
    wrong = False
    for name, (seconds, megabytes) in found.items():
        ratio = seconds / found["pandas"].seconds
        too_much = name != "pandas" and (ratio > MOST_OF_PANDAS or megabytes > MOST_MEGABYTES)
        wrong |= too_much
        print(
            f"{name:10} {seconds:6.2f} s {ratio:5.2f} {megabytes:6.0f} MB{'  TOO MUCH' if too_much else ''}", flush=True
        )
    return wrong


if __name__ == "__main__":
    main()
