"""Spark: as many machines as there are. Which ones, its own configuration says (`spark-submit`, `PYSPARK_SUBMIT_ARGS`)."""

import contextlib
from collections.abc import Callable, Iterator, Sequence

import pandas as pd
import pyarrow as pa
from pyspark.errors import PySparkException
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql.functions import coalesce, col, lit, pmod, xxhash64

from milestonectl.files.lake.bucket import Count, Counted, Counting, Source, buckets_for, count_bucket, sum_of_buckets
from milestonectl.model.errors import MilestonectlError

SCHEMA = "tables array<binary>, unread long"
"""One row a bucket: its tables as Arrow streams, since each has columns of its own."""


@contextlib.contextmanager
def counting_by_spark(source: Source) -> Iterator[Counting]:
    """Counts the rows as often as it is asked, in one session."""
    with _telling("start"):
        session = (
            SparkSession.builder.appName("milestonectl").config("spark.ui.showConsoleProgress", "false").getOrCreate()
        )
    try:
        with _telling(f"read {', '.join(source.files)}"):
            rows = _rows(session, source)
            number = buckets_for(rows.count(), session.sparkContext.defaultParallelism)
        bucketed = rows.withColumn("bucket", pmod(xxhash64("deal"), lit(number)))

        def counted(count: Count) -> Counted:
            with _telling(f"read {', '.join(source.files)}"):
                packing = _packing(source.columns, count)
                found = bucketed.groupBy("bucket").applyInArrow(packing, SCHEMA).collect()
                return sum_of_buckets([_unpacked(*row) for row in found], source, count)

        yield counted
    finally:
        session.stop()


@contextlib.contextmanager
def _telling(what: str) -> Iterator[None]:
    try:
        yield
    except PySparkException as error:
        raise MilestonectlError(f"Spark cannot {what}: {error}") from error


def _packing(columns: tuple[str, ...], count: Count) -> Callable[[pa.Table], pa.Table]:
    """What a worker does: it knows nothing but the columns and the count."""

    def packed(cells: pa.Table) -> pa.Table:
        tables, unread = count_bucket(cells.to_pandas(), columns, count)
        return pa.table({"tables": [[_stream(table) for table in tables]], "unread": [unread]})

    return packed


def _stream(found: pd.DataFrame) -> bytes:
    table, stream = pa.Table.from_pandas(found, preserve_index=False), pa.BufferOutputStream()
    with pa.ipc.new_stream(stream, table.schema) as writer:
        writer.write_table(table)
    return bytes(stream.getvalue().to_pybytes())


def _unpacked(tables: Sequence[bytes], unread: int) -> Counted:
    return Counted(tuple(pa.ipc.open_stream(table).read_pandas() for table in tables), unread)


def _rows(session: SparkSession, source: Source) -> DataFrame:
    """The columns that are needed, as text; those that the files do not have are empty."""
    reader = session.read.option("header", value=True).option("escape", '"')
    reader = reader.option("mergeSchema", value=True).option("enforceSchema", value=False)
    found = reader.parquet(*source.files) if source.kind == "parquet" else reader.csv(list(source.files))
    return found.select([_cell(found, name).alias(name) for name in source.columns])


def _cell(found: DataFrame, name: str) -> Column:
    return coalesce(col(f"`{name}`").cast("string"), lit("")) if name in found.columns else lit("")
