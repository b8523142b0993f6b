"""Charts: the same bytes each time, names of their own, links within the page, and text that stays text."""

import re

import pytest

from milestonectl.render.pages.charts import drawn
from milestonectl.render.pages.figures import bullets, reliability, spans, stacked_bars, waterfall, weeks
from milestonectl.render.pages.section import Behind, Chart

DEALS = Behind("Open", ("A", "B"))
HOSTILE = '"><script>alert(1)</script>'
CHARTS = {
    "stacked": Chart(
        "t", "w", stacked_bars("deals", [("won", "var(--confirmed)")], ["Prove", HOSTILE], groups=["New"]),
        [{"group": "New", "row": HOSTILE, "series": "won", "count": 2, "place": 0, "words": HOSTILE, "behind": DEALS}],
    ),
    "spans": Chart(
        "t", "w", spans("days", ["Prove"], ["New"]),
        [{"group": "New", "row": "Prove", "low": 0, "middle": 12.0, "high": None, "words": "x", "behind": DEALS}],
    ),
    "bullets": Chart("t", "w", bullets("USD", ["Dana"]), [{"row": "Dana", "won": 1.0, "target": 2.0, "words": "x", "behind": DEALS}]),
    "weeks": Chart("t", "w", weeks("milestones", 2.5), [{"week": "2 Nov", "count": 0, "words": "none"}]),
    "waterfall": Chart(
        "t", "w", waterfall("USD", ["Opening", "Won"]),
        [{"row": "Opening", "start": 0, "end": 5.0, "kind": "total", "words": "x"},
         {"row": "Won", "start": 5.0, "end": 3.0, "kind": "less", "words": "y", "behind": DEALS}],
    ),
    "reliability": Chart("t", "w", reliability(), [{"said": 0.5, "came": 0.4, "count": 9, "words": "x", "behind": DEALS}]),
}  # fmt: skip


@pytest.mark.parametrize("name", CHARTS)
def test_the_same_chart_is_the_same_bytes(name: str) -> None:
    assert drawn(CHARTS[name], "c", {DEALS: "#set-1"}) == drawn(CHARTS[name], "c", {DEALS: "#set-1"})


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_refers_to_nothing_outside_the_page(name: str) -> None:
    svg = drawn(CHARTS[name], "c", {DEALS: "#set-1"})
    assert set(re.findall(r'href="([^"]*)"', svg)) <= {"#set-1"}
    assert not re.search(r"https?://(?!www\.w3\.org/)", svg)


@pytest.mark.parametrize("name", ["stacked", "spans", "bullets", "waterfall", "reliability"])
def test_a_mark_leads_to_its_deals_and_one_without_deals_leads_nowhere(name: str) -> None:
    assert drawn(CHARTS[name], "c", {DEALS: "#set-1"}).count('href="#set-1"') == 1
    assert "href" not in drawn(CHARTS[name], "c", {})


@pytest.mark.parametrize("name", CHARTS)
def test_charts_on_one_page_share_no_ids(name: str) -> None:
    ids = [set(re.findall(r'id="([^"]*)"', drawn(CHARTS[name], prefix, {}))) for prefix in ("a", "b")]
    assert ids[0].isdisjoint(ids[1])


def test_a_hostile_title_is_only_text() -> None:
    svg = drawn(CHARTS["stacked"], "c", {DEALS: "#set-1"})
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


def test_colours_are_left_to_the_page() -> None:
    assert 'fill="var(--confirmed)"' in drawn(CHARTS["stacked"], "c", {})


def test_every_mark_speaks_for_itself() -> None:
    assert 'aria-label="y"' in drawn(CHARTS["waterfall"], "c", {})
