"""What somebody says -> values, refused when it is wrong."""

import re
from pathlib import Path
from typing import Any

from milestonectl.commands.clock import parse_day
from milestonectl.commands.gather import Gathered
from milestonectl.deals.deal import Deal
from milestonectl.deals.entry import Proof
from milestonectl.files.evidence import fingerprint_of_file
from milestonectl.files.text import did_you_mean
from milestonectl.model.errors import UsageError
from milestonectl.model.money import is_currency, parse_money
from milestonectl.model.process import Milestone
from milestonectl.model.settings import FieldType, Settings

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def milestone_named(deal: Deal, named: str) -> Milestone:
    """The milestone of a deal's process by id or title."""
    if deal.process is None:
        raise UsageError(f'{deal.id} has the sale type "{deal.sale_type}", for which there is no process')
    word = named.casefold()
    milestones = deal.process.milestones
    match = next((m for m in milestones if word in (m.id, m.title.casefold())), None)
    if match is None:
        ids = [m.id for m in milestones]
        near = did_you_mean(word, ids) or f"its milestones: {', '.join(ids)}"
        raise UsageError(f'"{named}" is no milestone of {deal.process.pin}; {near}')
    return match


def proofs_of(root: Path, texts: list[str]) -> tuple[Proof, ...]:
    """Items of evidence; a reference to a file of the workspace gets the file's fingerprint."""
    proofs = []
    for text in texts:
        kind, colon, ref = (part.strip() for part in text.partition(":"))
        if not (kind and colon and ref):
            raise UsageError(f'--evidence "{text}": write KIND:REF, as in email:2f9c or document:evidence/needs.pdf')
        proofs.append(Proof(kind, ref, fingerprint_of_file(root, ref)))
    return tuple(proofs)


def fields_of(texts: list[str], settings: Settings) -> dict[str, str]:
    """Declared extra fields as `--set FIELD=VALUE` gives them."""
    values = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        declared = next((field for field in settings.fields if field.name == name), None)
        if not equals or declared is None:
            near = did_you_mean(name, settings.field_names) or f"declared: {', '.join(settings.field_names) or 'none'}"
            raise UsageError(f'--set "{text}": {name} is not declared in milestonectl.yaml; {near}')
        if declared.type != "text" and not _is_of_type(value, declared.type):
            raise UsageError(f'--set "{text}": {value} is no {declared.type}')
        if declared.choices and value not in declared.choices:
            near = did_you_mean(value, declared.choices) or f"one of {', '.join(declared.choices)}"
            raise UsageError(f'--set "{text}": {value} is no choice of {name}; {near}')
        values[name] = value
    return values


def _is_of_type(value: str, kind: FieldType) -> bool:
    if kind == "date":
        return bool(parse_day(value, "--set"))
    return _NUMBER.fullmatch(value) is not None


def deal_cells(gathered: Gathered, amount: str, currency: str, close_date: str, texts: list[str]) -> dict[str, Any]:
    """The cells of a deal's amount, closing date and extra fields, as `opened` and `changed` write them."""
    settings = gathered.workspace.settings
    money_in = (currency or settings.currency).upper()
    if not is_currency(money_in):
        raise UsageError(f'--currency "{currency}": write three letters, as in USD')
    if currency and not amount:
        raise UsageError(f'--currency "{currency}": name the amount too, as in --amount 84000')
    if amount and parse_money(amount, money_in) is None:
        raise UsageError(f'--amount "{amount}": write a plain decimal number, as in 84000 or 84000.50')
    return {
        "amount": amount,
        "currency": money_in if amount else "",
        "close_date": parse_day(close_date, "--close-date").isoformat() if close_date else "",
        "fields": fields_of(texts, settings),
    }
