"""A hundred million rows in bounded memory: makes parquet files of the example company's rows, and lets DuckDB count them.

    python tests/long/lake.py 100000000 /tmp/lake [REPORT ...]

Prints the seconds and the most memory of each report with `--engine duckdb`, of all of them when none is named. The files
stay for the next run; remove the folder when done.
"""

import os
import sys
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "halden"
REPORTS = ("rates --by region", "pace", "coach", "forecast", "movement")
ROWS_A_FILE = 5_000_000
COPIES = """
COPY (
    SELECT * EXCLUDE n REPLACE (
        substr(md5(id || n), 1, 16) AS id, deal || '-' || n AS deal,
        CASE WHEN event = 'voided' THEN substr(md5(ref || n), 1, 16) ELSE ref END AS ref
    ) FROM example, range($1, $2) AS copies(n)
) TO $3 (FORMAT parquet)
"""


def make_files(folder: Path, rows: int) -> None:
    """Copies of the example's rows, each with names and ids of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    database = duckdb.connect(config={"memory_limit": "2GB", "temp_directory": str(folder / "spill")})
    database.execute("SET preserve_insertion_order = false")
    files = [path.as_posix() for path in sorted((EXAMPLE / "ledger").rglob("*.csv"))]
    read = "CREATE TABLE example AS SELECT * FROM read_csv($1, union_by_name = true, all_varchar = true, header = true)"
    database.execute(read, [files])
    found = database.execute("SELECT count(*) FROM example").fetchone()
    copies = -(-rows // (found[0] if found else 1))
    step = max(1, copies * ROWS_A_FILE // rows)
    for start in range(0, copies, step):
        path = folder / f"rows{start:09}.parquet"
        if not path.exists():
            database.execute(COPIES, [start, min(copies, start + step), path.as_posix()])


def main() -> None:
    """Make the files, count them, say what it cost."""
    rows, folder = int(sys.argv[1]), Path(sys.argv[2])
    make_files(folder, rows)
    size = sum(path.stat().st_size for path in folder.glob("*.parquet"))
    print(f"{rows:,} rows, {size / 1e9:.1f} GB of parquet", flush=True)
    wrong = [measured(report, folder) for report in sys.argv[3:] or REPORTS]
    sys.exit(any(wrong))


def measured(report: str, folder: Path) -> int:
    """Print what one report costs; its exit code."""
    command = [sys.executable, "-m", "milestonectl", "-C", str(EXAMPLE), "--as-of", "2026-11-20", *report.split()]
    command += ["--engine", "duckdb", "--ledger", f"{folder}/*.parquet"]
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    start = time.monotonic()
    child = os.posix_spawn(sys.executable, command, dict(os.environ) | {"PYTHONPATH": str(ROOT)}, file_actions=quiet)
    _, status, usage = os.wait4(child, 0)
    seconds, processor = time.monotonic() - start, usage.ru_utime + usage.ru_stime
    print(
        f"{report}: {seconds:.0f} s, {processor:.0f} s of processor time, {usage.ru_maxrss / 1e6:.2f} GB of memory",
        flush=True,
    )
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    main()
