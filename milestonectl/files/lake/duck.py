"""DuckDB: files larger than memory, on one machine."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd

from milestonectl.files.lake.bucket import Count, Counted, Counting, Source, buckets_for, count_bucket, sum_of_buckets
from milestonectl.files.lake.own import frames
from milestonectl.files.lake.room import room
from milestonectl.model.errors import MilestonectlError

MEMORY = "2GB"
"""What DuckDB may hold; beyond that it uses the disk."""
ROWS_IN_FLIGHT, FEWEST_ROWS_AT_ONCE = 400_000, 1_000
"""Each thread gathers rows for each bucket before it writes them. What DuckDB gathers of its own accord, half a million for
each, is more than memory holds when there are many buckets."""
MOST_OPEN_FILES = 400
_BUCKETS = "COPY (SELECT *, hash(deal) % $1 AS bucket FROM ledger) TO $2 (FORMAT parquet, PARTITION_BY bucket)"
_PARQUET = "SELECT * FROM read_parquet($1, union_by_name = true)"
_CSV = "SELECT * FROM read_csv($1, union_by_name = true, all_varchar = true, header = true, delim = ',', quote = '\"')"


@contextlib.contextmanager
def counting_by_duckdb(source: Source) -> Iterator[Counting]:
    """Counts the rows as often as it is asked; they are sorted into buckets once."""
    with (
        room() as folder,
        _telling(source),
        duckdb.connect(folder / "rows", config={"memory_limit": MEMORY}) as database,
    ):
        database.execute("SET temp_directory = ?", [str(folder)])
        database.execute("SET preserve_insertion_order = false")
        unread = _taken_in(database, source)
        buckets = _buckets(database, folder)

        def counted(count: Count) -> Counted:
            with _telling(source):
                cells = (_cells(database, *bucket) for bucket in buckets)
                found = sum_of_buckets((count_bucket(one, source.columns, count) for one in cells), source, count)
            return found._replace(unread=found.unread + unread)

        yield counted


@contextlib.contextmanager
def _telling(source: Source) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise MilestonectlError(f"DuckDB cannot read {', '.join(source.files)}: {error}") from error


def _taken_in(database: duckdb.DuckDBPyConnection, source: Source) -> int:
    """Make the rows known as `ledger`; how many could not even be read."""
    if source.kind != "workspace":
        _rows(database, source).create_view("ledger")
        return 0
    database.execute(f"CREATE TABLE ledger ({', '.join(f'{_quoted(name)} VARCHAR' for name in source.columns)})")
    lost = 0
    for frame, unread in frames(Path(*source.files), source.field_names):
        database.from_df(frame[list(source.columns)]).insert_into("ledger")
        lost += unread
    return lost


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


def _buckets(database: duckdb.DuckDBPyConnection, folder: Path) -> list[tuple[str, ...]]:
    """Queries for the rows of each bucket of deals, with what they ask; more than one are first sorted into files."""
    ((rows,),) = database.execute("SELECT count(*) FROM ledger").fetchall()
    number = buckets_for(rows)
    if number == 1:
        return [("SELECT * FROM ledger",)]
    rows_at_once = max(FEWEST_ROWS_AT_ONCE, ROWS_IN_FLIGHT // number)
    database.execute(f"SET partitioned_write_flush_threshold = {rows_at_once}")
    database.execute(f"SET partitioned_write_max_open_files = {min(number, MOST_OPEN_FILES)}")
    database.execute(_BUCKETS, [number, (folder / "buckets").as_posix()])
    parts = sorted((folder / "buckets").glob("bucket=*"))
    return [("SELECT * EXCLUDE bucket FROM read_parquet($1)", f"{part.as_posix()}/*.parquet") for part in parts]


def _cells(database: duckdb.DuckDBPyConnection, query: str, *files: str) -> pd.DataFrame:
    """By way of Arrow, which makes no Python text of a cell."""
    found: pd.DataFrame = database.sql(query, params=list(files)).to_arrow_table().to_pandas()
    return found


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
