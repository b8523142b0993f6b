"""Random ledgers of hostile text, for what must hold whatever people write."""

import datetime

from hypothesis import strategies as st

from milestonectl.model.row import NO_FIELDS, Row, seal

DAY = datetime.date(2026, 11, 21)
TRICKY = ("=1+1", "'=1", "+49", "-", "@x", "'", '"', ",", ";", "|", "<b>&", "]]>", "_x0041_", "_x005F_", " ", "  x", "1.0", "007", "1e5", "2026-01-05", "TRUE", "NaN", "null", "None", "{}", "\u202e", "\u200b", "\ufeff", "é", "e\u0301", "😀", "\\n", "#REF!", "PAR1", "PK")  # fmt: skip
"""What formats are known to change, each on its own or beside other text."""
TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=8) | st.sampled_from(TRICKY)


def ledgers(
    text: st.SearchStrategy[str], fields: tuple[str, ...] = ("region",), size: int = 6
) -> st.SearchStrategy[list[Row]]:
    """Rows with text in every cell that takes any."""
    event = st.sampled_from(["opened", "achieved", "evidence", "lost", "changed"])
    row = st.builds(_row, st.integers(0, 300), st.integers(0, 86_399_999_999), event, st.lists(text, min_size=9, max_size=9), st.dictionaries(st.sampled_from(fields), text.filter(bool)))  # fmt: skip
    return st.lists(row, min_size=1, max_size=size).map(lambda rows: [*{row.id: row for row in rows}.values()])


def _row(days: int, microseconds: int, event: str, said: list[str], fields: dict[str, str]) -> Row:
    deal, account, person, owner, ref, contact, note, reason, source = said
    date = (datetime.date(2026, 1, 1) + datetime.timedelta(days)).isoformat()
    moment = datetime.datetime.fromisoformat(date) + datetime.timedelta(microseconds=microseconds)
    row = Row(date=date, deal=deal or "D", event=event, by=person, contact=contact, note=note, reason=reason, source=source, fields=fields or NO_FIELDS)  # fmt: skip
    if event in ("opened", "changed"):
        row = row._replace(account=account, owner=owner, sale_type="sale")
    if event in ("achieved", "evidence"):
        row = row._replace(milestone="met", kind="email", ref=ref)
    return seal(row, f"{moment.isoformat(timespec='microseconds')}Z")
