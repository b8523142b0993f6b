"""Which rows count, when rows void rows that void rows."""

from hypothesis import given
from hypothesis import strategies as st

from milestonectl.deals.fold import separate_voided
from milestonectl.model.row import Row


def voided(row_id: str, target: str) -> Row:
    return Row(id=row_id, date="2026-11-20", deal="D", event="voided", ref=target, reason="wrong deal")


def void_ids(*rows: Row) -> set[str]:
    return {row.id for row in separate_voided(rows)[1]}


ROW = Row(id="a", date="2026-11-20", deal="D", event="achieved", milestone="met")


def test_a_void_that_is_voided_voids_nothing() -> None:
    assert void_ids(ROW, voided("b", "a")) == {"a"}
    assert void_ids(ROW, voided("b", "a"), voided("c", "b")) == {"b"}
    assert void_ids(ROW, voided("b", "a"), voided("c", "b"), voided("d", "c")) == {"a", "c"}
    assert void_ids(ROW, voided("b", "a"), voided("c", "a"), voided("d", "b")) == {"a", "b"}


def test_rows_that_void_each_other_in_a_circle_all_count() -> None:
    assert void_ids(voided("a", "b"), voided("b", "a")) == set()
    assert void_ids(voided("a", "a")) == set()


def test_no_chain_is_too_long() -> None:
    chain = [voided(str(number + 1), str(number)) for number in range(20_000)]
    assert len(void_ids(*chain)) == 10_000


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 11)), max_size=14))
def test_a_row_is_void_exactly_when_a_row_that_counts_voids_it(said: list[tuple[int, int]]) -> None:
    rows = [
        voided(str(own), str(target)) for own, target in {own: target for own, target in said if target < own}.items()
    ]
    void = void_ids(ROW._replace(id="0"), *rows)
    counting = {row.ref for row in rows if row.id not in void}
    assert void == counting & {"0", *(row.id for row in rows)}
