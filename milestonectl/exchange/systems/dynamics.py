"""Dynamics 365: the list of opportunities as its spreadsheet export writes it. No history of stages is in it."""

from milestonectl.exchange.shape import Shape
from milestonectl.exchange.unfold import unfold_snapshot


def _names(*names: str) -> tuple[str, ...]:
    """Also with the entity in front, as joined exports write them."""
    return (*names, *(f"Opportunity_{name}" for name in names))


DYNAMICS = (
    Shape(
        "opportunities",
        {
            "deal": _names("(Do Not Modify) Opportunity", "Topic"),
            "created": _names("Created On"),
            "modified": _names("(Do Not Modify) Modified On", "Modified On"),
            "stage": _names("Sales Stage", "Pipeline Phase"),
            "status": _names("Status"),
            "closed_at": _names("Actual Close Date"),
            "reason": _names("Status Reason"),
            "account": _names("Account", "Potential Customer"),
            "owner": _names("Owner"),
            "amount": _names("Est. Revenue", "Actual Revenue"),
            "currency": _names("Currency"),
            "close_date": _names("Est. Close Date"),
        },
        ("deal", "stage", "status"),
        unfold=unfold_snapshot,
        names=_names("Topic"),
    ),
)
