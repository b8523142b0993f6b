"""DuckDB: files larger than memory, on one machine."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd

from milestonectl.files.lake.bucket import Count, Counted, Source, buckets_for, count_bucket, sum_of_buckets
from milestonectl.model.errors import MilestonectlError

MEMORY = "2GB"
"""What DuckDB may hold; beyond that it uses the disk."""
_BUCKETS = "COPY (SELECT *, hash(deal) % $1 AS bucket FROM ledger) TO $2 (FORMAT parquet, PARTITION_BY bucket)"
_PARQUET = "SELECT * FROM read_parquet($1, union_by_name = true)"
_CSV = "SELECT * FROM read_csv($1, union_by_name = true, all_varchar = true, header = true, delim = ',', quote = '\"')"


def counted_by_duckdb(source: Source, count: Count) -> Counted:
    """What all rows add up to."""
    try:
        with tempfile.TemporaryDirectory() as folder, duckdb.connect(config={"memory_limit": MEMORY}) as database:
            database.execute("SET temp_directory = ?", [folder])
            database.execute("SET preserve_insertion_order = false")
            _rows(database, source).create_view("ledger")
            counted = (count_bucket(frame, source.columns, count) for frame in _buckets(database, Path(folder)))
            return sum_of_buckets(counted, source, count)
    except duckdb.Error as error:
        raise MilestonectlError(f"DuckDB cannot read {', '.join(source.files)}: {error}") from error


def _rows(database: duckdb.DuckDBPyConnection, source: Source) -> duckdb.DuckDBPyRelation:
    """The columns that are needed, as text; those that the files do not have are empty."""
    reading = _PARQUET if source.kind == "parquet" else _CSV
    found = database.sql(reading, params=[list(source.files)])
    known = {name.casefold() for name in found.columns}
    cells = [
        f"coalesce(CAST({_quoted(name)} AS VARCHAR), '')" if name.casefold() in known else "''"
        for name in source.columns
    ]
    return found.project(
        ", ".join(f"{cell} AS {_quoted(name)}" for cell, name in zip(cells, source.columns, strict=True))
    )


def _buckets(database: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[pd.DataFrame]:
    """The rows, one bucket of deals after the other; more than one are first sorted into files."""
    found = database.execute("SELECT count(*) FROM ledger").fetchone()
    number = buckets_for(int(found[0]) if found else 0)
    if number == 1:
        yield database.execute("SELECT * FROM ledger").df()
        return
    database.execute(_BUCKETS, [number, (folder / "buckets").as_posix()])
    for part in sorted((folder / "buckets").glob("bucket=*")):
        yield database.execute("SELECT * EXCLUDE bucket FROM read_parquet($1)", [f"{part.as_posix()}/*.parquet"]).df()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
