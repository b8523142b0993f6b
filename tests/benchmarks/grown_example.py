"""Ledgers of any size for benchmarks: the example company, and as many copies of its closed deals as it takes.

The open pipeline stays that of the example, so that what grows is only the past. Copies have names, ids and references of
their own and the dates of the originals; each file holds the rows of a rep and year, up to some thousand of them.
"""

import csv
import hashlib
import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from milestonectl.deals.fold import fold_all
from milestonectl.files.workspace import load_workspace
from milestonectl.model.clock import as_of
from milestonectl.model.period import parse_period
from milestonectl.model.row import COLUMNS, Row

EXAMPLE = Path(__file__).parents[2] / "examples" / "halden"
DAY = "2026-11-20"
"""The day of the reports."""
ROWS_A_FILE = 2_000


def grown_example(folder: Path, rows: int, rows_a_file: int = ROWS_A_FILE) -> Path:
    """The example company with at least so many rows below `ledger/`; without copies when it has more already."""
    shutil.copytree(EXAMPLE, folder)
    existing, columns = closed_rows(folder)
    total = len(load_workspace(folder).rows)
    copies = -(-max(0, rows - total) // max(1, sum(map(len, existing.values()))))
    for shard, texts in _shards(existing, columns, copies, rows_a_file):
        path = folder / "ledger" / f"{shard}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(",".join(columns) + "\n" + "".join(texts), encoding="utf-8")
    return folder


def in_few_files(workspace: Path, folder: Path, files: int = 2) -> Path:
    """A copy of a workspace with the rows of its CSV files in so many."""
    shutil.copytree(workspace, folder, ignore=lambda _folder, names: [name for name in names if name.endswith(".csv")])
    ledgers = sorted((workspace / "ledger").rglob("*.csv"))
    for number in range(files):
        with (folder / "ledger" / f"part{number}.csv").open("wb") as part:
            header = b""
            for ledger in ledgers[number::files]:
                above, rows = ledger.read_bytes().split(b"\n", 1)
                part.write(rows if above == header else above + b"\n" + rows)
                header = above
    return folder


def more_open_deals(folder: Path, deals: int, rows_a_file: int = ROWS_A_FILE) -> None:
    """Copies of the example's open deals, until at least so many are open."""
    existing, columns = closed_rows(EXAMPLE, open_instead=True)
    there = len({row.deal for rows in existing.values() for row in rows})
    for shard, texts in _shards(existing, columns, -(-max(0, deals - there) // max(1, there)), rows_a_file):
        path = folder / "ledger" / f"{shard}.open.csv"
        path.write_text(",".join(columns) + "\n" + "".join(texts), encoding="utf-8")


def closed_rows(folder: Path, *, open_instead: bool = False) -> tuple[dict[str, list[Row]], list[str]]:
    """The rows of the deals that ended, or of those that are open, by year and rep, and the columns they need."""
    workspace = load_workspace(folder)
    period = parse_period(DAY[:4], 1)
    assert period is not None
    deals = fold_all(workspace.rows, workspace.processes, workspace.settings, as_of(period.end))
    found: dict[str, list[Row]] = {}
    for row in workspace.rows:
        if row.deal in deals and (deals[row.deal].outcome == "open") == open_instead:
            found.setdefault(f"{row.recorded[:4]}/{row.by or 'nobody'}", []).append(row)
    return found, [*COLUMNS, *workspace.settings.field_names]


def _shards(
    existing: dict[str, list[Row]], columns: list[str], copies: int, rows_a_file: int
) -> Iterator[tuple[str, list[str]]]:
    for shard, rows in existing.items():
        texts: list[str] = []
        for copy in range(1, copies + 1):
            texts += (_text(_copied(row, copy), columns) for row in rows)
            if len(texts) >= rows_a_file or copy == copies:
                yield f"{shard}.copy{copy}", texts
                texts = []


def _copied(row: Row, copy: int) -> Row:
    ref = _copied_id(row.ref, copy) if row.event == "voided" else row.ref
    return row._replace(id=_copied_id(row.id, copy), deal=f"{row.deal}-{copy}", ref=ref)


def _copied_id(row_id: str, copy: int) -> str:
    return hashlib.sha256(f"{row_id} {copy}".encode()).hexdigest()[:16]


def _text(row: Row, columns: list[str]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerow(
        [*row[: len(COLUMNS)], *(row.fields.get(c, "") for c in columns[len(COLUMNS) :])]
    )
    return text.getvalue()


def ledger_entries(journal: Path, beans: Path, entries: int) -> None:
    """As many entries of two lines for tools of plain-text accounting: ledger and hledger, and beancount."""
    days = [f"20{24 + n // 336 % 3}-{1 + n // 28 % 12:02d}-{1 + n % 28:02d}" for n in range(min(entries, 1008))]
    with journal.open("w", encoding="utf-8") as plain, beans.open("w", encoding="utf-8") as other:
        other.write(
            "".join(f"2020-01-01 open {name}\n" for name in ("Assets:Cash", *(f"Income:Rep{n}" for n in range(50))))
        )
        for number in range(entries):
            day = days[number % len(days)]
            plain.write(f"{day} Deal {number}\n    Assets:Cash  {number % 997} USD\n    Income:Rep{number % 50}\n\n")
            other.write(f'{day} * "Deal {number}"\n  Assets:Cash  {number % 997} USD\n  Income:Rep{number % 50}\n\n')
