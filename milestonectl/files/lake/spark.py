"""Spark: as many machines as there are. Which ones, its own configuration says (`spark-submit`, `PYSPARK_SUBMIT_ARGS`)."""

import pyarrow as pa
from pyspark.errors import PySparkException
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql.functions import coalesce, col, lit, pmod, xxhash64

from milestonectl.files.lake.bucket import Count, Counted, Source, buckets_for, count_bucket, sum_of_buckets
from milestonectl.model.errors import MilestonectlError

SCHEMA = "content binary, unread long"
"""One row a bucket: its table as an Arrow stream, since each report has columns of its own."""


def counted_by_spark(source: Source, count: Count) -> Counted:
    """What all rows add up to."""
    try:
        session = (
            SparkSession.builder.appName("milestonectl").config("spark.ui.showConsoleProgress", "false").getOrCreate()
        )
    except PySparkException as error:
        raise MilestonectlError(f"Spark cannot start: {error}") from error
    try:
        rows = _rows(session, source)
        number = buckets_for(rows.count(), session.sparkContext.defaultParallelism)
        bucketed = rows.withColumn("bucket", pmod(xxhash64("deal"), lit(number)))
        columns = source.columns

        def counted(cells: pa.Table) -> pa.Table:
            return _packed(count_bucket(cells.to_pandas(), columns, count))

        found = bucketed.groupBy("bucket").applyInArrow(counted, SCHEMA).collect()
        return sum_of_buckets([_unpacked(*row) for row in found], source, count)
    except PySparkException as error:
        raise MilestonectlError(f"Spark cannot read {', '.join(source.files)}: {error}") from error
    finally:
        session.stop()


def _packed(counted: Counted) -> pa.Table:
    table, stream = pa.Table.from_pandas(counted.table, preserve_index=False), pa.BufferOutputStream()
    with pa.ipc.new_stream(stream, table.schema) as writer:
        writer.write_table(table)
    return pa.table({"content": [stream.getvalue().to_pybytes()], "unread": [counted.unread]})


def _unpacked(content: bytes, unread: int) -> Counted:
    return Counted(pa.ipc.open_stream(content).read_pandas(), unread)


def _rows(session: SparkSession, source: Source) -> DataFrame:
    """The columns that are needed, as text; those that the files do not have are empty."""
    reader = session.read.option("header", value=True).option("escape", '"')
    reader = reader.option("mergeSchema", value=True).option("enforceSchema", value=False)
    found = reader.parquet(*source.files) if source.kind == "parquet" else reader.csv(list(source.files))
    return found.select([_cell(found, name).alias(name) for name in source.columns])


def _cell(found: DataFrame, name: str) -> Column:
    return coalesce(col(f"`{name}`").cast("string"), lit("")) if name in found.columns else lit("")
