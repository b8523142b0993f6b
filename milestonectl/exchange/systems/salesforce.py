"""Salesforce: histories and opportunities as the weekly export, the loader, reports and warehouses write them."""

from milestonectl.exchange.shape import Shape
from milestonectl.exchange.unfold import unfold_fields, unfold_snapshot

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def long_id(record_id: str) -> str:
    """The 18 characters of an id that was written with 15: three more tell which of its letters are capitals.

    `006bm00000LKJNN` is `006bm00000LKJNNAA5`.
    """
    if len(record_id) != 15 or not record_id.isalnum():
        return record_id
    parts = (record_id[0:5], record_id[5:10], record_id[10:15])
    bits = (sum(1 << place for place, letter in enumerate(part) if "A" <= letter <= "Z") for part in parts)
    return record_id + "".join(_ALPHABET[number] for number in bits)


_DELETED = ("IsDeleted", "_fivetran_deleted")
_VALUES = {
    "amount": ("Amount",),
    "currency": ("CurrencyIsoCode", "Amount Currency"),
    "close_date": ("CloseDate",),
    "owner": ("Opportunity Owner", "Owner.Name", "OwnerId"),
    "account": ("Account Name", "Account.Name", "Name", "AccountId"),
    "deleted": _DELETED,
}
_NAMES = ("Opportunity Name",)
_DEAL = ("Opportunity ID", *_NAMES)
_CREATED = ("Created Date",)

SALESFORCE = (
    Shape(
        "list of tracked fields",
        {"table": ("TableEnumOrId",), "field": ("FieldEnumOrId",)},
        ("table", "field"),
        trap="this is the list of the tracked fields; their history is in EntityHistory.csv",
    ),
    Shape(
        "opportunity field history",
        {
            "deal": ("OpportunityId",),
            "field": ("Field",),
            "old": ("OldValue",),
            "new": ("NewValue",),
            "stamp": ("CreatedDate",),
            "by": ("CreatedById",),
            "order": ("Id",),
            "deleted": _DELETED,
        },
        ("deal", "field", "old", "new", "stamp"),
        unfold=unfold_fields,
        key=long_id,
    ),
    Shape(
        "entity history",
        {
            "deal": ("ParentId",),
            "field": ("FieldName",),
            "old": ("OldvalString",),
            "new": ("NewvalString",),
            "new_number": ("NewvalNumber",),
            "new_date": ("NewvalDate",),
            "stamp": ("CreatedDate",),
            "by": ("CreatedById",),
            "order": ("Id",),
            "deleted": _DELETED,
            "object": ("ParentSobjectType",),
        },
        ("deal", "field", "old", "new", "stamp", "object"),
        unfold=unfold_fields,
        key=long_id,
    ),
    Shape(
        "report of field history",
        {
            "deal": _DEAL,
            "field": ("Field / Event",),
            "old": ("Old Value",),
            "new": ("New Value",),
            "stamp": ("Edit Date",),
            "by": ("Edited By",),
            "account": ("Account Name",),
            "owner": ("Opportunity Owner",),
            "created": _CREATED,
        },
        ("deal", "field", "old", "new", "stamp"),
        unfold=unfold_fields,
        key=long_id,
        names=_NAMES,
    ),
    Shape(
        "opportunity history",
        {
            **_VALUES,
            "account": (),
            "deal": ("OpportunityId",),
            "stamp": ("CreatedDate",),
            "event": ("StageName",),
            "by": ("CreatedById",),
            "order": ("Id",),
        },
        ("deal", "stamp", "event"),
        key=long_id,
    ),
    Shape(
        "report of opportunity history",
        {
            **_VALUES,
            "deal": _DEAL,
            "stamp": ("Last Modified",),
            "event": ("To Stage",),
            "from": ("From Stage",),
            "by": ("Last Modified By",),
            "created": _CREATED,
        },
        ("deal", "stamp", "event", "from"),
        key=long_id,
        names=_NAMES,
    ),
    Shape(
        "opportunity versions of a warehouse",
        {**_VALUES, "deal": ("id",), "stamp": ("_fivetran_start",), "event": ("StageName",)},
        ("deal", "stamp", "event"),
        key=long_id,
    ),
    Shape(
        "opportunities",
        {
            **_VALUES,
            "deal": ("Id", *_DEAL),
            "sale_type": ("RecordType.Name", "Opportunity Record Type", "Type"),
            "stage": ("StageName", "Stage"),
            "created": ("CreatedDate",),
            "moved": ("LastStageChangeDate",),
            "modified": ("LastModifiedDate", "SystemModstamp"),
        },
        ("deal", "stage", "created"),
        unfold=unfold_snapshot,
        key=long_id,
        names=_NAMES,
    ),
)
