"""Deals as an XES event log (IEEE 1849-2016), which process-mining tools read: a trace a deal."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

from milestonectl.deals.deal import Deal
from milestonectl.exchange.exports.happenings import Happening, happenings

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <extension name="Cost" prefix="cost" uri="http://www.xes-standard.org/cost.xesext"/>
  <global scope="trace">
    <string key="concept:name" value=""/>
  </global>
  <global scope="event">
    <string key="concept:name" value=""/>
    <date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>
    <string key="lifecycle:transition" value="complete"/>
  </global>
  <classifier name="Activity" keys="concept:name"/>
"""


def xes_text(deals: Iterable[Deal]) -> str:
    """The whole log."""
    return "".join([_HEAD, *(line for deal in deals for line in _trace(deal)), "</log>\n"])


def _trace(deal: Deal) -> Iterator[str]:
    yield "  <trace>\n"
    yield _string("concept:name", deal.id, 4)
    for key, value in (("account", deal.account), ("sale_type", deal.sale_type), ("owner", deal.owner)):
        yield _string(key, value, 4)
    yield _string("outcome", deal.outcome, 4)
    if deal.amount is not None:
        yield f'    <float key="cost:total" value="{deal.amount.amount}"/>\n'
        yield _string("cost:currency", deal.amount.currency, 4)
    for happening in happenings(deal):
        yield from _event(happening)
    yield "  </trace>\n"


def _event(happening: Happening) -> Iterator[str]:
    row = happening.row
    yield "    <event>\n"
    yield _string("concept:name", happening.activity, 6)
    yield f'      <date key="time:timestamp" value="{happening.moment}"/>\n'
    yield _string("lifecycle:transition", "complete", 6)
    yield _string("org:resource", row.by, 6)
    yield _string("concept:instance", row.id, 6)
    yield _string("event", row.event, 6)
    yield _string("evidence", row.kind, 6)
    yield "    </event>\n"


def _string(key: str, value: str, indent: int) -> str:
    return f"{' ' * indent}<string key={_quoted(key)} value={_quoted(value)}/>\n" if value else ""


def _quoted(text: str) -> str:
    """XML allows no control characters, not even escaped."""
    return quoteattr("".join(c if c.isprintable() else " " for c in text))
