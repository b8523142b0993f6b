"""Reading many rows at once leaves in and out what reading them one by one does."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestonectl.files import frame
from milestonectl.files.frame import parse_frame
from milestonectl.files.ledger import parse_ledger
from milestonectl.history.frame import frame_of

FIELDS = ("region",)
HEADER = "id,recorded_at,date,deal,event,milestone,by,ref,reason,note,amount,currency,close_date,region"
KNOWN = "0123456789abcdef,2026-01-02T03:04:05Z,2026-01-02,D9,achieved,met,dana,,a reason,5,,,,"
GOOD = ",2026-01-02T03:04:05Z,2026-01-02,007,achieved,met,dana,,,a note,,,,"
LINES = [
    GOOD,
    KNOWN,
    ",,2026-01-02,D2,opened,,,,,,84000.50,USD,2026-03-01,north",
    ',,2026-01-03,D2,changed,,,,,"a, quoted ""note""",1,,,',
    ',,2026-01-03,D2,changed,,,,,a "literal" quote,1,,,',
    ',,2026-01-03,D2,changed,,,,,"open quote,1,,,',
    ',,2026-01-03,D2,changed,,,,,"closed" badly,1,,,',
    ",,2026-02-30,D2,achieved,met,,,,,,,,",
    ",,2026-01-03,D2,acheived,met,,,,,,,,",
    ",,2026-01-03,D2,achieved,,,,,,,,,",
    ",,2026-01-03,D2,lost,,,,,,,,,",
    ",,2026-01-03,,lost,,,,why,,,,,",
    ",2026-01-03 10:00,2026-01-03,D2,lost,,,,why,,,,,",
    ",,2026-01-03,D2,opened,,,,,,-1,,,",
    ",,2026-01-03,D2,opened,,,,,,1.005,USD,,",
    ",,2026-01-03,D2,opened,,,,,,1,usd,,",
    ",,2026-01-03,D2,opened,,,,,,,,2026-13-01,",
    ",,2026-01-03,D2,waived,met,,,why,,,,,",
    ",,2026-01-03,D2,voided,,,,why,,,,,",
    "too,few,cells",
    GOOD + ",one,more",
    "<<<<<<< ours",
    "",
    "   ",
    ",,,,,,,,,,,,,",
    HEADER,
    HEADER.replace("note,amount", "amount,note"),
    "date,deal,event",
    "nul\0byte",
    "a\rreturn",
    "<<<<<<< x,,2026-01-02,D2,achieved,met,,,,,,,,",
    ',,2026-01-03,"D2, ""and"" more",changed,,,,,,1,,,',
    '"0123456789abcdef",,"2026-01-03","D2",changed,,,,"a, ""reason""",,"1",,,',
    "x1,1850-01-02T03:04:05Z,2026-01-03,D2,changed,,,,,,,,,",
    "x2,2026-02-29T03:04:05Z,2026-01-03,D2,changed,,,,,,,,,",
    "x3,2024-02-29T23:59:59.123456Z,2026-01-03,D2,changed,,,,,,,,,",
]


def same(raw: bytes, file: str = "ledger/a.csv") -> None:
    """Both ways of reading agree on rows, whatever their order, and on problems."""
    rows, problems = parse_ledger(raw, file, FIELDS)
    found, wrong = parse_frame([(file, raw)], FIELDS)
    assert texts(found) == texts(frame_of(rows, FIELDS))
    assert sorted(wrong) == sorted(problems)


def texts(found: pd.DataFrame) -> list[tuple[str, ...]]:
    return sorted(tuple(str(cell) for cell in row) for row in found[sorted(map(str, found))].itertuples(index=False))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(LINES), max_size=8),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.sampled_from([b"", b"\xef\xbb\xbf", b"\xef\xbb\xbf" * 2]),
    st.sampled_from([b"", b",,2026-01-03,D\xe9,lost,,,,why,,,,,\n"]),
    st.sampled_from([100, 10**6]),
)
def test_both_ways_of_reading_agree(
    lines: list[str], end: str, ended: bool, mark: bytes, bad: bytes, block: int
) -> None:
    text = end.join([HEADER, *lines])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frame, "BLOCK_BYTES", block)
        same(mark + (text + (end if ended or bad else "")).encode() + bad)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"date,deal,event",
        b"date,deal\n2026-01-01,D1\n",
        b"date,deal,event,date\n2026-01-01,D1,opened,2026-01-02\n",
        b"date,deal,event,colour\n2026-01-01,1,opened,red\n",
        b'"date",deal,event\n2026-01-01,D1,opened\n',
        b"id,date,deal,event,note,reason\nx1,2026-01-01,D1,lost,n,r\nid,date,deal,event,reason,note\nx2,2026-01-02,D2,lost,r,n\n",
        b"id,date,deal,event\nx1,2026-01-01,D1,opened\ndate,deal,event\nx2,2026-01-02,D2,opened\n",
        b"date,deal,event\n2026-01-01,01,opened\n2026-01-01,1e3,opened\n2026-01-01,True,opened\n",
    ],
)
def test_headers_of_all_kinds_agree(raw: bytes) -> None:
    same(raw)


def test_yaml_files_are_read_with_the_others() -> None:
    csv, yaml = b"date,deal,event\n2026-01-01,D1,opened\n", b"- {date: 2026-01-02, deal: D2, event: opened}\n"
    found, problems = parse_frame([("ledger/a.csv", csv), ("ledger/b.yaml", yaml)], ())
    assert (sorted(found["deal"]), problems) == (["D1", "D2"], [])
