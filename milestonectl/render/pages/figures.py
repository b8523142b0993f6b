"""The forms of chart that the report uses, each in the grammar of Vega-Lite. Values carry their own words and links."""

from collections.abc import Sequence
from typing import Any

Spec = dict[str, Any]
WIDTH = 620
ROW = 26
_SAID: Spec = {"field": "words", "type": "nominal"}
_LINK: Spec = {"condition": {"test": "isValid(datum.href)", "field": "href"}, "value": ""}
_LINKED: Spec = {"href": _LINK, "description": _SAID, "tooltip": _SAID}


def stacked_bars(
    title: str, series: Sequence[tuple[str, str]], rows: Sequence[str], *, groups: Sequence[str] = ()
) -> Spec:
    """A bar a row, split by series; values: `row`, `series`, `count` and, with groups, `group`. Series are (name, colour)."""
    names, colours = [name for name, _ in series], [colour for _, colour in series]
    unit: Spec = {
        "width": WIDTH,
        "height": {"step": ROW},
        "mark": {"type": "bar", "stroke": "var(--ground)", "strokeWidth": 1},
        "encoding": {
            "y": {"field": "row", "type": "nominal", "sort": list(rows), "title": None},
            "x": {"field": "count", "type": "quantitative", "title": title, "axis": {"format": ",d", "tickMinStep": 1}},
            "color": {"field": "series", "type": "nominal", "scale": {"domain": names, "range": colours}},
            "order": {"field": "place", "type": "quantitative"},
            **_LINKED,
        },
    }
    return _grouped(unit, groups) if groups else unit


def spans(title: str, rows: Sequence[str], groups: Sequence[str]) -> Spec:
    """A line from `low` to `high` and a dot at `middle` for each `row` of each `group`."""
    unit: Spec = {
        "width": WIDTH,
        "height": {"step": ROW},
        "encoding": {"y": {"field": "row", "type": "nominal", "sort": list(rows), "title": None}},
        "layer": [
            {
                "transform": [{"filter": "isValid(datum.high)"}],
                "mark": {"type": "rule", "strokeWidth": 3, "color": "var(--open)", "aria": False},
                "encoding": {"x": {"field": "low", "type": "quantitative", "title": title}, "x2": {"field": "high"}},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1, "color": "var(--documented)"},
                "encoding": {"x": {"field": "middle", "type": "quantitative", "title": title}, **_LINKED},
            },
        ],
    }
    return _grouped(unit, groups)


def _grouped(unit: Spec, groups: Sequence[str]) -> Spec:
    """The same chart once a group, one below the other, on the same scale."""
    header = {"labelAngle": 0, "labelAlign": "left", "labelAnchor": "start", "labelOrient": "top", "labelPadding": 2}
    row = {"field": "group", "type": "nominal", "sort": list(groups), "title": None, "header": header}
    return {"facet": {"row": row}, "spec": unit, "resolve": {"scale": {"y": "independent"}}, "spacing": 14}


def bullets(title: str, rows: Sequence[str]) -> Spec:
    """A bar of what is won, a line of the range that is forecast, a tick at the target.

    Values: `row` and `won`, `target`, `low`, `high`, `median` where they are known.
    """
    y = {"field": "row", "type": "nominal", "sort": list(rows), "title": None}
    x = {"field": "won", "type": "quantitative", "title": title, "axis": {"format": "~s"}}
    target = {"field": "target", "type": "quantitative"}
    return {
        "width": WIDTH,
        "height": {"step": 30},
        "encoding": {"y": y},
        "layer": [
            {"mark": {"type": "bar", "height": 14, "color": "var(--confirmed)"}, "encoding": {"x": x, **_LINKED}},
            {
                "transform": [{"filter": "isValid(datum.low)"}],
                "mark": {"type": "rule", "strokeWidth": 3, "color": "var(--documented)", "aria": False},
                "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}},
            },
            {
                "transform": [{"filter": "isValid(datum.median)"}],
                "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1, "color": "var(--documented)", "aria": False},
                "encoding": {"x": {"field": "median", "type": "quantitative"}},
            },
            {
                "transform": [{"filter": "isValid(datum.target)"}],
                "mark": {"type": "tick", "thickness": 3, "size": 22, "color": "var(--text)", "aria": False},
                "encoding": {"x": target},
            },
        ],
    }  # fmt: skip


def weeks(title: str, required: float) -> Spec:
    """A bar a week and a line at what is required; values: `week` (its Monday) and `count`."""
    return {
        "width": WIDTH,
        "height": 170,
        "layer": [
            {
                "mark": {"type": "bar", "color": "var(--documented)"},
                "encoding": {
                    "x": {"field": "week", "type": "ordinal", "title": None, "axis": {"labelAngle": 0, "labelOverlap": "greedy"}, "sort": None},
                    "y": {"field": "count", "type": "quantitative", "title": title, "axis": {"grid": True, "tickCount": 5}},
                    **_LINKED,
                },
            },
            {
                "data": {"values": [{"required": required}]},
                "mark": {"type": "rule", "strokeDash": [5, 4], "strokeWidth": 2, "color": "var(--text)", "aria": False},
                "encoding": {"y": {"field": "required", "type": "quantitative"}},
            },
        ],
    }  # fmt: skip


def waterfall(title: str, rows: Sequence[str]) -> Spec:
    """A bar a row from `start` to `end`, coloured by `kind`: total, more, less or won."""
    colours = {"total": "var(--open)", "more": "var(--confirmed)", "less": "var(--bad)", "won": "var(--documented)"}
    return {
        "width": WIDTH,
        "height": {"step": ROW},
        "mark": {"type": "bar"},
        "encoding": {
            "y": {"field": "row", "type": "nominal", "sort": list(rows), "title": None},
            "x": {"field": "start", "type": "quantitative", "title": title, "axis": {"format": "~s"}},
            "x2": {"field": "end"},
            "color": {
                "field": "kind", "type": "nominal", "legend": None,
                "scale": {"domain": list(colours), "range": list(colours.values())},
            },
            **_LINKED,
        },
    }  # fmt: skip


def reliability() -> Spec:
    """Shares that came (`came`) over chances that were said (`said`), dots as large as `count`, beside the diagonal."""
    axis = {"format": "%", "tickCount": 5, "grid": True}
    scale = {"domain": [0, 1]}
    return {
        "width": 320,
        "height": 320,
        "layer": [
            {
                "data": {"values": [{"x": 0, "y": 0}, {"x": 1, "y": 1}]},
                "mark": {"type": "line", "strokeDash": [5, 4], "color": "var(--open)", "aria": False},
                "encoding": {
                    "x": {
                        "field": "x",
                        "type": "quantitative",
                        "title": "chance that was said",
                        "scale": scale,
                        "axis": axis,
                    },
                    "y": {
                        "field": "y",
                        "type": "quantitative",
                        "title": "share that was won",
                        "scale": scale,
                        "axis": axis,
                    },
                },
            },
            {
                "mark": {"type": "point", "filled": True, "opacity": 0.9, "color": "var(--documented)"},
                "encoding": {
                    "x": {"field": "said", "type": "quantitative"},
                    "y": {"field": "came", "type": "quantitative"},
                    "size": {"field": "count", "type": "quantitative", "legend": None, "scale": {"range": [60, 600]}},
                    **_LINKED,
                },
            },
        ],
    }
