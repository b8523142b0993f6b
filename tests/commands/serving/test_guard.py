"""Who is let in: every guard, with what it turns away."""

import ipaddress
from pathlib import Path

import pytest
from pages_building import DOOR, ORIGIN, client, make_workspace, opened, write

from milestonectl.commands.serving.guard import Door, is_loopback, new_door

EVERYWHERE = str(ipaddress.IPv4Address(0))
READ = ("/", "/deals", "/deal?id=ACME-1", "/changes", "/report", "/page.css", "/live.css", "/live.js", "/nowhere")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MILESTONECTL_NOW", "2026-11-20T10:00:00+00:00")
    write(make_workspace(tmp_path), opened("ACME-1"))
    return tmp_path


@pytest.mark.parametrize("path", READ)
def test_nothing_is_shown_without_the_token(root: Path, path: str) -> None:
    answer = client(root, signed_in=False).get(path)
    assert answer.status_code == 403
    assert "Acme" not in answer.text


@pytest.mark.parametrize("token", ["", "wrong", DOOR.token[:-1], DOOR.token + "x", "ü"])
def test_a_wrong_token_opens_nothing(root: Path, token: str) -> None:
    assert client(root, signed_in=False).get("/", params={"token": token}).status_code == 403
    cookie = {b"cookie": f"{DOOR.cookie}={token}".encode("latin-1")}
    assert client(root, signed_in=False).get("/", headers=cookie).status_code == 403


def test_the_link_becomes_a_cookie_that_no_script_and_no_other_site_can_use(root: Path) -> None:
    browser = client(root, signed_in=False)
    answer = browser.get("/", params={"token": DOOR.token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert browser.get("/").status_code == 200


def test_the_link_leads_nowhere_else(root: Path) -> None:
    answer = client(root, signed_in=False).get("//evil.example/x", params={"token": DOOR.token})
    assert not answer.headers["location"].startswith("//")


@pytest.mark.parametrize(
    "host", ["evil.example:8642", "127.0.0.1.evil.example:8642", "127.0.0.1:1", "127.0.0.1", "", "192.0.2.7:8642"]
)
def test_a_request_for_another_host_is_turned_away_even_with_the_token(root: Path, host: str) -> None:
    assert client(root).get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8642", "localhost:8642", "[::1]:8642"])
def test_every_name_of_this_machine_will_do(root: Path, host: str) -> None:
    assert client(root).get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:8642", None]
)
def test_a_form_from_another_site_writes_nothing(root: Path, origin: str | None) -> None:
    before = (root / "ledger/2026/dana.csv").read_bytes()
    headers = {"origin": origin} if origin else {}
    answer = client(root).post("/log", data={"form": DOOR.form_secret, "deal": "ACME-1"}, headers=headers)
    assert answer.status_code == 403
    assert (root / "ledger/2026/dana.csv").read_bytes() == before


def test_a_form_without_its_secret_writes_nothing(root: Path) -> None:
    answer = client(root).post("/log", data={"deal": "ACME-1", "form": "guessed"}, headers={"origin": ORIGIN})
    assert answer.status_code == 403


def test_a_form_that_is_too_long_is_not_read(root: Path) -> None:
    answer = client(root).post("/log", data={"note": "x" * 70_000}, headers={"origin": ORIGIN})
    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"\xff=\xff", b"&".join(b"a%d=1" % n for n in range(200)), b"form=%ff"])
def test_what_is_no_form_is_refused(root: Path, body: bytes) -> None:
    answer = client(root).post("/log", content=body, headers={"origin": ORIGIN})
    assert answer.status_code in (400, 403)


@pytest.mark.parametrize("path", [*READ, "/log"])
def test_every_answer_keeps_the_browser_on_a_short_lead(root: Path, path: str) -> None:
    headers = client(root).get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
    assert "base-uri 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_do_nothing(root: Path, method: str) -> None:
    assert client(root).request(method, "/log", headers={"origin": ORIGIN}).status_code == 405


def test_beyond_loopback_a_number_will_do_but_no_name() -> None:
    door = Door(EVERYWHERE, 8642, "t")
    assert door.knows_host("192.0.2.7:8642")
    assert not door.knows_host("rebound.example:8642")
    assert door.link.startswith("http://127.0.0.1:8642/")


def test_an_address_of_six_groups_is_written_in_brackets() -> None:
    assert Door("::1", 80, "t").authority == "[::1]:80"


def test_each_start_has_its_own_token() -> None:
    one, other = new_door("127.0.0.1", 1), new_door("127.0.0.1", 1)
    assert one.token != other.token
    assert one.form_secret != other.form_secret
    assert one.token not in one.form_secret


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), (EVERYWHERE, False), ("pc.example", False)],
)
def test_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
