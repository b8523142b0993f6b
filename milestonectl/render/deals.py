"""A deal as the keys of machine output, shared by `status`, `show` and `next`."""

from typing import Any

from milestonectl.deals.pipeline import Position
from milestonectl.model.money import Money, digits


def amount_number(money: Money | None) -> float | int | None:
    """Money as a JSON number in the currency's main unit."""
    if money is None:
        return None
    return money.minor if digits(money.currency) == 0 else float(money.amount)


def deal_document(found: Position) -> dict[str, Any]:
    """One deal of `milestonectl/status/1`."""
    deal, standing = found.deal, found.progress
    required = standing.required
    return {
        "deal": deal.id,
        "account": deal.account,
        "sale_type": deal.sale_type,
        "process": deal.process.pin if deal.process else None,
        "owner": deal.owner,
        "amount": amount_number(deal.amount),
        "currency": deal.currency or None,
        "stage": standing.stage.id if standing.stage else None,
        "achieved": sum(s.achieved for s in required),
        "required": len(required),
        "completed": round(standing.completed, 4),
        "next": [s.milestone.id for s in standing.next] if deal.outcome == "open" else [],
        "outcome": deal.outcome,
        "close_date": deal.close_date.isoformat() if deal.close_date else None,
        "days_since_milestone": found.idle,
        "unproven": [s.milestone.id for s in standing.unproven],
        "out_of_order": [s.milestone.id for s in standing.out_of_order],
        "waived": [s.milestone.id for s in standing.standings if s.waiver],
        "flags": [flag.name for flag in found.flags],
    }
