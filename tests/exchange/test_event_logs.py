"""Event logs keep the published standards: XES (IEEE 1849-2016, its XML schema) and OCEL 2.0 (its JSON schema).

The checks are written from the standards, not from what we write.
"""

import datetime
import itertools
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from exchange_building import workspace
from hostile_building import DAY, TEXT, ledgers
from hypothesis import given, settings

from milestonectl.deals.fold import fold_all
from milestonectl.deals.pipeline import positions
from milestonectl.exchange.exports.formats import FORMATS, Contents
from milestonectl.files.workspace import load_workspace
from milestonectl.model.clock import as_of
from milestonectl.model.row import Row

EXAMPLE = Path(__file__).parents[2] / "examples" / "halden"
XES = "{http://www.xes-standard.org/}"
TYPED = {"string", "date", "int", "float", "boolean", "id", "list"}
NAME = re.compile(r"[A-Za-z_:][\w:.\-]*")
"""xs:Name, as far as ASCII goes."""
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
OCEL_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "time": (str,),
    "integer": (int,),
    "float": (int, float),
    "boolean": (bool,),
}


def tag(element: ET.Element) -> str:
    assert element.tag.startswith(XES), "every element is in the namespace of XES"
    return element.tag.removeprefix(XES)


def attributes(element: ET.Element, declared: set[str], but: str = "") -> dict[str, str]:
    """The attributes of a log, trace, event or global by key, each checked."""
    found: dict[str, str] = {}
    for child in element:
        if tag(child) == but:
            continue
        kind, key, value = tag(child), child.attrib["key"], child.attrib["value"]
        assert kind in TYPED
        assert NAME.fullmatch(key)
        assert key not in found, "a key stands once in a component"
        prefix, colon, _ = key.partition(":")
        assert not colon or prefix in declared, f"{key} is of an extension that is not declared"
        if kind == "date":
            assert DATE_TIME.fullmatch(value)
        if kind == "float":
            assert Decimal(value).is_finite()
        found[key] = value
    return found


def check_xes(raw: bytes) -> tuple[int, int]:
    """Traces and events of a log that keeps the standard."""
    root = ET.fromstring(raw)
    assert tag(root) == "log"
    Decimal(root.attrib["xes.version"])
    order = ["extension", "global", "classifier", "attribute", "trace", "event"]
    places = [order.index("attribute" if tag(child) in TYPED else tag(child)) for child in root]
    assert places == sorted(places)
    extensions = [child.attrib for child in root if tag(child) == "extension"]
    assert all(known["uri"].endswith(f"{known['prefix']}.xesext") for known in extensions)
    declared = {known["prefix"] for known in extensions}
    scopes = {child.attrib["scope"]: attributes(child, declared) for child in root if tag(child) == "global"}
    for classifier in root.iter(f"{XES}classifier"):
        assert set(classifier.attrib["keys"].split()) <= set(scopes["event"])
    traces = root.findall(f"{XES}trace")
    for trace in traces:
        assert set(scopes["trace"]) <= set(attributes(trace, declared, "event"))
        kinds = [tag(child) == "event" for child in trace]
        assert kinds == sorted(kinds), "events come after the attributes of a trace"
        events = [attributes(event, declared) for event in trace.iter(f"{XES}event")]
        assert all(set(scopes["event"]) <= set(event) for event in events)
        moments = [datetime.datetime.fromisoformat(event["time:timestamp"]) for event in events]
        assert all(before < after for before, after in itertools.pairwise(moments))
    return len(traces), len(root.findall(f"{XES}trace/{XES}event"))


def check_ocel(raw: bytes) -> tuple[int, int]:
    """Objects and events of a log that keeps the standard."""
    log = json.loads(raw)
    assert set(log) == {"objectTypes", "eventTypes", "objects", "events"}
    kinds: dict[str, dict[str, dict[str, str]]] = {}
    for side in ("object", "event"):
        names = [kind["name"] for kind in log[f"{side}Types"]]
        assert len(names) == len(set(names))
        kinds[side] = {kind["name"]: {a["name"]: a["type"] for a in kind["attributes"]} for kind in log[f"{side}Types"]}
        assert {kind for known in kinds[side].values() for kind in known.values()} <= set(OCEL_TYPES)
        ids = [thing["id"] for thing in log[f"{side}s"]]
        assert len(ids) == len(set(ids))
    known = {thing["id"] for thing in log["objects"]}
    for side, thing in things(log):
        declared = kinds[side][thing["type"]]
        for said in thing["attributes"]:
            assert isinstance(said["value"], OCEL_TYPES[declared[said["name"]]])
            assert side == "event" or DATE_TIME.fullmatch(said["time"]), "an object's values have a time"
        related = [(relation["objectId"], relation["qualifier"]) for relation in thing["relationships"]]
        assert len(related) == len(set(related))
        assert {name for name, _ in related} <= known
        assert side == "object" or (related and DATE_TIME.fullmatch(thing["time"]))
    return len(log["objects"]), len(log["events"])


def things(log: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Objects and events."""
    for side in ("object", "event"):
        yield from ((side, thing) for thing in log[f"{side}s"])


CHECKS = {"xes": check_xes, "ocel": check_ocel}


@pytest.mark.parametrize("form", ["xes", "ocel"])
def test_the_log_of_any_ledger_keeps_the_standard(form: str) -> None:
    into = workspace(settings="currency: USD\nfields:\n  region: {type: text}\n")

    @settings(deadline=None, max_examples=60)
    @given(ledgers(TEXT))
    def kept(rows: list[Row]) -> None:
        deals = fold_all(rows, into.processes, into.settings, as_of(DAY))
        CHECKS[form](FORMATS[form](Contents(positions(deals.values(), DAY, {}), rows, (), DAY), "ledger"))

    kept()


def test_the_logs_of_the_example_keep_the_standards_and_hold_the_same_events() -> None:
    found = load_workspace(EXAMPLE)
    deals = fold_all(found.rows, found.processes, found.settings, as_of(DAY))
    contents = Contents(positions(deals.values(), DAY, {}), found.rows, (), DAY)
    traces, events = check_xes(FORMATS["xes"](contents, "ledger"))
    objects, told = check_ocel(FORMATS["ocel"](contents, "ledger"))
    assert traces == len(deals) > 100
    assert events == told > traces
    assert objects > traces


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('xes.version="1849.2016"', 'xes.version="1849-2016"'),
        ('prefix="org"', 'prefix="other"'),
        ("+00:00", ""),
        ('key="lifecycle:transition"', 'key="life cycle"'),
    ],
)
def test_the_check_of_xes_sees_what_is_wrong(old: str, new: str) -> None:
    into = workspace()
    rows = [Row(date="2026-01-05", deal="D", event="opened", sale_type="sale", by="dana")]
    deals = fold_all(rows, into.processes, into.settings, as_of(DAY))
    text = FORMATS["xes"](Contents(positions(deals.values(), DAY, {}), rows, (), DAY), "ledger").decode()
    assert check_xes(text.encode()) == (1, 1)
    with pytest.raises((AssertionError, ArithmeticError)):
        check_xes(text.replace(old, new).encode())
