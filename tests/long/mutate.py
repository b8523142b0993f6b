"""Random damage to files that were right, without a fuzzer: much faster, and blind to which code it reaches.

    python tests/long/mutate.py                        # a million inputs
    python tests/long/mutate.py --target csv --runs 10000 --seed 7

It stops at the first input that raises, takes longer than ten seconds or more than two gigabytes, and prints it.
"""

import argparse
import random
import resource
import signal
import sys
import time
from collections.abc import Sequence

from targets import SEEDS, TARGETS

RUNS = {"definitions": 40_000, "csv": 480_000, "yaml": 300_000, "import": 175_000, "commands": 5_000}
SECONDS = 10
BYTES = 2 * 1024**3
PIECES = [
    b"", b'"', b"'", b",", b"\n", b"\r", b"- {", b"}", b"]", b": ", b"&a ", b"*a", b"\0", b"\xff", b"\xef\xbb\xbf",
    b"9999-12-31", b"0001-01-01", b"1e999", b"-1", b"<<<<<<< ", b"=======\n", b"\x1b[2J", b"date,deal,event\n", b"voided",
]  # fmt: skip


def mutated(chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """A file with one to five pieces left out, doubled, moved or replaced."""
    data = chance.choice(seeds)
    for _ in range(chance.randint(1, 5)):
        start = chance.randint(0, len(data))
        end = min(len(data), start + chance.choice((0, 1, 1, 4, 20, 80)))
        other = chance.randint(0, len(data))
        piece = chance.choice(
            (chance.choice(PIECES), data[start:end] * 2, data[other : other + 40], chance.randbytes(3))
        )
        data = data[:start] + piece + data[end:]
    return data


def mutate(target: str, runs: int, seed: int) -> int:
    """Feed so many inputs to a target; the number of those that were taken."""
    chance = random.Random(f"{target} {seed}")
    for number in range(runs):
        data = mutated(chance, SEEDS[target])
        signal.alarm(SECONDS)
        try:
            TARGETS[target](data)
        except BaseException:
            print(f"{target}: input {number} of seed {seed}: {data!r}", flush=True)
            raise
    signal.alarm(0)
    return runs


def main() -> int:
    """Damage the files of the targets that are asked for, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", choices=RUNS, action="append")
    parser.add_argument("--runs", type=int)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    for target in asked.target or RUNS:
        started = time.process_time()
        runs = mutate(target, asked.runs or RUNS[target], asked.seed)
        print(f"{target}: {runs:,} inputs, {time.process_time() - started:.0f} s: no fault", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
