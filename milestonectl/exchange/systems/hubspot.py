"""HubSpot: one record a deal with a column for each stage it entered, in two generations, or one record a change."""

import re
from collections.abc import Iterable

from milestonectl.exchange.shape import Columns, Shape, Unfolded
from milestonectl.exchange.source import Table
from milestonectl.exchange.unfold import Entered, long_form, unfold_fields, unfolded_records
from milestonectl.model.mapping import SourceMapping

_ENTERED = (
    re.compile(r'Date entered "(?P<stage>.+)"'),
    re.compile(r"(propert(y|ies)_)?hs_v2_date_entered_(?P<stage>.+)"),
    re.compile(r"Date entered '(?P<stage>.+)'"),
    re.compile(r"(propert(y|ies)_)?hs_date_entered_(?P<stage>.+)"),
)
"""The newer generation first: where both have a date, it counts."""
_CURRENT = "current_stage"
_PIPELINE = re.compile(r"(?P<stage>.+?)\s*\([^()]*\)\s*")


def entered_columns(header: Iterable[str]) -> Entered:
    """Position and stage of each column that says when a stage was entered, one for each stage.

    The pipeline in the last parentheses of a label is left out: `Sent (draft) (Sales)` is the stage `Sent (draft)`.
    """
    listed = list(header)
    found: dict[str, int] = {}
    for pattern in _ENTERED:
        for position, name in enumerate(listed):
            match = pattern.fullmatch(name.strip())
            if match and match["stage"] != _CURRENT:
                found.setdefault(match["stage"].strip(), position)
    return tuple((position, _stage(label)) for label, position in sorted(found.items(), key=lambda item: item[1]))


def _stage(label: str) -> str:
    match = _PIPELINE.fullmatch(label)
    return match["stage"] if match else label


def unfold_wide(table: Table, columns: Columns, _mapping: SourceMapping) -> Unfolded:
    """One record for each stage that a deal entered. A wide file keeps one date a stage: returns are lost in it."""
    return long_form(table, unfolded_records(table, columns, entered_columns(table.header)))


def _property(label: str, name: str) -> tuple[str, ...]:
    """A property by its label, by its internal name, and as the copies of warehouses have it."""
    return (label, name, f"property_{name}", f"properties_{name}")


_DELETED = ("is_deleted", "archived", "_fivetran_deleted")
_WIDE = {
    "deal": ("Record ID", "hs_object_id", "deal_id"),
    "created": _property("Create Date", "createdate"),
    "moved": _property("Date entered current stage", "hs_v2_date_entered_current_stage"),
    "stage": (*_property("Deal Stage", "dealstage"), "deal_pipeline_stage_id"),
    "sale_type": (*_property("Pipeline", "pipeline"), "deal_pipeline_id"),
    "reason": _property("Closed Lost Reason", "closed_lost_reason"),
    "account": ("Company Name", "Associated Company", *_property("Deal Name", "dealname")),
    "owner": (*_property("Deal owner", "hubspot_owner_id"), "owner_id"),
    "amount": _property("Amount", "amount"),
    "currency": _property("Currency", "deal_currency_code"),
    "close_date": _property("Close Date", "closedate"),
    "deleted": _DELETED,
    "merged": ("Merged Deal IDs", "Merged record IDs", *_property("", "hs_merged_object_ids")[1:]),
}

HUBSPOT = (
    Shape(
        "list of stages",
        {"stage": ("stage_id",), "label": ("label",), "pipeline": ("pipeline_id",)},
        ("stage", "label", "pipeline"),
        trap="this is the list of the stages; it says what their ids mean, for the mapping; no deal moves in it",
    ),
    Shape(
        "list of merged deals",
        {"deal": ("deal_id",), "merged": ("merged_deal_id",)},
        ("deal", "merged"),
        trap="this is the list of merged deals; the table of deals has them, too, as hs_merged_object_ids",
    ),
    Shape(
        "property history",
        {
            "deal": ("deal_id", "Record ID"),
            "field": ("name", "Property name", "property"),
            "new": ("value", "Property value"),
            "stamp": ("timestamp",),
            "deleted": _DELETED,
        },
        ("deal", "field", "new", "stamp"),
        unfold=unfold_fields,
    ),
    Shape(
        "stage history",
        {
            **_WIDE,
            "stamp": ("Date entered stage", "date_entered"),
            "event": ("Deal Stage", "value"),
        },
        ("deal", "stamp", "event"),
    ),
    Shape("deals", {**_WIDE, "deal": (*_WIDE["deal"], "id")}, ("deal", "stage", "created"), unfold=unfold_wide),
)
