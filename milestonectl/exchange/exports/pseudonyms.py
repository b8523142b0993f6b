"""A ledger that can be given away: accounts, people and deals under other names, the same name for the same thing.

Numbers are given in the order in which things first appear in time, so that a later export of a grown ledger
gives the same names. Notes and fingerprints of files are left out: they are free text, or identify a file.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from milestonectl.model.row import NO_FIELDS, Row, seal

_IMPORT = "import:"
SHARED_BY = 3
"""A reason that so many deals have is a category and stays; any other may name somebody."""


@dataclass(slots=True)
class _Names:
    """Real names to others, by kind."""

    given: dict[tuple[str, str], str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def of(self, kind: str, name: str) -> str:
        if not name:
            return ""
        if (kind, name) not in self.given:
            self.counts[kind] = self.counts.get(kind, 0) + 1
            self.given[kind, name] = f"{kind}-{self.counts[kind]:03}"
        return self.given[kind, name]


def pseudonymised(rows: Iterable[Row], free: Collection[str] = ()) -> list[Row]:
    """The rows under other names, sealed anew; what a row voids is still what it voids.

    `free` are the declared fields that hold any text: a value of theirs that few deals have may name somebody too.
    """
    names = _Names()
    ordered = sorted(rows, key=lambda row: (row.recorded, row.order))
    categories = _shared((row.deal, row.reason) for row in ordered)
    shared = {name: _shared((row.deal, row.fields.get(name, "")) for row in ordered) for name in free}
    renamed = [(row, _renamed(row, names, categories)._replace(fields=_fields(row, names, shared))) for row in ordered]
    ids = _new_ids({row.id: other for row, other in renamed if row.id})
    return [seal(_voiding(other, ids)) for _, other in renamed]


def _shared(said: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Texts that several deals share, of pairs of deal and text: they are no free text about one of them."""
    deals: dict[str, set[str]] = {}
    for deal, text in said:
        deals.setdefault(text, set()).add(deal)
    return frozenset(text for text, told in deals.items() if len(told) >= SHARED_BY)


def _fields(row: Row, names: _Names, shared: Mapping[str, frozenset[str]]) -> Mapping[str, str]:
    """The declared fields; what may name somebody is under another name."""
    return {
        name: names.of(name, value) if name in shared and value not in shared[name] else value
        for name, value in row.fields.items()
    } or NO_FIELDS


def _source(source: str, names: _Names) -> str:
    """Where a row comes from; a mapping may have a customer's name, and so may any other word."""
    name = source.removeprefix(_IMPORT)
    return f"{_IMPORT if name != source else ''}{names.of('source', name)}"


def _renamed(row: Row, names: _Names, categories: frozenset[str]) -> Row:
    voids = row.event == "voided"
    return row._replace(
        id="",
        deal=names.of("deal", row.deal),
        account=names.of("account", row.account),
        by=names.of("rep", row.by),
        owner=names.of("rep", row.owner),
        contact=names.of("contact", row.contact),
        ref=row.ref if voids else names.of("evidence", row.ref),
        reason=row.reason if row.reason in categories or not row.reason else "left out",
        note="",
        source=_source(row.source, names),
        sha256="",
        file="",
        line=0,
    )


def _voiding(row: Row, ids: Mapping[str, str]) -> Row:
    return row._replace(ref=ids.get(row.ref, "unknown")) if row.event == "voided" else row


def _new_ids(renamed: Mapping[str, Row]) -> dict[str, str]:
    """Old id to new. A row that voids has the new id of what it voids in it, so that one comes first."""
    ids: dict[str, str] = {}
    waiting = dict(renamed)
    while waiting:
        ready = [old for old, row in waiting.items() if row.event != "voided" or row.ref not in waiting]
        for old in ready or [*waiting]:
            ids[old] = seal(_voiding(waiting.pop(old), ids)).id
    return ids
