"""Write the record of the example company: `python -m examples.generate [FOLDER]`, by default `examples/halden`.

Seeded by the names of accounts and deals, so that each run writes the same bytes and a change to one deal leaves the
others as they are.
"""

import sys
from pathlib import Path

from examples.generator.market import journals
from examples.generator.told import TEXTS, told_rows
from examples.generator.writing import lay_out, read_definitions, write_record

HERE = Path(__file__).resolve().parent
HALDEN = HERE / "halden"


def generate(target: Path) -> None:
    """Write the whole workspace into a folder; its ledger and evidence are replaced."""
    lay_out(HERE.parent / "processes", HALDEN, target)
    definitions = read_definitions(target)
    deals = list(journals(definitions))
    rows = [*told_rows(definitions), *(row for journal in deals for row in journal.kept)]
    texts = TEXTS | {name: text for journal in deals for name, text in journal.files.items()}
    write_record(target, rows, texts, definitions)


if __name__ == "__main__":
    generate(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else HALDEN)
