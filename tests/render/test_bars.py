"""Pictures made of blocks: what they show, and that they are the first to go."""

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs.capture import on_terminal
from milestonectl.render.bars import FULL, HERE, MAYBE, Layer, Point, bar, sparkline
from milestonectl.render.layout import block_lines, without_pictures
from milestonectl.render.screen import Column, Line, Picture, Table
from milestonectl.render.stand_ins import ERRORS

SHARES = st.floats(min_value=-1, max_value=3)


def test_a_bar_is_full_as_far_as_its_share() -> None:
    drawn = bar(10, [Layer(MAYBE, 0, 1), Layer(FULL, 0, 0.42)], [Point(HERE, 0.7)])
    assert drawn.text == "████░░░┃░░"


def test_a_little_is_more_than_nothing() -> None:
    assert bar(10, [Layer(FULL, 0, 0.001)]).text == "█         "
    assert bar(10, [Layer(FULL, 1, 1.001)]).text.endswith("█")
    assert bar(10, [Layer(FULL, 0.5, 0.5)]).text == " " * 10


@given(st.integers(min_value=1, max_value=60), SHARES, SHARES, SHARES)
def test_a_bar_is_as_wide_as_asked(width: int, start: float, end: float, at: float) -> None:
    assert len(bar(width, [Layer(FULL, start, end)], [Point(HERE, at)]).text) == width


def test_a_sparkline_has_a_column_for_each_value() -> None:
    assert sparkline([0, 1, 2, 4]).text == "▁▃▅█"
    assert sparkline([0, 1, 1000]).text == "▁▂█"
    assert sparkline([0, 0]).text == ""


def _table() -> Table:
    rows: list[list[Line]] = [["Needs agreed in writing", bar(10, [Layer(FULL, 0, 1)]), "12"]]
    return Table((Column("Milestone", shrink=True), Column("Far"), Column("Done", right=True)), rows, legend="█ done")


@pytest.mark.parametrize(("width", "drawn"), [(42, True), (41, False), (24, False)])
def test_pictures_go_before_a_word_is_cut(width: int, drawn: bool) -> None:
    lines = [line.plain for line in block_lines(_table(), width)]
    assert any("█" in line for line in lines) is drawn
    assert any("Far" in line for line in lines) is drawn
    assert all(len(line) <= width for line in lines)


def test_without_pictures_neither_their_column_nor_their_legend_is_left() -> None:
    shown = "\n".join(line.plain for line in block_lines(without_pictures(_table()), 100))
    assert "12" in shown
    assert "█" not in shown
    assert "Far" not in shown


def test_a_line_loses_its_picture_where_there_is_no_room() -> None:
    line: Line = ["Milestones a week ", Picture("▁▃▅█")]
    assert [text.plain for text in block_lines(line, 22)] == ["Milestones a week ▁▃▅█"]
    assert [text.plain.rstrip() for text in block_lines(line, 21)] == ["Milestones a week"]


@pytest.mark.parametrize(
    ("encoding", "written"),
    [("ascii", "*+~.x? #=-|T _.:-=+*# ?"), ("utf-8", "●◐◔○⊘◌ █▒░┃◆ ▁▂▃▄▅▆▇█ é"), ("cp437", "*+~.x? █▒░|T _.:▄=+*█ é")],
)
def test_what_an_encoding_cannot_write_has_a_plain_character(encoding: str, written: str) -> None:
    raw = io.BytesIO()
    with io.TextIOWrapper(raw, encoding=encoding, errors=ERRORS) as stream:
        stream.write("●◐◔○⊘◌ █▒░┃◆ ▁▂▃▄▅▆▇█ é")
        stream.flush()
        assert raw.getvalue().decode(encoding) == written


def test_marks_can_be_told_apart_in_a_terminal_without_them(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "examples" / "halden"
    command = [
        sys.executable,
        "-m",
        "milestonectl",
        "-C",
        str(example),
        "--as-of",
        "2026-11-20",
        "status",
        "--rep",
        "dana",
    ]
    environment = {
        "PYTHONIOENCODING": "ascii",
        "NO_COLOR": "1",
        "COLUMNS": "100",
        "HOME": str(tmp_path),
    }
    shown = on_terminal(command, Path(__file__).parents[2], environment)
    assert "* confirmed by the buyer  + on record  ~ only asserted  . open  x waived  ? lapsed" in shown
