"""Draws the charts of `docs/forecast.md`: `python -m docs.forecast_charts` writes them to `docs/images`.

They show the backtest of the example company on its day. `tests/docs/test_images.py` checks that they are current.
"""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import vl_convert

ROOT = Path(__file__).parents[1]
IMAGES = Path(__file__).parent / "images"
DAY = "2026-11-20"
CHARTS = ("forecast-reliability", "forecast-range")
_BLUE, _PALE, _GREY, _RED = "#0b5fa5", "#9cc3e6", "#8a8a8a", "#b3541e"
_CONFIG = {"font": "Liberation Sans", "background": "#fff", "padding": 12, "axis": {"gridColor": "#e6e6e6"}}
Spec = dict[str, Any]


def backtest() -> Mapping[str, Any]:
    """What the program says of the example."""
    example = str(ROOT / "examples" / "halden")
    command = [sys.executable, "-m", "milestonectl", "-C", example, "--as-of", DAY, "backtest", "-o", "json"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: Mapping[str, Any] = json.loads(ran.stdout)
    return found


def drawn(name: str, found: Mapping[str, Any]) -> str:
    """One of the charts as SVG."""
    spec = {"forecast-reliability": reliability, "forecast-range": ranges}[name](found)
    svg = vl_convert.vegalite_to_svg(json.dumps({"config": _CONFIG, **spec}), vl_version="6.4")
    numbers: dict[str, str] = {}
    return re.sub(r"\bclip(\d+)\b", lambda match: f"clip-{numbers.setdefault(match[1], str(len(numbers)))}", svg) + "\n"


def reliability(found: Mapping[str, Any]) -> Spec:
    """Said on average against won, a dot for each bin of as many forecasts, with the interval of what came."""
    values = [
        {"said": one["predicted"], "came": one["won"], "low": one["interval"][0], "high": one["interval"][1],
         "words": f"said {one['predicted']:.1%}, won {one['won']:.1%} of {one['forecasts']} forecasts of {one['deals']} deals"}
        for one in found["reliability"]
    ]  # fmt: skip
    return {
        "title": {"text": "Won in time: what was said and what came", "anchor": "start"},
        "width": 420,
        "height": 420,
        "data": {"values": values},
        "encoding": {"x": _share("said", "said on average"), "y": _share("came", "share that was won in time")},
        "layer": [
            {
                "data": {"values": [{"said": 0, "came": 0}, {"said": 1, "came": 1}]},
                "mark": {"type": "line", "color": _GREY, "strokeDash": [5, 4], "aria": False},
            },
            {
                "mark": {"type": "rule", "color": _PALE, "strokeWidth": 4, "aria": False},
                "encoding": {"y": _share("low", "share that was won in time"), "y2": {"field": "high"}},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1, "color": _BLUE},
                "encoding": {"description": {"field": "words"}},
            },
        ],
    }


def _share(field: str, title: str) -> Spec:
    scale = {"domain": [0, 1]}
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "scale": scale,
        "axis": {"format": "%", "tickCount": 5},
    }


def ranges(found: Mapping[str, Any]) -> Spec:
    """For each day the 80 % range and the median of the money of its quarter, and what came; a panel a currency."""
    shown = {row["currency"] for row in found["money"] if row["won"] >= 20}
    values = [
        {"day": origin["day"], "currency": total["currency"], "came": total["came"], **total["said"][found["chosen"]]}
        for origin in found["origins"]
        for total in origin["totals"]
        if total["currency"] in shown
    ]
    panels = [_panel(name, [_worded(one) for one in values if one["currency"] == name]) for name in sorted(shown)]
    title = "Money of the quarter, forecast on its days 0, 30 and 60, and what came"
    return {"title": {"text": title, "anchor": "start"}, "vconcat": panels, "spacing": 24}


def _worded(one: Mapping[str, Any]) -> Spec:
    said = f"{one['at_least_90pct']:,.0f} to {one['at_least_10pct']:,.0f}, median {one['median']:,.0f}"
    return {**one, "words": f"{one['day']}: {said}, came {one['came']:,.0f} {one['currency']}"}


def _panel(currency: str, values: list[Spec]) -> Spec:
    names = {"80 % range": _PALE, "even chance of": _BLUE, "came": _RED}
    colour = {
        "type": "nominal",
        "scale": {"domain": list(names), "range": list(names.values())},
        "legend": {"title": None, "orient": "top", "symbolType": "square"},
    }
    x = {"field": "day", "type": "ordinal", "title": None, "axis": {"labelAngle": -45}}

    def layer(mark: Spec, field: str, name: str, **more: Spec) -> Spec:
        y = {
            "field": field,
            "type": "quantitative",
            "title": currency,
            "axis": {"format": "~s"},
            "scale": {"zero": True},
        }
        return {"mark": mark, "encoding": {"x": x, "y": y, "color": {"datum": name, **colour}, **more}}

    range_, median, came = names
    return {
        "width": 620,
        "height": 180,
        "data": {"values": values},
        "layer": [
            layer({"type": "bar", "width": 16, "aria": False}, "at_least_90pct", range_, y2={"field": "at_least_10pct"}),
            layer({"type": "tick", "thickness": 3, "size": 16, "aria": False}, "median", median),
            layer(
                {"type": "point", "filled": True, "shape": "diamond", "size": 90, "opacity": 1},
                "came", came, description={"field": "words"},
            ),
        ],
    }  # fmt: skip


def main() -> None:
    """Draw both."""
    found = backtest()
    for name in CHARTS:
        (IMAGES / f"{name}.svg").write_text(drawn(name, found), encoding="utf-8")


if __name__ == "__main__":
    main()
