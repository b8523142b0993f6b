"""What moved the open pipeline since the period began, to the cent."""

from collections.abc import Iterator, Sequence

from milestonectl.history.movement import BUCKETS, Flow, Movement
from milestonectl.model.money import Money
from milestonectl.render.movement import MovementReport
from milestonectl.render.pages.figures import waterfall
from milestonectl.render.pages.section import Behind, Cell, Chart, Head, Section, Table, behind, number
from milestonectl.render.words import full_day, money, plural, short_money

_WORDS = {"retyped": "moved by type, rep or currency"}
_PUSHES = (Head("Deal"), Head("Was to close"), Head("Now"), Head("Days", right=True))


def movement_section(found: MovementReport) -> Section:
    """A waterfall for each currency, and the closing dates that moved out."""
    span = f"from {full_day(found.start)} to {full_day(found.end)}"
    currencies = found.movement.currencies
    if not currencies:
        return Section("movement", "What moved the pipeline", [f"There was no pipeline {span}."])
    words = [f"The open pipeline {span}: opening and all that came and went give closing, to the cent.", *_other(found)]
    charts = [_chart(found.movement, currency) for currency in currencies]
    tables = [_table(found.movement, currency) for currency in currencies]
    return Section("movement", "What moved the pipeline", words, charts, folded=[*tables, *_pushes(found)])


def _other(found: MovementReport) -> list[str]:
    return [f"Processes that came into effect: {', '.join(found.processes)}."] if found.processes else []


def _chart(found: Movement, currency: str) -> Chart:
    values = list(_values(found, currency))
    words = "Green came in, red went out, blue was won. A bar leads to its deals."
    return Chart(f"Pipeline movement, {currency}", words, waterfall(currency, [str(v["row"]) for v in values]), values)


def _values(found: Movement, currency: str) -> Iterator[dict[str, object]]:
    nothing = Money(currency, 0)
    opening, closing = (side.get(currency, nothing) for side in (found.opening, found.closing))
    yield _value("Opening", 0.0, _main(opening), "total", money(opening), None)
    level = opening
    for bucket in BUCKETS:
        flows = found.of(bucket, currency)
        if flows:
            total = _sum(flows, currency)
            after = Money(currency, level.minor + total.minor)
            words = f"{_title(bucket)}: {_signed(total)}, {plural(len(_ids(flows)), 'deal')}"
            kind = "won" if bucket == "won" else "more" if total.minor > 0 else "less"
            yield _value(_title(bucket), _main(level), _main(after), kind, words, _behind(bucket, flows, currency))
            level = after
    yield _value("Closing", 0.0, _main(closing), "total", money(closing), None)


def _value(row: str, start: float, end: float, kind: str, words: str, found: Behind | None) -> dict[str, object]:
    said = words if words.startswith(row) else f"{row}: {words}"
    return {"row": row, "start": start, "end": end, "kind": kind, "words": said} | ({"behind": found} if found else {})


def _table(found: Movement, currency: str) -> Table:
    nothing = Money(currency, 0)
    heads = [Head(""), Head("Deals", right=True), Head("Amount", right=True)]
    rows = [[Cell("Opening"), Cell(""), Cell(money(found.opening.get(currency, nothing)))]]
    for bucket in BUCKETS:
        flows = found.of(bucket, currency)
        if flows:
            total = _sum(flows, currency)
            deals = number(len(_ids(flows)), _behind(bucket, flows, currency))
            rows.append([Cell(_title(bucket)), deals, Cell(_signed(total), _main(total))])
    rows.append([Cell("Closing"), Cell(""), Cell(money(found.closing.get(currency, nothing)))])
    return Table(f"Pipeline movement, {currency}", heads, rows)


def _pushes(found: MovementReport) -> list[Table]:
    rows = [
        [
            Cell(push.deal, behind=behind(push.deal, [push.deal])),
            Cell(full_day(push.before), push.before.isoformat()),
            Cell(full_day(push.after), push.after.isoformat()),
            number(push.days),
        ]
        for push in found.pushes
        if push.days > 0
    ]
    return [Table("Closing dates pushed out", _PUSHES, rows)] if rows else []


def _behind(bucket: str, flows: Sequence[Flow], currency: str) -> Behind:
    return behind(f"Pipeline movement, {currency}: {_title(bucket).lower()}", _ids(flows))


def _ids(flows: Sequence[Flow]) -> list[str]:
    return list(dict.fromkeys(flow.deal for flow in flows))


def _sum(flows: Sequence[Flow], currency: str) -> Money:
    return Money(currency, sum(flow.amount.minor for flow in flows))


def _title(bucket: str) -> str:
    return _WORDS.get(bucket, bucket).capitalize()


def _signed(total: Money) -> str:
    sign = "-" if total.minor < 0 else "+"
    return f"{sign}{short_money(Money(total.currency, abs(total.minor)))}"


def _main(amount: Money) -> float:
    return float(amount.amount)
