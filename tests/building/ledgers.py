"""Random ledgers: every event, repeats, voids of voids, reopened and lapsed deals, two sale types and versions."""

import datetime

from history_building import process_of
from hypothesis import strategies as st

from milestonectl.files.cells import row_of
from milestonectl.model.process import by_sale_type
from milestonectl.model.row import Row, seal
from milestonectl.model.settings import DealField, Settings, Team
from milestonectl.model.workspace import Definitions

MILESTONES = ("met", "agreed", "proven", "signed", "renewed", "unheard-of")
DEFINITIONS = Definitions(
    Settings(fields=(DealField("region"),)),
    Team(),
    by_sale_type(
        [
            process_of(("met", "agreed", "signed"), "new", version=1),
            process_of(("met", "agreed", "proven", "signed"), "new", version=2, effective=datetime.date(2026, 1, 20)),
            process_of(("renewed",), "renewal"),
        ]
    ),
    (),
)
_DAYS = st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 2, 20)).map(datetime.date.isoformat)
_STAMPS = st.sampled_from(["", "", "T08:00:00Z", "T08:00:00.000001Z", "T23:59:59Z"])
_DEALS = st.sampled_from(["D1", "D2", "007"])
_EVENTS = st.sampled_from(
    [
        "opened",
        "opened",
        "changed",
        "achieved",
        "achieved",
        "achieved",
        "achieved",
        "lost",
        "reopened",
        "planned",
        "waived",
    ]
)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """One row of any event but `voided`."""
    event, date = draw(_EVENTS), draw(_DAYS)
    stamp = draw(_STAMPS)
    cells = {"date": date, "deal": draw(_DEALS), "event": event, "recorded_at": draw(_DAYS) + stamp if stamp else ""}
    if event in ("achieved", "planned", "waived"):
        cells["milestone"] = draw(st.sampled_from(MILESTONES))
    if event in ("opened", "changed"):
        cells |= {
            "sale_type": draw(st.sampled_from(["", "new", "new", "renewal", "strange"])),
            "process": draw(st.sampled_from(["", "", "", "new@1", "new@9"])),
            "owner": draw(st.sampled_from(["", "dana", "lee"])),
            "amount": draw(st.sampled_from(["", "100", "100.05", "7.001"])),
            "currency": draw(st.sampled_from(["", "EUR", "JPY"])),
            "close_date": draw(st.one_of(st.just(""), _DAYS)),
            "region": draw(st.sampled_from(["", "north"])),
        }
    cells |= {"reason": "why", "by": "dana"} if event in ("lost", "reopened", "waived") else {}
    row = row_of(cells, "", 0)
    return seal(row) if draw(st.booleans()) else row


@st.composite
def ledgers(draw: st.DrawFn) -> list[Row]:
    """Rows of three deals, some of them voided, some of those again, some written twice."""
    found = draw(st.lists(rows(), max_size=25))
    for _ in range(draw(st.integers(0, 4))):
        named = [row for row in found if row.id]
        if named:
            target = draw(st.sampled_from(named))
            deal = draw(st.sampled_from([target.deal, target.deal, target.deal, "D1"]))
            cells = {"date": draw(_DAYS), "deal": deal, "event": "voided", "ref": target.id, "reason": "wrong"}
            found.append(seal(row_of(cells, "", 0)))
    again = draw(st.lists(st.sampled_from(found), max_size=2)) if found else []
    return draw(st.permutations([*found, *again]))
