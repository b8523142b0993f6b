import datetime

from hypothesis import given
from hypothesis import strategies as st

from milestonectl.files.cells import row_of
from milestonectl.model.clock import as_of, from_now, stamp
from milestonectl.model.row import COLUMNS, Row, cells, fingerprint, seal, sealed_rows

PROOF = Row(date="2026-11-21", deal="ACME-14", event="achieved", milestone="proof")
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
OTHER_COLUMNS = [column for column in COLUMNS if column != "id"]
ROWS = st.builds(
    Row, **dict.fromkeys(OTHER_COLUMNS, TEXTS), fields=st.dictionaries(st.sampled_from(["region", "seats"]), TEXTS)
)


def test_the_fingerprint_is_what_sha256sum_says() -> None:
    # printf 'date=2026-11-21\ndeal=ACME-14\nevent=achieved\nmilestone=proof\n' | sha256sum
    assert fingerprint(PROOF) == "b591562f9aaaefb0"


def test_the_worked_number_of_the_manual_is_right() -> None:
    assert fingerprint(PROOF) in str(fingerprint.__doc__)


def test_fields_count_among_the_columns_by_name_and_text_is_utf8() -> None:
    # printf 'account=Müller\ndate=2026-11-21\ndeal=M-1\nevent=opened\nregion=EMEA\nrole=cfo\n' | sha256sum
    row = Row(date="2026-11-21", deal="M-1", event="opened", account="Müller", role="cfo", fields={"region": "EMEA"})
    assert fingerprint(row) == "1d8bf7d9bdc84842"


def test_the_id_and_where_the_row_stands_do_not_count() -> None:
    moved = PROOF._replace(id="0123456789abcdef", file="ledger/2026/dana.csv", line=7)
    assert fingerprint(moved) == fingerprint(PROOF)


@given(ROWS, st.sampled_from(OTHER_COLUMNS), TEXTS)
def test_a_changed_cell_changes_the_id(row: Row, column: str, text: str) -> None:
    changed = row_of(cells(row) | {column: text}, "", 0)
    assert (fingerprint(changed) == fingerprint(row)) is (text == getattr(row, column))


@given(ROWS)
def test_the_order_in_which_cells_are_given_does_not_count(row: Row) -> None:
    assert fingerprint(row_of(dict(reversed(cells(row).items())), "", 0)) == fingerprint(row)


def test_sealing_stamps_once() -> None:
    sealed = seal(PROOF, "2026-11-21T10:00:00.000000Z")
    assert sealed.id == fingerprint(sealed)
    assert seal(sealed, "2027-01-01T00:00:00.000000Z") == sealed


@given(st.lists(ROWS.map(lambda row: row._replace(deal="D", file="", line=0)), min_size=1))
def test_rows_sealed_from_their_columns_are_those_sealed_one_by_one(rows: list[Row]) -> None:
    columns = {column: [getattr(row, column) for row in rows] for column in OTHER_COLUMNS}
    fields = {name: [row.fields.get(name, "") for row in rows] for name in ("region", "seats")}
    one_by_one = [seal(row._replace(fields={name: cell for name, cell in row.fields.items() if cell})) for row in rows]
    assert sealed_rows({**columns, **fields}) == one_by_one


def test_no_rows_are_sealed_of_empty_columns() -> None:
    assert sealed_rows({"deal": [], "region": []}) == []


def test_a_row_that_does_not_say_when_it_was_written_counts_from_its_date() -> None:
    assert PROOF.recorded == "2026-11-21"
    assert as_of(stamped_day("2026-11-21")).sees(PROOF)
    assert not as_of(stamped_day("2026-11-20")).sees(PROOF)


def test_the_last_second_of_a_day_belongs_to_it_with_and_without_microseconds() -> None:
    for moment in ("2026-11-21T23:59:59Z", "2026-11-21T23:59:59.999999Z"):
        assert as_of(stamped_day("2026-11-21")).sees(PROOF._replace(recorded_at=moment))
    assert not as_of(stamped_day("2026-11-21")).sees(PROOF._replace(recorded_at="2026-11-22T00:00:00Z"))


def test_whole_seconds_come_before_their_fractions() -> None:
    whole, fraction = (PROOF._replace(recorded_at=f"2026-11-21T10:00:00{end}Z") for end in ("", ".000001"))
    assert sorted([fraction, whole], key=lambda row: row.order) == [whole, fraction]


def test_a_promise_for_a_later_day_is_seen_as_soon_as_it_is_recorded() -> None:
    promise = PROOF._replace(event="planned", date="2026-12-24", recorded_at="2026-11-20T10:00:00Z")
    assert as_of(stamped_day("2026-11-21")).sees(promise)
    assert not as_of(stamped_day("2026-11-19")).sees(promise)


def test_now_sees_what_was_recorded_ahead_of_utc() -> None:
    evening = datetime.datetime(2026, 11, 21, 22, tzinfo=datetime.timezone(-datetime.timedelta(hours=5)))
    row = PROOF._replace(recorded_at=stamp(evening))
    assert row.recorded_at == "2026-11-22T03:00:00.000000Z"
    assert from_now(evening).sees(row)
    assert from_now(evening).day == datetime.date(2026, 11, 21)


def stamped_day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
