"""A ledger row as a person reads it."""

import datetime

from milestonectl.model.money import parse_money
from milestonectl.model.process import Process
from milestonectl.model.row import DEAL_COLUMNS, Row, cells
from milestonectl.render.words import full_day, money, spaced

SHORT_ID = 7


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
        "planned": f"{title} promised for {_day_words(row.date)}",
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
    return f"{spaced(row.kind)} {row.ref}".strip() + source


def _changes(row: Row) -> str:
    said = cells(row)
    amount = parse_money(row.amount, row.currency) if row.currency else None
    parts = [money(amount)] if amount else []
    shown = {"amount", "currency"} if amount else set()
    names = {"close_date": "closes", "sale_type": "", "process": "follows"}
    for column in (*DEAL_COLUMNS, *row.fields):
        if column in said and column not in shown:
            value = (
                _day_words(said[column])
                if column == "close_date"
                else spaced(said[column])
                if column == "sale_type"
                else said[column]
            )
            parts.append(f"{names.get(column, column.replace('_', ' '))} {value}".strip())
    return ", ".join(parts)


def _day_words(text: str) -> str:
    try:
        return full_day(datetime.date.fromisoformat(text))
    except ValueError:
        return text
