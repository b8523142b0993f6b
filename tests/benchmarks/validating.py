"""How long 200 process files of 200 lines take to validate, beside what the YAML library alone takes for them.

Processor time, best of five, in this process: `python tests/benchmarks/validating.py`. Two measures of the library alone:
its stream of parsing events (nothing is kept), and its own loading into plain dicts and lists, which knows no places.
"""

import datetime
import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from ruamel.yaml import YAML

from milestonectl.checks import check
from milestonectl.files.definitions import load_definitions
from milestonectl.model.workspace import Workspace

SETTINGS = b"fields:\n  region: {}\n  competitor: {}\n  seats: {type: number}\n  contract_kind: {}\n"
DAY = datetime.date(2026, 11, 21)


def seconds(work: Callable[[], object]) -> float:
    """The best of five runs."""
    times = []
    for _ in range(5):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def files() -> dict[str, str]:
    """200 copies of a shipped process of about 200 lines, each with a name of its own."""
    text = (Path(__file__).parents[2] / "processes" / "new-account.yaml").read_text()
    return {f"processes/p{n}.yaml": text.replace("process: new-account", f"process: p{n}") for n in range(200)}


def main() -> None:
    """Print the times and their ratios."""
    gc.set_threshold(100_000)  # as the program itself does
    texts = files()

    def events() -> None:
        for text in texts.values():
            for _ in YAML(typ="safe").parse(text):
                pass

    def load() -> None:
        for text in texts.values():
            YAML(typ="safe").load(text)

    def validate() -> None:
        raw = {file: text.encode() for file, text in texts.items()}
        definitions = load_definitions(raw | {"milestonectl.yaml": SETTINGS})
        check(Workspace(*definitions[:3], (), definitions.problems, texts), DAY)

    parsed, loaded, validated = seconds(events), seconds(load), seconds(validate)
    print(f"library, events only    {parsed:.3f} s")
    print(f"library, plain loading  {loaded:.3f} s")
    print(
        f"validation              {validated:.3f} s: {validated / parsed:.2f} x events, {validated / loaded:.2f} x loading"
    )


if __name__ == "__main__":
    main()
