"""The live pages as somebody uses them: load, filter, log, meet a shut gate, with two tabs, and with hostile names."""

import re
import time
from pathlib import Path

import pytest
from browser_building import Browse, Serve
from pages_building import achieved, opened, write
from playwright.sync_api import Page, expect

from milestonectl.files.workspace import load_compiled

HOSTILE = (
    "<script>document.title='pwned'</script>",
    '"><img src=x onerror="document.title=\'pwned\'">',
    "</select><svg onload=document.title='pwned'>",
    "javascript:document.title='pwned'",
)
DEALS = 10_000
PATIENCE_SECONDS = 30
"""For five pages on a busy machine; each takes some hundredths of a second on an idle one."""


def address(page: Page, path: str) -> str:
    return "/".join(page.url.split("/")[:3]) + "/" + path


def page_of(browse: Browse, link: str) -> Page:
    page: Page = browse()
    page.goto(link)
    return page


def log(page: Page, **said: str) -> None:
    for name, text in said.items():
        field = page.locator(f"#{name}")
        if name in ("milestone", "by"):
            field.select_option(text)
        else:
            field.fill(text)
    page.get_by_role("button", name="Record").click()


@pytest.fixture
def two_deals(root: Path) -> Path:
    write(
        root,
        opened("ACME-1", account="Acme Pumps"),
        achieved("ACME-1", "met"),
        opened("BOLT-2", account="Bolt", owner="kim"),
    )
    return root


def test_the_link_opens_the_board_and_leaves_no_token_behind(two_deals: Path, browse: Browse, serve: Serve) -> None:
    page = page_of(browse, serve(two_deals))
    expect(page.get_by_role("heading", level=1)).to_have_text("Where every deal really stands")
    assert "token" not in page.url
    assert page.evaluate("document.cookie") == ""
    assert (
        page.evaluate("performance.getEntriesByType('resource').map(one => new URL(one.name).host)")
        == [page.url.split("/")[2]] * 3
    )


def test_a_choice_filters_at_once(two_deals: Path, browse: Browse, serve: Serve) -> None:
    page = page_of(browse, serve(two_deals))
    page.get_by_label("Whose").select_option("kim")
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator(".card")).to_contain_text("BOLT-2")
    page.get_by_label("Deal or account").fill("nothing like it")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("No deals to show")).to_be_visible()


def test_logging_works_from_the_board_to_the_ledger(two_deals: Path, browse: Browse, serve: Serve) -> None:
    page = page_of(browse, serve(two_deals))
    page.get_by_role("link", name="ACME-1").click()
    log(page, ref="2f9c", contact="J. Roe")
    expect(page.get_by_text(re.compile("passes the gate of Discover"))).to_be_visible()
    row = load_compiled(two_deals).rows[-1]
    assert (row.deal, row.milestone, row.kind, row.ref, row.contact, row.role) == (
        "ACME-1", "needs", "email", "2f9c", "J. Roe", "economic-buyer",
    )  # fmt: skip


def test_a_shut_gate_is_met_with_what_is_missing(two_deals: Path, browse: Browse, serve: Serve) -> None:
    page = page_of(browse, serve(two_deals))
    page.get_by_role("link", name="BOLT-2").click()
    before = load_compiled(two_deals).rows
    log(page, milestone="signed", note="they are ready")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Nothing was written")
    expect(alert).to_contain_text("Buyer met")
    expect(page.locator("#note")).to_have_value("they are ready")
    assert load_compiled(two_deals).rows == before
    log(page, override="signed at the fair")
    expect(page.get_by_text(re.compile("BOLT-2 is won"))).to_be_visible()


def test_a_second_tab_sees_what_the_first_did(two_deals: Path, browse: Browse, serve: Serve) -> None:
    first = page_of(browse, serve(two_deals))
    second = first.context.new_page()
    for page in (second, first):
        page.goto(address(first, "deal?id=ACME-1"))
    log(first, ref="1", contact="J. Roe")
    expect(first.get_by_text(re.compile("passes the gate of Discover"))).to_be_visible()
    second.bring_to_front()
    expect(second.get_by_text("e-mail 1 from J. Roe (economic buyer)").first).to_be_visible()


def test_a_tab_in_which_somebody_types_is_told_and_keeps_the_words(
    two_deals: Path, browse: Browse, serve: Serve
) -> None:
    page = page_of(browse, serve(two_deals))
    page.get_by_role("link", name="ACME-1").click()
    page.locator("#note").type("half a sen")
    write(two_deals, achieved("ACME-1", "needs"))
    expect(page.locator("#changed")).to_contain_text("ACME-1 has changed")
    expect(page.locator("#note")).to_have_value("half a sen")
    log(page)
    expect(page.get_by_role("alert")).to_contain_text("has changed while you were looking")
    assert load_compiled(two_deals).rows[-1].note == ""


def test_hostile_names_run_nothing(root: Path, browse: Browse, serve: Serve) -> None:
    for words in HOSTILE:
        write(root, opened(words, account=words), achieved(words, "met", note=words, contact=words))
    page = page_of(browse, serve(root))
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    for path in ("", "deals", *(f"deal?id={words}" for words in HOSTILE), "report"):
        page.goto(address(page, path))
        assert page.title() != "pwned"
        assert page.locator("img").count() == 0
        for words in HOSTILE:
            assert words in page.locator("body").inner_text() or path.startswith(("deal?", "report"))
    assert wrong == []


def test_it_works_without_a_script(two_deals: Path, browse: Browse, serve: Serve) -> None:
    page = browse(java_script_enabled=False)
    page.goto(serve(two_deals))
    page.get_by_label("Whose").select_option("dana")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".card")).to_have_count(1)
    page.get_by_role("link", name="ACME-1").click()
    log(page, ref="2f9c", contact="J. Roe")
    expect(page.get_by_text(re.compile("passes the gate of Discover"))).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_the_screen(two_deals: Path, browse: Browse, serve: Serve, width: int) -> None:
    page = browse(width=width)
    page.goto(serve(two_deals))
    for path in ("", "deals", "deal?id=ACME-1", "report"):
        page.goto(address(page, path))
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_ten_thousand_deals_stay_responsive(root: Path, browse: Browse, serve: Serve) -> None:
    write(root, *(opened(f"D-{number:05}", account=f"Account {number}") for number in range(DEALS)))
    page = page_of(browse, serve(root))
    expect(page.get_by_text("10,000 open deals")).to_be_visible()
    start = time.monotonic()
    for path in ("deals?sort=-account&page=70", "deals?q=9999", "deal?id=D-09999"):
        page.goto(address(page, path))
        assert page.locator("tr").count() <= 101
    log(page, note="quick")
    expect(page.get_by_text(re.compile(r"^Recorded \w{7}: D-09999"))).to_be_visible()
    assert time.monotonic() - start < PATIENCE_SECONDS
