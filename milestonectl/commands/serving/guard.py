"""Who may talk to the pages: the browser that was given the link, about these pages, and nobody through it.

A page of another site can make a browser send requests to localhost, and a name of its own can be made to point here
(DNS rebinding). So every request must name this host, carry the token of the link, and every write come from a page
of ours.
"""

import hmac
import ipaddress
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # Not `no-referrer`: with it a browser hides the origin of a form, which is then refused.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
MAX_BODY_BYTES = 64_000


@dataclass(frozen=True)
class Door:
    """Where the pages are served, and the secret of the link."""

    host: str
    port: int
    token: str

    @property
    def link(self) -> str:
        """The address to open."""
        return f"http://{self.authority}/?{urlencode({'token': self.token})}"

    @property
    def authority(self) -> str:
        """Host and port as an address writes them."""
        host = "127.0.0.1" if _is_any(self.host) else self.host
        return f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"

    @property
    def cookie(self) -> str:
        """Cookies of one host are shared by all its ports: each has its own name."""
        return f"milestonectl-{self.port}"

    @property
    def form_secret(self) -> str:
        """What a form of ours carries; it does not tell the token."""
        return hmac.digest(self.token.encode(), b"form", "sha256").hex()

    def knows_host(self, named: str) -> bool:
        """Whether a request names this host. Beyond loopback any number does: only names can be rebound."""
        host, _, port = named.rpartition(":")
        if port != str(self.port):
            return False
        own = host in LOOPBACK or named == self.authority
        return own or (not is_loopback(self.host) and _is_number(host.strip("[]")))


def new_door(host: str, port: int) -> Door:
    """A door with a new secret."""
    return Door(host, port, secrets.token_urlsafe(24))


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach it."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_any(host: str) -> bool:
    return _is_number(host) and ipaddress.ip_address(host).is_unspecified


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class Guard:
    """Lets through what may pass, and adds the headers that keep a page from doing more than it should."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app = app
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = _answer(self.door, scope)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await (answer or self.app)(scope, receive, send_guarded)


def _answer(door: Door, scope: Scope) -> Response | None:
    """Why a request goes no further; nothing when it may."""
    headers = Headers(scope=scope)
    if not door.knows_host(headers.get("host", "")):
        return _denied("This address is not one of milestonectl serve.", 421)
    offered = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
    if offered and scope["method"] == "GET" and _same(offered, door.token):
        return _welcome(door, scope)
    if not _same(_cookie(headers, door.cookie), door.token):
        return _denied("Open the link that milestonectl serve printed: it carries the key to these pages.", 403)
    if scope["method"] not in ("GET", "HEAD") and headers.get("origin") != f"http://{headers['host']}":
        return _denied("This form was sent from another site; nothing was written.", 403)
    return None


def _welcome(door: Door, scope: Scope) -> Response:
    """Keep the token as a cookie, and out of the address, which lands in histories and screenshots."""
    answer = RedirectResponse("/" + scope["path"].lstrip("/"), 303)
    answer.set_cookie(door.cookie, door.token, httponly=True, samesite="strict", path="/")
    return answer


def _cookie(headers: Headers, name: str) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _same(offered: str, secret: str) -> bool:
    return hmac.compare_digest(offered.encode(), secret.encode())


def _denied(words: str, status: int) -> Response:
    return PlainTextResponse(f"milestonectl: {words}\n", status)
