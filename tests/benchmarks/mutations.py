"""How many of 200 random edits of each shipped pack are noticed: `python tests/benchmarks/mutations.py`."""

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "building"))
sys.path.insert(0, str(Path(__file__).parents[2]))

from mutations import outcomes, pack_texts, share_caught


def main() -> None:
    """Print a line for each pack, and every edit that was missed."""
    everything = []
    for name in pack_texts():
        found = outcomes(name, number=200, seed=0)
        everything += found
        verdicts = Counter(outcome.verdict for outcome in found)
        print(f"{name:<36} {dict(verdicts)}  caught {share_caught(found):.1%}")
        for outcome in found:
            if outcome.verdict == "missed":
                print("   missed:", outcome.mutant.kind, outcome.mutant.entry.path, "line", outcome.mutant.line)
    print(f"all: {share_caught(everything):.1%} of the edits that change what is meant")


if __name__ == "__main__":
    main()
