"""The report as somebody opens it from a mail: no server, no network, with and without a script, on paper."""

from pathlib import Path

import pytest
from browser_building import Browse
from pages_building import achieved, opened, write
from playwright.sync_api import Page, expect

from milestonectl.cli import root_command


@pytest.fixture
def report(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MILESTONECTL_NOW", "2026-11-20T10:00:00+00:00")
    write(
        root,
        opened("ACME-1", account="Acme Pumps", close_date="2026-12-15"),
        achieved("ACME-1", "met", kind="email", ref="1", contact="J. Roe"),
        opened("BOLT-2", account="Bolt Fasteners", amount="40000"),
        opened("CRANE-3", account="Crane Works", amount="95000"),
        *(achieved("CRANE-3", name, "2026-11-12", kind="email", ref="1", contact="A", role="economic-buyer") for name in ("met", "needs", "signed")),
    )  # fmt: skip
    path = root / "report.html"
    with pytest.raises(SystemExit) as stop:
        root_command().main(["-C", str(root), "report", "-o", str(path)])
    assert stop.value.code == 0
    return path


def rows(page: Page) -> list[str]:
    return page.locator("#all tbody tr:visible th").all_inner_texts()


def test_it_fetches_nothing_and_complains_of_nothing(report: Path, browse: Browse) -> None:
    page = browse()
    asked, wrong = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: wrong.append(message.text))
    page.goto(report.as_uri())
    assert asked == [report.as_uri()] or asked == [report.as_uri(), "data:,"]
    assert wrong == []
    expect(page.locator("svg").first).to_be_visible()


def test_a_number_leads_to_its_deals(report: Path, browse: Browse) -> None:
    page = browse()
    page.goto(report.as_uri())
    assert rows(page) == ["ACME-1", "BOLT-2"]
    page.get_by_role("listitem").filter(has_text="Won in 2026-Q4").get_by_role("link").click()
    assert rows(page) == ["CRANE-3"]
    page.get_by_role("button", name="Show all deals").click()
    page.get_by_label("Show").select_option("")
    assert rows(page) == ["ACME-1", "BOLT-2", "CRANE-3"]


def test_every_headline_leads_to_its_deals(report: Path, browse: Browse) -> None:
    page = browse()
    page.goto(report.as_uri())
    without = page.locator(".tile").filter(has_not=page.get_by_role("link")).all_inner_texts()
    assert all(words.splitlines()[2].startswith(("0", "none", "nothing")) for words in without), without
    page.get_by_role("listitem").filter(has_text="Even chance in 2026-Q4").get_by_role("link").click()
    assert rows(page) == ["ACME-1", "BOLT-2", "CRANE-3"]


def test_a_bar_leads_to_its_deals(report: Path, browse: Browse) -> None:
    page = browse()
    page.goto(report.as_uri())
    page.locator("#pipeline svg a").last.click()
    assert rows(page) == ["BOLT-2"]


def test_tables_sort_and_search_with_the_keyboard(report: Path, browse: Browse) -> None:
    page = browse()
    page.goto(report.as_uri())
    head = page.locator("#all").get_by_role("button", name="Amount")
    head.focus()
    page.keyboard.press("Enter")
    assert rows(page) == ["BOLT-2", "ACME-1"]
    page.keyboard.press("Enter")
    assert rows(page) == ["ACME-1", "BOLT-2"]
    page.locator("#deals input[type=search]").fill("bolt")
    assert rows(page) == ["BOLT-2"]


def test_it_is_complete_without_a_script(report: Path, browse: Browse) -> None:
    page = browse(java_script_enabled=False)
    page.goto(report.as_uri())
    assert rows(page) == ["ACME-1", "BOLT-2", "CRANE-3"]
    page.locator(".tile").first.get_by_role("link").click()
    expect(page.locator("details:target")).to_contain_text("Open")


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_it_prints(report: Path, browse: Browse, paper: str) -> None:
    page = browse()
    page.goto(report.as_uri())
    page.emulate_media(media="print")
    width = {"A4": 688, "Letter": 710}[paper]
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not page.locator("nav").is_visible()
    head = page.locator("#all thead th").first
    assert not head.locator("button").is_visible()
    assert head.evaluate("head => getComputedStyle(head, '::before').content") == '"Deal"'
    assert page.locator("#deals").evaluate("found => getComputedStyle(found).breakBefore") == "page"
    for heading in ("h2", "h3", ".legend"):
        assert page.locator(heading).last.evaluate("found => getComputedStyle(found).breakAfter") == "avoid"
    assert page.pdf(format=paper).startswith(b"%PDF")
