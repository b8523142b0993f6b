"""What looking ahead costs beside pandas reading the same files: `python tests/benchmarks/forecast_speed.py [ROWS] [OPEN]`.

The ledger is the example company with copies of its closed deals (`grown_example.py`) and copies of its open ones, 300,000
rows and 1,000 open deals unless told otherwise. Processor time, user and system, of whole child processes: medians of
alternating runs. `forecast` is measured twice: on an ordinary day, and for the first time in a quarter, when it also
chooses its method by six forecasts of the past. Exit code 1 when either takes more than 4 times, or a
backtest of 8 origins more than 20 times, as long as a fresh process that imports pandas and reads the same files with
`read_csv` and its default options; beside that stands the same with all columns as texts, which is what reports need.
"""

import compileall
import os
import shutil
import statistics
import sys
import sysconfig
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.grown_example import DAY, grown_example, more_open_deals
from tests.benchmarks.size import DEFAULTS, PROGRAM, ROOT, TEXT, cost

REPORTS = {
    "forecast": (["forecast"], 4.0),
    "first forecast of a quarter": (["forecast"], 4.0),
    "backtest of 8 origins": (["backtest", "--origins", "8"], 20.0),
}
RUNS = 3


def measured(folder: Path, rows: int, deals: int) -> dict[str, float]:
    """Medians of the seconds that pandas and each report take."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": str(ROOT), "COLUMNS": "100", "MILESTONECTL_NOW": f"{DAY}T12:00:00+00:00"}
    workspace = grown_example(folder / "workspace", rows)
    more_open_deals(workspace, deals)
    commands = {name: [sys.executable, "-c", code, str(workspace)] for name, code in _readings().items()}
    commands |= {name: [*PROGRAM, "-C", str(workspace), *command] for name, (command, _) in REPORTS.items()}
    found: dict[str, list[float]] = {name: [] for name in commands}
    cost(commands["forecast"], environment | {"XDG_CACHE_HOME": str(folder / "cache")})
    for _ in range(RUNS):
        for name, command in commands.items():
            cache = folder / ("new" if name.startswith("first") else "cache")
            shutil.rmtree(folder / "new", ignore_errors=True)
            found[name].append(cost(command, environment | {"XDG_CACHE_HOME": str(cache)}).seconds)
    return {name: statistics.median(seconds) for name, seconds in found.items()}


def _readings() -> dict[str, str]:
    return {"pandas reads the files": DEFAULTS, "the same as texts": TEXT}


def main() -> None:
    """Measure, print one table, and fail when a limit is passed."""
    rows, deals = (int(sys.argv[n]) if len(sys.argv) > n else n_default for n, n_default in ((1, 300_000), (2, 1_000)))
    compileall.compile_dir(ROOT / "milestonectl", quiet=2)
    compileall.compile_dir(sysconfig.get_paths()["purelib"], quiet=2)
    with tempfile.TemporaryDirectory() as temporary:
        found = measured(Path(temporary), rows, deals)
    print(f"{rows:,} rows, {deals:,} open deals; processor time, median of {RUNS}")
    wrong = False
    plain, texts = (found[name] for name in _readings())
    for name, seconds in found.items():
        limit = REPORTS[name][1] if name in REPORTS else None
        too_much = limit is not None and seconds > limit * plain
        wrong |= too_much
        print(
            f"{name:28}{seconds:7.2f} s {seconds / plain:6.2f} {seconds / texts:6.2f}{'  TOO MUCH' if too_much else ''}"
        )
    sys.exit(int(wrong))


if __name__ == "__main__":
    main()
