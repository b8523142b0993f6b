"""Reading ledgers: every problem at its place, a torn end told from a whole one, both formats alike."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trust_building import achieved, opened

from milestonectl.files.ledger import parse_ledger
from milestonectl.files.record import _csv_texts, _Shard, _yaml_lines
from milestonectl.files.yaml import as_written, parse_yaml
from milestonectl.files.yaml_rows import simple_cells
from milestonectl.model.row import COLUMNS, Row, cells, rows_of, seal
from milestonectl.model.settings import Settings

HEADER = "id,recorded_at,date,deal,event,milestone,note"
WHOLE = ",,2026-11-21,ACME-1,achieved,met,"


def csv_bytes(rows: list[Row]) -> bytes:
    from pathlib import Path

    return "".join(_csv_texts(rows_of(rows), _Shard(Path("x.csv"), b"", [*COLUMNS, *Settings().field_names]))).encode()


def found(raw: bytes, file: str = "ledger/x.csv") -> tuple[list[str], list[tuple[str, int]]]:
    rows, problems = parse_ledger(raw, file, ())
    return [row.deal for row in rows], [(problem.name, problem.place.line) for problem in problems]


def test_a_whole_last_line_without_a_line_break_counts() -> None:
    raw = csv_bytes([opened(), achieved()])
    assert found(raw[:-1]) == (["ACME-1", "ACME-1"], [])
    assert found(raw.replace(b"\n", b"\r\n")[:-1]) == (["ACME-1", "ACME-1"], [])


@pytest.mark.parametrize("kind", ["csv", "yaml"])
def test_a_file_cut_anywhere_in_its_last_row_keeps_the_rows_before_and_says_torn(kind: str) -> None:
    rows = [opened(), achieved(note="seen by the board", ref="2f9c", kind="email")]
    raw = csv_bytes(rows) if kind == "csv" else "".join(_yaml_lines(rows)).encode()
    last = raw.rstrip(b"\n").rfind(b"\n") + 1
    for end in range(last + 1, len(raw) - 1):
        deals, problems = found(raw[:end], f"ledger/x.{kind}")
        assert (deals, problems) == (["ACME-1"], [("torn-line", raw.count(b"\n"))]), raw[last:end]


def test_a_header_cut_short_is_torn_or_a_shorter_header() -> None:
    header = csv_bytes([]).rstrip(b"\n")
    for end in range(1, len(header)):
        deals, problems = found(header[:end])
        assert deals == []
        assert {name for name, _ in problems} <= {"torn-line"}


def test_zeros_that_a_crash_left_at_the_end_are_a_torn_line() -> None:
    assert found(csv_bytes([opened()]) + b"\0" * 40) == (["ACME-1"], [("torn-line", 3)])


def test_a_fingerprint_that_does_not_fit_is_torn_only_at_an_unfinished_end() -> None:
    raw = csv_bytes([opened(), achieved(note="agreed with the board")])
    changed = raw.replace(b"the board", b"the b")
    assert found(changed[:-1])[1] == [("torn-line", 3)]
    assert found(changed)[1] == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("<<<<<<< HEAD", "merge-conflict"),
        ("=======", "merge-conflict"),
        ("||||||| base", "merge-conflict"),
        (">>>>>>> theirs", "merge-conflict"),
        (",,2026-02-30,ACME-1,achieved,met,", "wrong-date"),
        (",,2026-11-21,ACME-1,achievd,met,", "unknown-event"),
        (",,2026-11-21,ACME-1,achieved,,", "missing-cell"),
        (",,2026-11-21,,achieved,met,", "missing-cell"),
        (",,2026-11-21,ACME-1", "wrong-width"),
        (",yesterday,2026-11-21,ACME-1,achieved,met,", "wrong-date"),
        (",2026-11-21T25:00:00Z,2026-11-21,ACME-1,achieved,met,", "wrong-date"),
        (',,2026-11-21,ACME-1,achieved,met,"goes on', "line-break"),
        (',,2026-11-21,ACME-1,achieved,met,"a"b', "csv-syntax"),
        (',,2026-11-21,ACME-1,achieved,met,"' + "x" * 200_000 + '"', "too-large"),
        (",,2026-11-21,ACME-1,achieved,met," + "x" * 1_000_001, "too-large"),
        (",,2026-11-21,ACME-1,achieved,met,a\rb", "csv-syntax"),
        (",,2026-11-21,ACME-1,achieved,met,\0", "not-utf8"),
    ],
)
def test_a_wrong_line_is_located_and_the_others_count(line: str, problem: str) -> None:
    text = "\n".join([HEADER, WHOLE, line, WHOLE.replace("ACME-1", "BOLT-2"), ""])
    assert found(text.encode()) == (["ACME-1", "BOLT-2"], [(problem, 3)])


def test_latin_1_bytes_are_located() -> None:
    text = "\n".join([HEADER, WHOLE + "Zoë", WHOLE, ""])
    assert found(text.encode("latin-1")) == (["ACME-1"], [("not-utf8", 2)])


def test_a_mark_quotes_crlf_and_blank_lines_are_read() -> None:
    text = f'{HEADER}\r\n\r\n,,2026-11-21,"ACME ""A"", 1",achieved,met,"x, y"\r\n'
    assert found(b"\xef\xbb\xbf" + text.encode()) == (['ACME "A", 1'], [])


def test_a_second_header_reads_the_lines_below_it() -> None:
    """Two branches that each started the file, one of them with a declared field."""
    ours, theirs = HEADER, "id,recorded_at,date,deal,event,milestone,seats,note"
    text = f"{ours}\n{WHOLE}\n{theirs}\n,,2026-11-21,BOLT-2,achieved,met,12,seen\n"
    rows, problems = parse_ledger(text.encode(), "x.csv", ("seats",))
    assert [(row.deal, row.note, dict(row.fields)) for row in rows] == [
        ("ACME-1", "", {}),
        ("BOLT-2", "seen", {"seats": "12"}),
    ]
    assert problems == []


def test_without_the_needed_columns_only_the_header_is_reported() -> None:
    assert found(b"id,date,deal\n,2026-11-21,ACME-1\n") == ([], [("missing-column", 1)])


def test_columns_that_nobody_declared_are_named_once_and_left_out() -> None:
    text = f"{HEADER},colour\n{WHOLE},red\n"
    assert found(text.encode()) == (["ACME-1"], [("unknown-column", 1)])


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("- {date: 2026-11-21, deal: ACME-1, event: achieved,", "line-break"),
        ("  milestone: met}", "line-break"),
        ("- {date: 2026-11-21, deal: A, deal: B, event: achieved, milestone: met}", "duplicate-key"),
        ("- {date: 2026-11-21, deal: [A], event: achieved, milestone: met}", "wrong-cell"),
        ("- {date: 2026-11-21, colour: red, deal: A, event: achieved, milestone: met}", "unknown-column"),
        ("- {date: &a 2026-11-21, deal: *a, event: &b {x: *a}}", "wrong-cell"),
        ("- {date: !!python/object:os.system x}", "yaml-syntax"),
        ("- {date: 2026-11-21, deal: " + "[" * 10_000 + "]" * 10_000 + "}", "too-large"),
    ],
)
def test_a_wrong_yaml_line_is_located(line: str, problem: str) -> None:
    good = "- {date: 2026-11-21, deal: ACME-1, event: achieved, milestone: met}"
    deals, problems = found(f"{good}\n{line}\n{good}\n".encode(), "x.yaml")
    assert [deal for deal in deals if deal != "A"] == ["ACME-1", "ACME-1"]
    assert problems == [(problem, 2)]


PLAIN = st.text(string.ascii_letters + string.digits + " _.@/+-:#,'\"\\{}[]&*!|>%?~=é\t", max_size=12)


@given(st.lists(st.tuples(st.sampled_from(["deal", "note", "ref", "by"]), PLAIN), min_size=1, max_size=4))
def test_a_simple_yaml_row_says_what_the_full_parser_reads(pairs: list[tuple[str, str]]) -> None:
    text = "- {" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
    simple = simple_cells(text, frozenset(COLUMNS))
    if simple is not None:
        node, problems = parse_yaml(text.encode(), "x", as_written)
        assert node is not None
        assert not problems
        assert {key: child.value for key, child in node.items[0].mapping.items()} == simple


CELL = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20).map(str.strip)


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=5), st.sampled_from(["csv", "yaml"]))
def test_what_is_written_is_read_back(texts: list[tuple[str, str, str]], kind: str) -> None:
    rows = [
        seal(Row(date="2026-11-21", deal=deal or "D", event="evidence", note=note, ref=ref), "2026-11-21T00:00:00Z")
        for deal, note, ref in texts
    ]
    raw = csv_bytes(rows) if kind == "csv" else "".join(_yaml_lines(rows)).encode()
    read, problems = parse_ledger(raw, f"x.{kind}", ())
    assert problems == []
    assert [cells(row) for row in read] == [cells(row) for row in rows]
