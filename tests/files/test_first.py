"""A first reading in columns finds what reading row by row finds, whatever the files hold."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trust_building import PROCESS, make_workspace

from milestonectl.files import indexed
from milestonectl.files.index import shards, store, update
from milestonectl.files.indexed import load_indexed
from milestonectl.model.row import Row, cells, seal

COLUMNS = (
    "id", "recorded_at", "date", "deal", "event", "milestone", "by", "ref", "reason", "note", "sale_type", "process",
    "owner", "amount", "currency", "close_date",
)  # fmt: skip
OTHER_ORDER = (*COLUMNS[:8], *reversed(COLUMNS[8:]))
LATER = PROCESS.replace("wins: signed", "version: 2\neffective: 2026-06-01\nwins: met")
MOMENTS = ("", "2026-05-05T10:00:00Z", "2026-05-05T10:00:00.000000Z", "2026-05-05T10:00:00.000001Z", "2026-02-29T10:00:00Z",
           "2024-02-29T23:59:59.999999Z", "1850-01-01T10:00:00Z", "2026-05-05T24:00:00Z", "2026-05-05 10:00:00", "2026-11-31T00:00:00Z")  # fmt: skip
IDS = ("", "a", "b", "0123456789abcdef", "0123456789abcdef0", "0123456789abcdef1", "é", '"q"', "a,b")
rows = st.builds(
    Row,
    id=st.sampled_from(("seal", "seal", "seal", *IDS)),
    recorded_at=st.sampled_from((*MOMENTS[1:4], *MOMENTS)),
    date=st.sampled_from(("2026-05-05", "2026-05-06", "2026-07-01", "2026-12-31", "2024-02-29", "2026-02-29", "1899-12-31", "")),
    deal=st.sampled_from(("D1", "D1", "D2", "d2", "a deal of some length", "Größe", 'in "quotes"', "x" * 70, "a,b", "")),
    event=st.sampled_from(("opened", "changed", "achieved", "achieved", "planned", "lost", "reopened", "voided", "evidence", "waived", "lsot")),
    milestone=st.sampled_from(("met", "signed", "signed", "")),
    by=st.sampled_from(("dana", "")),
    ref=st.sampled_from((*IDS, "last", "last")),
    reason=st.sampled_from(("price", "", "too, dear", 'so "good"')),
    note=st.sampled_from(("", "a, b", '"', "<<<<<<< x")),
    sale_type=st.sampled_from(("sale", "", "other")),
    process=st.sampled_from(("", "", "sale@1", "sale@2", "sale@9")),
    owner=st.sampled_from(("dana", "kim", "")),
    amount=st.sampled_from(("", "1000", "12.50", "999999999999999.99", "1.005", "x")),
    currency=st.sampled_from(("", "", "EUR", "JPY", "eur")),
    close_date=st.sampled_from(("", "2026-12-01", "soon")),
)  # fmt: skip
CSV_LINES = ("", " ", "too,few", "<<<<<<< ours", "=======", ",".join(COLUMNS), ",".join(OTHER_ORDER), "date,deal,event",
             "2026-05-05,D1,opened", "nul\0byte", "a\rb", ",".join(["x"] * len(COLUMNS)), '"' + "," * len(COLUMNS))  # fmt: skip


@st.composite
def csv_files(draw: st.DrawFn) -> bytes:
    """Rows, written with more and fewer quotes, between lines that are none."""
    header = draw(st.sampled_from((COLUMNS, COLUMNS, OTHER_ORDER, COLUMNS[1:], COLUMNS[:8], ("deal", "event"), ())))
    always = draw(st.booleans())
    lines, last = [",".join(header)], ""
    for each in draw(st.lists(st.one_of(rows, rows, rows, st.sampled_from(CSV_LINES)), max_size=14)):
        if isinstance(each, Row):
            row = _with_ids(each, last)
            last = row.id
            lines.append(",".join(_quoted(getattr(row, name), always=always) for name in header))
        else:
            lines.append(each)
    end = draw(st.sampled_from(("\n", "\r\n")))
    text = (end.join(lines) + draw(st.sampled_from((end, end, "", end * 2)))).encode()
    torn = draw(st.sampled_from((0, 0, 0, 3, 30)))
    mark = draw(st.sampled_from((b"", b"", b"\xef\xbb\xbf", b"\xef\xbb\xbf" * 2)))
    return mark + text[: len(text) - torn].replace("é".encode(), draw(st.sampled_from(("é".encode(), b"\xe9"))))


@st.composite
def yaml_files(draw: st.DrawFn) -> bytes:
    """Rows as a YAML ledger holds them."""
    found = draw(st.lists(rows, max_size=4))
    return "".join(f"- {json.dumps(cells(_with_ids(row, '')), ensure_ascii=False)}\n" for row in found).encode()


def _with_ids(row: Row, last: str) -> Row:
    named = row._replace(ref=last if row.ref == "last" else row.ref)
    return seal(named._replace(id="")) if row.id == "seal" else named


def _quoted(text: str, *, always: bool) -> str:
    return '"' + text.replace('"', '""') + '"' if always or any(sign in text for sign in ',"\r\n') else text


def index_of(root: Path) -> dict[str, Any]:
    """What the index says, whatever numbers it gives to files."""
    store.forget(store.index_path(root))
    index = load_indexed(root).index
    assert index is not None
    database = sqlite3.connect(store.index_path(root))
    names = dict(database.execute("SELECT file, name FROM files"))
    spans: dict[tuple[str, str], list[tuple[int, ...]]] = {}
    for deal, file, _, packed in database.execute("SELECT * FROM spans"):
        spans.setdefault((deal, names[file]), []).extend(shards.SPAN.iter_unpack(packed))
    found = {
        "spans": {key: sorted(each) for key, each in spans.items()},
        "deals": sorted((*each, json.loads(told or "0")) for *each, told in database.execute("SELECT * FROM deals")),
        "sums": sorted(database.execute("SELECT * FROM sums")),
        "files": sorted(database.execute("SELECT name, state, size, lines, digest, headers FROM files")),
        "problems": index.problems,
    }
    database.close()
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(csv_files(), min_size=1, max_size=3), yaml_files(), st.sampled_from((300, 10**6)))
def test_both_first_readings_make_the_same_index(
    tmp_path_factory: pytest.TempPathFactory, files: list[bytes], other: bytes, block: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexed, "SMALL_BYTES", 0)
        patch.setattr(shards, "BLOCK_BYTES", block)
        patch.setattr(store, "SYNCHRONOUS", "OFF")
        patch.setattr("milestonectl.files.disk.WRITING_SECONDS", 0.0)
        root = make_workspace(tmp_path_factory.mktemp("workspace"))
        (root / "processes" / "later.yaml").write_text(LATER)
        (root / "ledger").mkdir()
        for number, raw in enumerate(files):
            (root / "ledger" / f"{number}.csv").write_bytes(raw)
        (root / "ledger" / "other.yaml").write_bytes(other)
        patch.setattr(update, "COLUMNS_BYTES", 0)
        in_columns = index_of(root)
        patch.setattr(update, "COLUMNS_BYTES", 10**12)
        assert in_columns == index_of(root)
