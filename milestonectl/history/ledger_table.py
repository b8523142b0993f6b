"""The ledger as a pandas table."""

from collections.abc import Iterable, Sequence

import pandas as pd

from milestonectl.model.row import COLUMNS, Row, cells


def ledger_table(rows: Iterable[Row], field_names: Sequence[str]) -> pd.DataFrame:
    """Rows in the order of the fold; columns as in the files.

    `date` and `close_date` are days, `recorded_at` a moment in UTC, `amount` a number; all else is text, empty when the
    cell is empty.
    """
    ordered = sorted(rows, key=lambda row: row.order)
    columns = pd.Index([*COLUMNS, *field_names])
    table = pd.DataFrame([cells(row) for row in ordered], columns=columns, dtype="str").fillna("")
    for column in ("date", "close_date"):
        table[column] = pd.to_datetime(table[column].replace("", None), format="%Y-%m-%d")
    table["recorded_at"] = pd.to_datetime(table["recorded_at"].replace("", None), format="ISO8601", utc=True)
    table["amount"] = pd.to_numeric(table["amount"].replace("", None))
    return table
