import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milestonectl.exchange import source
from milestonectl.exchange.source import encoding_of, in_blocks, parse_text, read_bytes, split_plainly
from milestonectl.exchange.tables import parse_table
from milestonectl.model.errors import MilestonectlError


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_found(encoding: str) -> None:
    table = parse_table("deal,account\n1,Café Münster\n".encode(encoding), "f.csv")
    assert table.header == ("deal", "account")
    assert list(table.records) == [(2, ("1", "Café Münster"))]


def test_bytes_that_are_in_no_encoding_do_not_stop() -> None:
    assert encoding_of(b"a\x81\xff") == "cp1252"
    assert list(parse_table(b"deal\n\x81\n", "f.csv").records) == [(2, ("\ufffd",))]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_under_which_the_header_fits(delimiter: str) -> None:
    text = delimiter.join(["deal", "what, exactly; happened", "stamp"]) if delimiter not in ",;" else ""
    text = text or f'deal{delimiter}"what, exactly; happened"{delimiter}stamp'
    table = parse_table(f"{text}\n1{delimiter}x{delimiter}y\n".encode(), "f.csv", ["deal", "stamp"])
    assert table.header == ("deal", "what, exactly; happened", "stamp")
    assert list(table.records) == [(2, ("1", "x", "y"))]


def test_a_preamble_before_the_header_is_skipped_and_lines_are_those_of_the_file() -> None:
    text = '"Opportunity history, all"\n\nAs of,2026-11-21\n\ndeal,stamp,stage\n1,2026-01-01,"two\nlines"\n2,2026-01-02,x\n'
    table = parse_table(text.encode(), "f.csv", ["deal", "stamp"])
    assert table.header == ("deal", "stamp", "stage")
    assert list(table.records) == [(7, ("1", "2026-01-01", "two\nlines")), (8, ("2", "2026-01-02", "x"))]


def test_escaped_quotes_in_a_header_are_read() -> None:
    table = parse_table(b'id,"Date entered ""Closed Won (Sales, EMEA)"""\n1,2\n', "f.csv")
    assert table.header == ("id", 'Date entered "Closed Won (Sales, EMEA)"')


def test_gzip_is_unpacked_within_bounds(tmp_path: Path) -> None:
    path = tmp_path / "f.csv.gz"
    path.write_bytes(gzip.compress(b"a" * 100_000))
    assert read_bytes(path, 100_000) == b"a" * 100_000
    with pytest.raises(MilestonectlError, match="larger than 99,999 bytes"):
        read_bytes(path, 99_999)


@pytest.mark.parametrize(
    "damage", [b"\x1f\x8b\x08\x00", gzip.compress(b"a" * 1000, mtime=0)[:-9], b"\x1f\x8bnot gzip at all"]
)
def test_a_damaged_archive_is_an_error_not_a_traceback(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "f.csv.gz"
    path.write_bytes(damage)
    with pytest.raises(MilestonectlError, match="cannot read"):
        read_bytes(path)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MilestonectlError, match="No such file"):
        read_bytes(tmp_path / "none.csv")
    with pytest.raises(MilestonectlError, match="Is a directory"):
        read_bytes(tmp_path)


def test_a_giant_cell_is_an_error_with_its_line() -> None:
    table = parse_table(f"deal,note\n1,x\n2,{'y' * 200_000}\n".encode(), "f.csv")
    with pytest.raises(MilestonectlError, match=r"f\.csv:3: cannot be read as CSV"):
        list(table.records)


def test_an_empty_file_has_no_header() -> None:
    table = parse_table(b"", "f.csv", ["deal"])
    assert table.header == ()
    assert list(table.records) == []


PIECES = st.lists(
    st.sampled_from(['"a"', '"b, c"', "d", "", '""', '"x""y"', "e f", '"g\nh"', 'i"j']), min_size=1, max_size=4
)


@given(st.lists(PIECES, min_size=1, max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_lines_are_split_exactly_as_csv_reads_them(records: list[list[str]], end: str) -> None:
    text = end.join(map(",".join, records)) + end
    split = split_plainly(text, ",")
    if split is not None:
        assert [list(cells) for cells in zip(*split, strict=True)] == list(csv.reader(io.StringIO(text), strict=True))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("lines", ["a,b\n,c\n", '"a, b","c"\n"","d"\n', "a\nb\n", '"a"\n"b"\n', '"a","b"\n'])
def test_most_lines_are_split_plainly(lines: str, end: str) -> None:
    text = lines.replace("\n", end)
    split = split_plainly(text, ",")
    assert split is not None
    assert [list(cells) for cells in zip(*split, strict=True)] == list(csv.reader(io.StringIO(text), strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "a,b",
        "a,b\nc\n",
        'a,"b"\nc,d\n',
        '"a","b""c"\n',
        '"a\nb","c"\n',
        '"a\rb","c"\n',
        "a\n\nb\n",
        '"a","b"\n"c"\n',
        "a\r\nb\n",
    ],
)
def test_lines_that_may_be_otherwise_are_left_to_csv(text: str) -> None:
    assert split_plainly(text, ",") is None


@given(st.lists(PIECES.filter(lambda cells: 'i"j' not in cells), min_size=1, max_size=8), st.integers(1, 30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_records_and_their_lines_do_not_depend_on_how_much_is_read_at_a_time(
    monkeypatch: pytest.MonkeyPatch, records: list[list[str]], batch: int
) -> None:
    monkeypatch.setattr(source, "_BATCH", batch)
    text = "a,b,c,d,e,f\n" + "\n".join(map(",".join, records)) + "\n"
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    whole = [(reader.line_num, tuple(cells)) for cells in reader if cells]
    assert list(parse_text(text.encode(), "f.csv", frozenset("abcdef")).records) == whole[1:]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_how_much_of_a_file_is_read_is_known_to_its_end(encoding: str) -> None:
    text = "deal,note\n" + "".join(f"{number},Müller\n" for number in range(30_000))
    shares = [block.share for block in parse_table(text.encode(encoding), "f.csv", ["deal"]).blocks]
    assert len(shares) > 2
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_records_of_other_widths_are_blocks_of_their_own() -> None:
    blocks = list(in_blocks([(1, ["a", "b"]), (2, ["c", "d"]), (3, ["e"]), (4, ["f", "g"])]))
    assert [(block.lines, list(block.columns)) for block in blocks] == [
        ((1, 2), [("a", "c"), ("b", "d")]),
        ((3,), [("e",)]),
        ((4,), [("f",), ("g",)]),
    ]
