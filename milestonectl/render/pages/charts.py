"""Charts as SVG: Vega-Lite says what they are, the page says what colour."""

import json
import re
from collections.abc import Mapping
from typing import Any

import vl_convert

from milestonectl.render.pages.section import Behind, Chart
from milestonectl.render.words import inert

_NOWHERE = "https://deals.invalid/"
"""Vega makes every link absolute; this is cut off again."""
_CLIP = re.compile(r"\bclip(\d+)\b")
_CONFIG = {
    "background": None,
    "padding": {"left": 4, "right": 24, "top": 4, "bottom": 4},
    # Carried by the converter itself: texts are measured the same on every machine. The page shows them in its own.
    "font": "Liberation Sans",
    "axis": {
        "labelColor": "var(--text)", "titleColor": "var(--quiet)", "gridColor": "var(--line)",
        "domainColor": "var(--line)", "tickColor": "var(--line)", "labelFontSize": 12, "titleFontSize": 12,
        "titleFontWeight": "normal", "labelLimit": 220, "ticks": False, "labelPadding": 6,
    },
    "axisY": {"grid": False, "domain": False, "minExtent": 130},
    "axisX": {"domain": False, "tickCount": 6},
    "legend": {
        "labelColor": "var(--text)", "titleColor": "var(--quiet)", "labelFontSize": 12, "orient": "top",
        "title": None, "symbolType": "square", "offset": 8,
    },
    "header": {"labelColor": "var(--quiet)", "titleColor": "var(--quiet)", "labelFontSize": 12, "labelFontWeight": "bold"},
    "text": {"color": "var(--text)", "fontSize": 12},
    "view": {"stroke": None},
    "bar": {"cornerRadius": 2},
}  # fmt: skip


def drawn(chart: Chart, name: str, links: Mapping[Behind, str]) -> str:
    """The chart as an element of the page; the same bytes for the same chart."""
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "config": _CONFIG,
        "data": {"values": [_value(value, links) for value in chart.values]},
        **chart.spec,
    }
    svg = vl_convert.vegalite_to_svg(json.dumps(spec), vl_version="6.4")
    return _own(svg, name)


def _value(value: Mapping[str, Any], links: Mapping[Behind, str]) -> dict[str, Any]:
    plain = {key: inert(text) if isinstance(text, str) else text for key, text in value.items() if key != "behind"}
    link = links.get(value["behind"]) if "behind" in value else None
    return plain | ({"href": _NOWHERE + link} if link else {})


def _own(svg: str, name: str) -> str:
    """Names of its own on the page, links within it, and no size but that of its place."""
    numbers: dict[str, str] = {}
    named = _CLIP.sub(lambda match: f"{name}-{numbers.setdefault(match[1], str(len(numbers) + 1))}", svg)
    linked = named.replace(f'xlink:href="{_NOWHERE}', 'href="')
    return re.sub(
        r'^<svg [^>]*width="(\d+)"[^>]*viewBox="([^"]*)">', r'<svg viewBox="\2" width="\1" role="group">', linked
    )
