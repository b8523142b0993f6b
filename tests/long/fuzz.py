"""A coverage-guided fuzzer (atheris) on every reader and on the command line.

    pip install atheris
    python tests/long/fuzz.py                          # more than a million inputs
    python tests/long/fuzz.py --target csv --runs 10000

It stops at the first input that raises, takes longer than ten seconds or more than a gigabyte, and keeps it in a file.
"""

import argparse
import importlib
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = {"definitions": 60_000, "csv": 400_000, "yaml": 350_000, "import": 250_000, "commands": 10_000}


def fuzz(target: str, runs: int, seed: int) -> int:
    """Fuzz one target in a process of its own; its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--inside", target, "--runs", str(runs), "--seed", str(seed), folder]
        return subprocess.run(command, check=False).returncode


def fuzz_here(target: str, runs: int, seed: int, folder: Path) -> None:
    """Does not return: the fuzzer ends the process."""
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["milestonectl"]):
        targets = importlib.import_module("targets")

    for number, data in enumerate(targets.SEEDS[target]):
        (folder / f"seed-{number}").write_bytes(data)
    limits = [
        "-timeout=10",
        "-rss_limit_mb=1024",
        f"-max_len={targets.LONGEST}",
        "-print_final_stats=1",
        "-verbosity=0",
    ]
    atheris.Setup([sys.argv[0], f"-runs={runs}", f"-seed={seed}", *limits, str(folder)], targets.TARGETS[target])
    atheris.Fuzz()


def main() -> int:
    """Fuzz the targets that are asked for, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", choices=RUNS, action="append")
    parser.add_argument("--inside", choices=RUNS, help=argparse.SUPPRESS)
    parser.add_argument("--runs", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("folder", nargs="?", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        fuzz_here(asked.inside, asked.runs, asked.seed, asked.folder)
    failed = 0
    for target in asked.target or RUNS:
        runs = asked.runs or RUNS[target]
        code = fuzz(target, runs, asked.seed)
        failed |= code
        print(f"{target}: {runs:,} inputs: {'no fault' if code == 0 else 'FAULT'}", flush=True)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
