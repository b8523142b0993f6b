"""`report`: one file that needs nothing else, every number with its deals, the same bytes for the same record."""

import json
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from pages_building import NOW, achieved, make_workspace, opened, write

from milestonectl.files.cache import cache_folder
from milestonectl.files.shipped import example
from milestonectl.model.money import Money, digits
from milestonectl.model.row import Row
from milestonectl.render.words import short_money

HOSTILE = '</script><script>alert(1)</script>"><img src=x onerror=alert(1)>|`*'
EXAMPLE_DAY = "2026-11-20"


class Elements(HTMLParser):
    """Ids, links and scripts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.tags: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.append(tag)
        self.ids += [named["id"] or ""] if "id" in named else []
        self.links += [named["href"] or ""] if tag == "a" else []
        self.fetched += [
            value or ""
            for name, value in attrs
            if name in ("src", "srcset", "action") or (name == "href" and tag != "a")
        ]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


def elements(text: str) -> Elements:
    found = Elements()
    found.feed(text)
    return found


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILESTONECTL_NOW", NOW)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    proof = {"kind": "email", "ref": "1", "contact": "J. Roe", "role": "economic-buyer"}
    write(
        make_workspace(tmp_path),
        opened("ACME-1", close_date="2026-12-15"),
        achieved("ACME-1", "met", "2026-11-04", **proof),
        opened("BOLT-2", amount="40000"),
        opened("CRANE-3", amount="95000"),
        *(achieved("CRANE-3", name, "2026-11-12", **proof) for name in ("met", "needs", "signed")),
    )
    return tmp_path


@pytest.fixture
def written(root: Path, run: Callable[..., Any]) -> str:
    assert run("-C", str(root), "report", "-o", str(root / "r.html")).code == 0
    return (root / "r.html").read_text(encoding="utf-8")


def test_it_needs_nothing_else(written: str) -> None:
    found = elements(written)
    assert found.fetched == ["data:,"]
    assert found.tags.count("script") == found.tags.count("style") == 1
    assert all(link.startswith("#") for link in found.links)
    assert "http://" not in written.replace("http://www.w3.org/", "")
    assert "https://" not in written


def test_every_link_leads_somewhere_and_every_id_is_the_only_one(written: str) -> None:
    found = elements(written)
    assert len(found.ids) == len(set(found.ids))
    assert {link[1:] for link in found.links} <= set(found.ids)


def test_a_number_is_as_large_as_the_list_behind_it(written: str) -> None:
    sets = {name: int(count) for name, count in re.findall(r'<details id="(set-\d+)">.*?\((\d+)\)</span>', written)}
    listed = {
        name: body.count("<a ")
        for name, body in re.findall(r'<details id="(set-\d+)">.*?</summary>(.*?)</details>', written, re.DOTALL)
    }
    assert sets == listed
    counted = re.findall(r'<a class="behind" href="#(set-\d+)" title="([^"]*)">(\d+)(?: deals?)?</a>', written)
    assert counted
    # One deal can achieve several milestones.
    assert all(int(count) == sets[name] for name, words, count in counted if "milestones achieved" not in words)


def test_the_same_record_gives_the_same_bytes(root: Path, written: str, run: Callable[..., Any]) -> None:
    run("-C", str(root), "report", "-o", str(root / "again.html"))
    assert (root / "again.html").read_text(encoding="utf-8") == written


def test_the_figures_are_those_of_the_record(written: str) -> None:
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", written))
    assert "Open 2 deals USD 124K" in text
    assert "Won in 2026-Q4 USD 95K 1 deal; targets USD 152K" in text
    assert "Dana Reyes Sale USD 152K USD 95K 63% USD 84K" in text
    assert "Confirmed by the buyer 100% 1 of 1 open deal that have begun" in text
    assert "New sale Discover 2 USD 124K 1 1" in text


def test_an_earlier_day_knows_nothing_of_later_ones(root: Path, run: Callable[..., Any]) -> None:
    said = run("-C", str(root), "report", "--as-of", "2026-11-11", "-o", "markdown").out
    assert "- **Open**: 3 deals" in said
    assert "- **Won in 2026\\-Q4**" in said or "- **Won in 2026-Q4**: nothing" in said


def test_only_somebodys_deals(root: Path, run: Callable[..., Any]) -> None:
    write(root, opened("KIM-1", owner="kim"))
    said = run("-C", str(root), "report", "--rep", "kim", "-o", "markdown").out
    assert said.startswith("# Kim Lund: sales in 2026-Q4")
    assert "KIM-1" in said
    assert "ACME-1" not in said


def test_markdown_holds_the_tables_and_escapes_what_would_break_them(root: Path, run: Callable[..., Any]) -> None:
    write(root, opened("BAD-1", account="a|b <img src=x> `c` [d](e)"))
    said = run("-C", str(root), "report", "-o", "markdown").out
    assert "| ACME-1 | Acme | Dana Reyes | Discover | ●○○ | Needs agreed | USD 84K | 15 Dec |" in said
    row = next(line for line in said.splitlines() if line.startswith("| BAD-1 | a"))
    assert "a\\|b \\<img src=x\\> \\`c\\` \\[d\\](e)" in row


def test_a_name_that_ends_in_md_is_markdown(root: Path, run: Callable[..., Any]) -> None:
    run("-C", str(root), "report", "-o", str(root / "r.md"))
    assert (root / "r.md").read_text(encoding="utf-8").startswith("# Sales in 2026-Q4")


def test_hostile_names_are_only_text(root: Path, run: Callable[..., Any]) -> None:
    write(root, opened(HOSTILE, account=HOSTILE), achieved(HOSTILE, "met", note=HOSTILE))
    process = root / "processes/sale.yaml"
    process.write_text(process.read_text().replace("title: Discover", 'title: "</title><script>x</script>"'))
    assert run("-C", str(root), "report", "-o", str(root / "r.html")).code == 0
    found = elements((root / "r.html").read_text(encoding="utf-8"))
    assert found.tags.count("script") == found.tags.count("title") == 1
    assert "img" not in found.tags
    assert found.handlers == []


def test_it_writes_over_its_own_reports_and_over_nothing_else(
    root: Path, run: Callable[..., Any], written: str
) -> None:
    assert run("-C", str(root), "report", "-o", str(root / "r.html")).code == 0
    (root / "letter.html").write_text("<p>Dear Sir</p>")
    refused = run("-C", str(root), "report", "-o", str(root / "letter.html"))
    assert refused.code == 3
    assert "is no report of milestonectl" in refused.err
    assert (root / "letter.html").read_text() == "<p>Dear Sir</p>"


def test_without_the_chart_library_it_says_what_to_install(
    root: Path, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    answer = run("-C", str(root), "report", "-o", str(root / "r.html"))
    assert answer.code == 3
    assert "pip install 'milestonectl[report]'" in answer.err


def test_what_the_cache_remembers_changes_nothing(root: Path, run: Callable[..., Any], written: str) -> None:
    shutil.rmtree(cache_folder())
    run("-C", str(root), "report", "-o", str(root / "again.html"))
    assert (root / "again.html").read_text(encoding="utf-8") == written


def test_deals_that_left_somebody_are_still_behind_the_numbers(root: Path, run: Callable[..., Any]) -> None:
    write(root, Row(date="2026-11-18", deal="BOLT-2", event="changed", by="lee", owner="kim"))
    assert run("-C", str(root), "report", "--rep", "dana", "-o", str(root / "r.html")).code == 0
    found = elements((root / "r.html").read_text(encoding="utf-8"))
    assert {link[1:] for link in found.links} <= set(found.ids)


def test_an_empty_workspace_has_a_report_too(tmp_path: Path, run: Callable[..., Any]) -> None:
    make_workspace(tmp_path)
    assert run("-C", str(tmp_path), "report", "-o", str(tmp_path / "r.html")).code == 0
    assert "Open" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_the_example_company_has_a_whole_report(tmp_path: Path, run: Callable[..., Any]) -> None:
    path = tmp_path / "r.html"
    assert run("-C", str(example()), "report", "--as-of", EXAMPLE_DAY, "-o", str(path)).code == 0
    found = elements(path.read_text(encoding="utf-8"))
    assert {link[1:] for link in found.links} <= set(found.ids)
    assert {
        "target",
        "pipeline",
        "pace",
        "funnel",
        "times",
        "movement",
        "attention",
        "coaching",
        "rep-1",
        "deals",
    } <= set(found.ids)


def test_the_forecast_of_the_report_is_that_of_the_command(tmp_path: Path, run: Callable[..., Any]) -> None:
    shared = ("-C", str(example()), "--as-of", EXAMPLE_DAY)
    said = run(*shared, "report", "-o", "markdown").out
    for total in json.loads(run(*shared, "forecast", "--period", "2026-Q4", "-o", "json").out)["periods"]:
        names = ("booked", "open", "new", "median", "at_least_90pct", "at_least_10pct")
        scale = 10 ** digits(total["currency"])
        amounts = (short_money(Money(total["currency"], round(total[name] * scale))) for name in names)
        row = f"| 2026-Q4 | {total['currency']} | {' | '.join(amounts)} |"
        assert (row if total["at_least_10pct"] else f"2026-Q4, {total['currency']}: fewer than 1 chance in 10") in said
    for score in json.loads(run(*shared, "backtest", "-o", "json").out)["rows"]:
        brier = "" if score["brier"] is None else f"{score['brier']:.4f}"
        assert f"| {score['method']} | {brier} | {score['calibration']:.2f} | {score['crps']:.3f} |" in said


def test_a_period_that_is_over_has_no_forecast(root: Path, run: Callable[..., Any]) -> None:
    said = run("-C", str(root), "report", "--period", "2026-Q3", "-o", "markdown").out
    assert "2026-Q3 is over: there is nothing left to forecast." in said


def test_the_report_says_what_the_commands_say(root: Path, run: Callable[..., Any], written: str) -> None:
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", written))
    pace = json.loads(run("-C", str(root), "pace", "--period", "2026-Q4", "-o", "json").out)["rows"]
    for row in pace:
        said = (
            f"New sale {row['wins_needed']:.1f} {row['milestones_needed']:.1f} {row['achieved']} {row['per_week']:.1f}"
        )
        assert said in text
    movement = json.loads(run("-C", str(root), "movement", "--from", "2026-09-30", "-o", "json").out)["rows"]
    assert f"Closing USD {movement[0]['closing']:,.0f}" in text
    rates = json.loads(run("-C", str(root), "rates", "-o", "json").out)["rows"]
    for row in rates:
        counts = " ".join(str(row[name]) for name in ("entered", "advanced", "lost", "open"))
        assert f" {counts} " in text
