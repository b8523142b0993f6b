"""`--fix`: comments stay, a second round changes nothing, and nobody's change is overwritten."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestonectl.files.fixes import Fixed, edited, fixed_files, replace_text, write_fixed
from milestonectl.model.errors import MilestonectlError
from milestonectl.model.problem import Edit, Place, Problem


def edit(line: int, start: int, end: int, text: str) -> Edit:
    return Edit(Place("a.yaml", line, start, line, end), text)


def test_edits_are_made_from_the_end() -> None:
    assert edited("ab cd\nef", [edit(1, 1, 3, "xyz"), edit(1, 4, 6, "w"), edit(2, 1, 3, "")]) == "xyz w"


def test_of_overlapping_edits_one_is_made() -> None:
    assert edited("abcdef", [edit(1, 1, 4, "x"), edit(1, 3, 6, "y")]) == "abyf"


def test_a_removed_comment_leaves_no_blanks() -> None:
    assert edited("id: close   # note\nnext: 1\n", [edit(1, 13, 19, "")]) == "id: close\nnext: 1\n"
    assert edited("# note\nnext: 1\n", [edit(1, 1, 7, "")]) == "next: 1\n"


def test_a_byte_order_mark_counts_for_no_column() -> None:
    assert edited("\ufeffabc\r\n", [edit(1, 1, 2, "x")]) == "\ufeffxbc\r\n"
    assert edited("id: a  # note\r\nb", [edit(1, 8, 14, "")]) == "id: a\r\nb"


@given(st.text(alphabet="ab\n# :", max_size=40))
def test_without_edits_nothing_changes(text: str) -> None:
    assert edited(text, []) == text


def test_only_definitions_are_edited() -> None:
    problem = Problem("x", "x", Place("ledger/a.csv"), fix=(Edit(Place("ledger/a.csv"), "x"),))
    assert fixed_files({"team.yaml": "reps: []\n"}, [problem]) == []


def test_a_diff_reads_as_git_writes_it() -> None:
    assert Fixed("team.yaml", "a\nb\n", "a\nc\n").diff.splitlines()[:2] == ["--- a/team.yaml", "+++ b/team.yaml"]


def test_a_file_that_changed_in_the_meantime_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "team.yaml"
    path.write_text("reps: [] # mine\n")
    with pytest.raises(MilestonectlError, match="changed in the meantime"):
        write_fixed(tmp_path, [Fixed("team.yaml", "reps: []\n", "reps: [x]\n")])
    assert path.read_text() == "reps: [] # mine\n"
    assert [p.name for p in tmp_path.iterdir() if p.name != ".milestonectl"] == ["team.yaml"]


def test_line_breaks_and_modes_stay(tmp_path: Path) -> None:
    path = tmp_path / "team.yaml"
    path.write_bytes(b"reps: []\r\n")
    path.chmod(0o640)
    replace_text(path, "reps: []\r\n", "reps: [x]\r\n")
    assert path.read_bytes() == b"reps: [x]\r\n"
    assert path.stat().st_mode & 0o777 == 0o640
