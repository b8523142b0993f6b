"""What the pages show, without a browser."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pages_building import achieved, client, make_workspace, opened, write

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; alert(1); '",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "</select></title><h1>x",
    "&lt;b&gt;",
)


class Elements(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.targets: list[str] = []
        self.scripts: list[str | None] = []

    @classmethod
    def of(cls, html: str) -> "Elements":
        found = cls()
        found.feed(html)
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.targets += [value or "" for name, value in attrs if name in ("href", "src", "action")]
        self.scripts += [dict(attrs).get("src")] if tag == "script" else []


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILESTONECTL_NOW", "2026-11-20T10:00:00+00:00")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(
        make_workspace(tmp_path),
        opened("ACME-1", account="Acme Pumps", close_date="2026-12-15"),
        achieved("ACME-1", "met"),
        opened("BOLT-2", account="Bolt Fasteners", owner="kim"),
        opened("LOST-3", account="Gone"),
    )
    return tmp_path


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def test_the_board_has_a_lane_a_sale_type_and_a_column_a_stage(root: Path) -> None:
    page = client(root).get("/").text
    assert re.findall(r'<section class="column" aria-label="([^"]*)"', page) == ["Discover", "Close"]
    assert "New sale 3 deals, USD 252K" in text(page)
    assert 'aria-label="1 of 3 proven: 1 only asserted and 2 open"' in page


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", {"ACME-1", "BOLT-2", "LOST-3"}),
        ("q=bolt", {"BOLT-2"}),
        ("q=acme+pumps", {"ACME-1"}),
        ("rep=kim", {"BOLT-2"}),
        ("rep=lee", {"ACME-1", "BOLT-2", "LOST-3"}),
        ("rep=nobody", set()),
        ("sale_type=renewal", set()),
        ("stage=close", set()),
        ("stage=Discover&q=a", {"ACME-1", "BOLT-2"}),
        ("outcome=won", set()),
        ("outcome=sideways", {"ACME-1", "BOLT-2", "LOST-3"}),
        ("page=-1&sort=';drop", {"ACME-1", "BOLT-2", "LOST-3"}),
        ("page=99999999999999999999", {"ACME-1", "BOLT-2", "LOST-3"}),
    ],
)
def test_the_list_shows_what_was_asked_for(root: Path, asked: str, expected: set[str]) -> None:
    page = client(root).get(f"/deals?{asked}").text
    assert set(re.findall(r'<a href="/deal\?id=([^"]*)"', page)) == expected


def test_the_list_sorts_and_says_so(root: Path) -> None:
    page = client(root).get("/deals?sort=-account").text
    assert re.findall(r"<td>(Acme Pumps|Bolt Fasteners|Gone)</td>", page) == ["Gone", "Bolt Fasteners", "Acme Pumps"]
    assert 'aria-sort="descending"' in page


def test_a_long_list_comes_in_pages(tmp_path: Path) -> None:
    write(make_workspace(tmp_path), *(opened(f"D-{number:03}") for number in range(250)))
    page = client(tmp_path).get("/deals?page=3").text
    assert len(re.findall(r'<th scope="row">', page)) == 50
    assert "250 deals, page 3 of 3" in text(page)
    assert 'rel="prev" href="/deals?page=2"' in page
    assert 'rel="next"' not in page


def test_a_long_column_shows_the_first_and_leads_to_all(tmp_path: Path) -> None:
    write(make_workspace(tmp_path), *(opened(f"D-{number:03}") for number in range(30)))
    page = client(tmp_path).get("/?rep=dana").text
    assert page.count('<article class="card') == 8
    assert '<a href="/deals?rep=dana&amp;sale_type=sale&amp;stage=Discover">All 30</a>' in page


def test_a_deal_shows_gates_evidence_plays_and_timeline(root: Path) -> None:
    write(root, achieved("ACME-1", "needs", kind="document", ref="evidence/needs.pdf", note="two corrections"))
    page = text(client(root).get("/deal?id=ACME-1").text)
    assert "ACME-1 Acme Pumps" in page
    assert "on record, but the buyer has not confirmed it" in page
    assert "document evidence/needs.pdf" in page
    assert "What happens if nothing changes?" in page
    assert "assets/cost.pdf" in page
    assert "two corrections" in page


def test_an_unknown_deal_is_said_to_be_unknown(root: Path) -> None:
    answer = client(root).get("/deal?id=ACME-9")
    assert answer.status_code == 404
    assert "did you mean" in answer.text
    assert client(root).get("/deal").status_code == 404


def test_an_unknown_page_is_said_to_be_unknown(root: Path) -> None:
    answer = client(root).get("/../../etc/passwd")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_name_is_only_text(tmp_path: Path, words: str) -> None:
    root = make_workspace(tmp_path)
    write(root, opened(words, account=words), achieved(words, "met", note=words, contact=words, kind=words, ref=words))
    browser = client(root)
    for path in ("/", "/deals", "/deals?q=" + words, "/deal"):
        answer = browser.get(path, params={"id": words} if path == "/deal" else None)
        assert answer.status_code == 200
        elements = Elements.of(answer.text)
        assert elements.tags.isdisjoint({"img", "iframe", "object", "base", "style"})
        assert elements.scripts == ["/live.js"]
        assert all(target.startswith(("/", "#", "data:,")) for target in elements.targets)
        assert not [name for name in elements.attributes if name.startswith("on") or name == "style"]
        assert answer.text.count("<title>") == answer.text.count("<h1>") == 1


def test_text_that_would_turn_the_writing_is_shown_as_its_code(tmp_path: Path) -> None:
    write(make_workspace(tmp_path), opened("D-1", account="abc\u202ecod.exe"))
    page = client(tmp_path).get("/").text
    assert "\u202e" not in page
    assert "abc&lt;U+202E&gt;cod.exe" in page


def test_problems_in_the_files_are_named_on_every_page(root: Path) -> None:
    with (root / "ledger/2026/dana.csv").open("a") as ledger:
        ledger.write("broken line\n")
    for path in ("/", "/deals", "/deal?id=ACME-1"):
        assert "1 problem in the files" in client(root).get(path).text


def test_a_change_of_a_file_changes_the_mark(root: Path) -> None:
    browser = client(root)
    before, of_deal = browser.get("/changes").json(), browser.get("/changes?deal=ACME-1").json()
    assert browser.get("/changes").json() == before
    write(root, achieved("BOLT-2", "met"))
    assert browser.get("/changes").json() != before
    assert browser.get("/changes?deal=ACME-1").json() == of_deal


def test_an_edited_process_is_seen_at_once(root: Path) -> None:
    browser = client(root)
    assert "Close" in browser.get("/").text
    process = root / "processes/sale.yaml"
    process.write_text(process.read_text().replace("title: Close", "title: Sign"))
    page = browser.get("/").text
    assert re.findall(r'<section class="column" aria-label="([^"]*)"', page) == ["Discover", "Sign"]
    assert "Sign" in browser.get("/deal?id=ACME-1").text
