"""A ledger row as a person reads it."""

from milestonectl.model.money import parse_money
from milestonectl.model.process import Process
from milestonectl.model.row import Row, cells
from milestonectl.render.words import day_words, money, spaced

SHORT_ID = 7
_SHOWN = ("account", "sale_type", "process", "amount", "currency", "close_date", "owner")
"""The columns of a deal, the most telling first."""


def short_id(row: Row) -> str:
    """Enough of the id to name the row."""
    return row.id[:SHORT_ID]


def row_words(row: Row, process: Process | None) -> str:
    """What the row says, as `Proof accepted, e-mail 2f9c from J. Roe (economic buyer)`."""
    milestone = process.milestone(row.milestone) if process else None
    title = milestone.title if milestone else row.milestone
    what = {
        "opened": "opened: " + _changes(row),
        "changed": "changed: " + _changes(row),
        "planned": f"{title} promised for {day_words(row.date)}",
        "achieved": title,
        "evidence": f"evidence for {title}" if title else "note",
        "waived": f"{title} waived",
        "lost": "lost",
        "reopened": "reopened",
        "voided": f"row {row.ref[:SHORT_ID]} voided",
    }.get(row.event, row.event)
    reason = f"overriding the gate: {row.reason}" if row.event == "achieved" and row.reason else row.reason
    return ", ".join(part for part in (what, evidence_words(row), reason, row.note.replace("\\n", " ")) if part)


def evidence_words(row: Row) -> str:
    """`e-mail 2f9c from J. Roe (economic buyer)`."""
    if row.event == "voided" or not (row.kind or row.ref or row.contact):
        return ""
    role = f" ({spaced(row.role)})" if row.role else ""
    source = f" from {row.contact}{role}" if row.contact else role
    return (f"{spaced(row.kind)} {row.ref}".strip() + source).strip()


def _changes(row: Row) -> str:
    said = cells(row)
    amount = parse_money(row.amount, row.currency) if row.currency else None
    if amount:
        said |= {"amount": money(amount), "currency": ""}
    words = [_said(column, said[column]) for column in (*_SHOWN, *row.fields) if said.get(column)]
    return ", ".join(words)


def _said(column: str, value: str) -> str:
    match column:
        case "amount" | "currency":
            return value
        case "sale_type":
            return spaced(value)
        case "close_date":
            return f"closes {day_words(value)}"
        case "process":
            return f"follows {value}"
        case _:
            return f"{column.replace('_', ' ')} {value}"
