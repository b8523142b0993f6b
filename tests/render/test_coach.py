"""Coaching on a narrow screen."""

from milestonectl.render.coach import _COLUMNS
from milestonectl.render.layout import block_lines
from milestonectl.render.screen import Line, Table

ROW = ["Felix Brandvold", "Sponsor puts a cost on the problem, new account", "22 of 25", "62% (43-80)", "63%"]


def test_rows_fit_80_columns_whatever_is_to_gain() -> None:
    rows: list[list[Line]] = [
        [*ROW, "few deals", ""],
        [*ROW, "12.3", "learn from them"],
        [*ROW, "1.5", "worth a talk"],
    ]
    _, *lines = block_lines(Table(_COLUMNS, rows), 80)
    assert max(line.cell_len for line in lines) <= 80
    endings = ("few deals", "learn from them", "worth a talk")
    assert [line.plain.rstrip().endswith(ending) for line, ending in zip(lines, endings, strict=True)] == [True] * 3
