"""The ledger as an object-centric event log, OCEL 2.0 in JSON: deals, accounts, reps and contacts, and what joins them."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from milestonectl.deals.deal import Deal
from milestonectl.exchange.exports.happenings import Happening, happenings, unique
from milestonectl.model.row import cells

_DEAL_ATTRIBUTES = {"sale_type": "string", "amount": "float", "currency": "string", "close_date": "string"}
_EVENT_ATTRIBUTES = ("kind", "ref", "role", "reason", "source")


def ocel_text(deals: Iterable[Deal]) -> str:
    """The log of some deals."""
    listed = list(deals)
    told = [(deal, happening) for deal in listed for happening in happenings(deal)]
    document = {
        "objectTypes": [
            _object_type("deal", _DEAL_ATTRIBUTES),
            *(_object_type(name, {}) for name in ("account", "rep", "contact")),
        ],
        "eventTypes": [_event_type(name) for name in sorted({happening.activity for _, happening in told})],
        "objects": list(_objects(listed)),
        "events": [_event(deal, happening, number) for number, (deal, happening) in enumerate(told, 1)],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _object_type(name: str, attributes: dict[str, str]) -> dict[str, Any]:
    return {"name": name, "attributes": [{"name": key, "type": kind} for key, kind in attributes.items()]}


def _event_type(name: str) -> dict[str, Any]:
    return {"name": name, "attributes": [{"name": key, "type": "string"} for key in _EVENT_ATTRIBUTES]}


def _objects(deals: list[Deal]) -> Iterator[dict[str, Any]]:
    for deal in deals:
        related = [_related("account", deal.account, "for"), _related("rep", deal.owner, "owned by")]
        yield {
            "id": f"deal:{deal.id}",
            "type": "deal",
            "attributes": list(_changes(deal)),
            "relationships": [relation for relation in related if relation],
        }
    rows = [row for deal in deals for row in deal.rows]
    for kind, names in (
        ("account", unique(deal.account for deal in deals)),
        ("rep", unique([*(deal.owner for deal in deals), *(row.by for row in rows)])),
        ("contact", unique(row.contact for row in rows)),
    ):
        yield from ({"id": f"{kind}:{name}", "type": kind, "attributes": [], "relationships": []} for name in names)


def _changes(deal: Deal) -> Iterator[dict[str, Any]]:
    """Each value of the deal with the time from which it held."""
    for row in deal.rows:
        if row.event in ("opened", "changed"):
            said = cells(row)
            for name in _DEAL_ATTRIBUTES:
                if name in said:
                    value = float(said[name]) if name == "amount" else said[name]
                    yield {"name": name, "time": f"{row.date}T00:00:00.000Z", "value": value}


def _event(deal: Deal, happening: Happening, number: int) -> dict[str, Any]:
    row = happening.row
    said = cells(row)
    related = [
        _related("deal", deal.id, "deal"),
        _related("account", deal.account, "account"),
        _related("rep", row.by, "by"),
        _related("contact", row.contact, "from"),
    ]
    return {
        "id": row.id or f"row-{number}",
        "type": happening.activity,
        "time": happening.moment,
        "attributes": [{"name": name, "value": said[name]} for name in _EVENT_ATTRIBUTES if name in said],
        "relationships": [relation for relation in related if relation],
    }


def _related(kind: str, name: str, qualifier: str) -> dict[str, str] | None:
    return {"objectId": f"{kind}:{name}", "qualifier": qualifier} if name else None
