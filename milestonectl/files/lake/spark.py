"""Spark: as many machines as there are. Which ones, its own configuration says (`spark-submit`, `PYSPARK_SUBMIT_ARGS`)."""

import pandas as pd
import pyarrow as pa
from pyspark.errors import PySparkException
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql.functions import coalesce, col, lit, pmod, xxhash64

from milestonectl.files.lake.bucket import Count, Source, bucket_tables, buckets_for, sum_of_buckets
from milestonectl.history.scan import KEYS
from milestonectl.model.errors import MilestonectlError

SCHEMA = (
    "measure string, sale_type string, `group` string, life string, state long, cause long, days long, currency string, "
    "count long"
)
COLUMNS = [*KEYS, "count"]
_NUMBERS = ("state", "cause", "days", "count")
ARROW = pa.schema([(name, pa.int64() if name in _NUMBERS else pa.string()) for name in COLUMNS])


def counted_by_spark(source: Source, count: Count) -> tuple[pd.DataFrame, int]:
    """The tables of all rows, and how many could not be understood."""
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

        def tables_of(cells: pa.Table) -> pa.Table:
            return pa.Table.from_pylist(bucket_tables(cells.to_pandas(), columns, count).to_dict("records"), ARROW)

        found = bucketed.groupBy("bucket").applyInArrow(tables_of, SCHEMA).collect()
        return sum_of_buckets([pd.DataFrame([tuple(row) for row in found], columns=COLUMNS)])
    except PySparkException as error:
        raise MilestonectlError(f"Spark cannot read {', '.join(source.files)}: {error}") from error
    finally:
        session.stop()


def _rows(session: SparkSession, source: Source) -> DataFrame:
    """The columns that are needed, as text; those that the files do not have are empty."""
    reader = session.read.option("header", value=True).option("escape", '"')
    reader = reader.option("mergeSchema", value=True).option("enforceSchema", value=False)
    found = reader.parquet(*source.files) if source.kind == "parquet" else reader.csv(list(source.files))
    return found.select([_cell(found, name).alias(name) for name in source.columns])


def _cell(found: DataFrame, name: str) -> Column:
    return coalesce(col(f"`{name}`").cast("string"), lit("")) if name in found.columns else lit("")
