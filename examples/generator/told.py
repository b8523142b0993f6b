"""Three deals that are told by hand, for the screens of the documentation."""

from pathlib import Path

from examples.generator.journal import Definitions, hashed
from milestonectl.files.ledger import parse_ledger
from milestonectl.model.row import Row, seal

HERE = Path(__file__).resolve().parent
TEXTS = {f"evidence/{path.name}": path.read_text(encoding="utf-8") for path in sorted((HERE / "texts").glob("*.txt"))}
"""The files that their rows point to."""


def told_rows(definitions: Definitions) -> list[Row]:
    """The rows of `told.yaml`, sealed."""
    path = HERE / "told.yaml"
    rows, problems = parse_ledger(path.read_bytes(), path.name, definitions.settings.field_names)
    if problems:
        raise ValueError(problems)
    return [seal(row._replace(sha256=hashed(TEXTS[row.ref]) if row.ref in TEXTS else "")) for row in rows]
