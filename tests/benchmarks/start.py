"""How long the daily commands take, as ratios to `hello` in one run: `python tests/benchmarks/start.py`.

Processor time of whole child processes, user and system, medians of alternating runs, everything compiled first.
"""

import compileall
import itertools
import os
import resource
import statistics
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
HELLO = [sys.executable, str(Path(__file__).with_name("hello.py"))]
PROGRAM = [sys.executable, "-m", "milestonectl"]
RUNS = 15
DEAL = "ACME-14"
LIMITS = {
    "completion": 0.4, "--help": 0.7, "log": 0.9, "next DEAL": 0.9, "show": 0.9, "status, 10,000 rows": 1.2, "validate packs": 1.2,
}  # fmt: skip


def processor_seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """User and system time of one child process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def workspace(folder: Path, rows: int) -> Path:
    """The example company's workspace, its ledger repeated under new deal names until it has that many rows."""
    run = [*PROGRAM, "init", "--example", str(folder)]
    subprocess.run(run, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    shards = sorted((folder / "ledger").rglob("*.csv"))
    missing = rows - sum(len(lines(shard)) - 1 for shard in (folder / "ledger").rglob("*.*") if shard.is_file())
    for copy in itertools.count(1):
        for shard in shards:
            header, *found = lines(shard)
            column = header.split(",").index("deal")
            copied = [_renamed(line, column, copy) for line in found[: max(0, missing)]]
            missing -= len(copied)
            shard.with_name(f"{shard.stem}.copy{copy}.csv").write_text(
                "\n".join([header, *copied]) + "\n", encoding="utf-8"
            )
            if missing <= 0:
                return folder
    return folder


def lines(shard: Path) -> list[str]:
    """The lines of a ledger file."""
    return shard.read_text(encoding="utf-8").splitlines()


def _renamed(line: str, column: int, copy: int) -> str:
    cells = line.split(",")
    cells[0], cells[column] = "", f"{cells[column]}-{copy}"
    return ",".join(cells)


def commands(folder: Path) -> dict[str, tuple[list[str], dict[str, str]]]:
    """What is measured: the command line and what its environment adds."""
    here = [*PROGRAM, "-C", str(folder)]
    completing = {"_MILESTONECTL_COMPLETE": "complete_bash", "COMP_WORDS": "milestonectl st", "COMP_CWORD": "1"}
    log = [*here, "log", DEAL, "proof", "--by", "dana", "--evidence", "email:1"]
    return {
        "completion": (PROGRAM, completing),
        "--help": ([*PROGRAM, "--help"], {}),
        "log": (log, {}),
        "next DEAL": ([*here, "next", DEAL], {}),
        "show": ([*here, "show", DEAL], {}),
        "status, 10,000 rows": ([*here, "status"], {}),
        "validate packs": ([*PROGRAM, "validate", "processes"], {}),
    }


def main() -> None:
    """Measure and print one table; exit 1 when a ratio is above its limit."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    compileall.compile_dir(ROOT / "milestonectl", quiet=2)
    compileall.compile_dir(sysconfig.get_paths()["purelib"], quiet=2)
    with tempfile.TemporaryDirectory() as temporary:
        greeting = Path(temporary, "hello.yaml")
        greeting.write_text("greeting: hello\nname: world\nlanguage: English\nloud: true\ntimes: 3\n", encoding="utf-8")
        measured = commands(workspace(Path(temporary, "workspace"), 10_000))
        times: dict[str, list[float]] = {name: [] for name in ["hello", *measured]}
        for _ in range(RUNS):
            times["hello"].append(processor_seconds([*HELLO, str(greeting)], environment))
            for name, (command, added) in measured.items():
                times[name].append(processor_seconds(command, environment | added))
    sys.exit(report({name: statistics.median(found) for name, found in times.items()}))


def report(medians: Mapping[str, float]) -> int:
    """Print each ratio beside its limit."""
    print(f"hello: {medians['hello']:.3f} s of processor time, median of {RUNS}")
    worst = 0
    for name, limit in LIMITS.items():
        ratio = medians[name] / medians["hello"]
        worst |= ratio > limit
        print(f"{name:22} {ratio:5.2f}  at most {limit}{'  TOO SLOW' if ratio > limit else ''}")
    return int(worst)


if __name__ == "__main__":
    main()
