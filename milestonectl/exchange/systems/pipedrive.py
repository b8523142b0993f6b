"""Pipedrive: an export holds each deal once, with the times of its last move and of its end."""

from milestonectl.exchange.shape import Shape
from milestonectl.exchange.unfold import unfold_snapshot


def _names(*names: str) -> tuple[str, ...]:
    """With and without the entity in front, as lists and reports write them."""
    return (*(f"Deal - {name}" for name in names), *names)


PIPEDRIVE = (
    Shape(
        "deals",
        {
            "deal": _names("ID", "Pipedrive System ID", "Title"),
            "created": _names("Deal created", "Creation date", "Add time"),
            "moved": _names("Last stage change"),
            "stage": _names("Stage"),
            "status": _names("Status"),
            "won_at": _names("Won time"),
            "lost_at": _names("Lost time"),
            "closed_at": _names("Deal closed on"),
            "reason": _names("Lost reason"),
            "sale_type": _names("Pipeline"),
            "account": (*_names("Organization"), "Organization - Name"),
            "owner": _names("Owner"),
            "amount": _names("Value"),
            "currency": (*_names("Currency"), "Currency of value"),
            "close_date": _names("Expected close date"),
        },
        ("deal", "stage", "status"),
        unfold=unfold_snapshot,
        names=_names("Title"),
    ),
)
