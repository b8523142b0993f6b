"""The live pages as an application: each address reads the workspace as it is now."""

from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from milestonectl.commands.serving.guard import Door, Guard
from milestonectl.commands.serving.live import Live
from milestonectl.commands.serving.logging import logged, read_form
from milestonectl.commands.serving.views import View
from milestonectl.model.errors import MilestonectlError, UsageError
from milestonectl.render.pages.environment import asset
from milestonectl.render.pages.policy import report_policy

ASSETS = {"/page.css": "text/css", "/live.css": "text/css", "/live.js": "text/javascript"}


def application(live: Live, door: Door, writer: str) -> Starlette:
    """The pages of one workspace. `writer` is who is writing unless the form says otherwise."""
    view = View(live, door.form_secret, writer)
    guard = Middleware(Guard, door=door)
    return Starlette(routes=_routes(view), exception_handlers=_handlers(view), middleware=[guard])


def _routes(view: View) -> list[Route]:
    """What stands at each address."""

    def board(request: Request) -> Response:
        return HTMLResponse(view.board(request.query_params))

    def deals(request: Request) -> Response:
        return HTMLResponse(view.deals(request.query_params))

    def deal(request: Request) -> Response:
        return HTMLResponse(view.deal(request.query_params))

    def report(request: Request) -> Response:
        return HTMLResponse(view.report(request.query_params), headers={"content-security-policy": report_policy()})

    def changes(request: Request) -> Response:
        return JSONResponse({"mark": view.mark(request.query_params.get("deal", ""))})

    async def log(request: Request) -> Response:
        words = await read_form(request)
        answer = await run_in_threadpool(logged, view, words)
        return RedirectResponse(answer.location, 303) if answer.location else HTMLResponse(answer.page, answer.status)

    return [
        Route("/", board),
        Route("/deals", deals),
        Route("/deal", deal),
        Route("/report", report),
        Route("/changes", changes),
        Route("/log", log, methods=["POST"]),
        *(Route(path, _asset(path, kind)) for path, kind in ASSETS.items()),
    ]


def _handlers(view: View) -> dict[Any, Callable[[Request, Exception], Response]]:
    """What is shown instead of a page that cannot be."""

    def stopped(_request: Request, error: Exception) -> Response:
        status = 404 if isinstance(error, UsageError) else 503
        return HTMLResponse(view.message("This cannot be shown", str(error).splitlines()), status)

    def missing(_request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        words = {404: "There is no such page", 405: "This address takes no such request"}
        detail = error.detail if isinstance(error, HTTPException) else ""
        return HTMLResponse(view.message(words.get(status, "This cannot be done"), [detail]), status)

    return {MilestonectlError: stopped, HTTPException: missing}


def _asset(path: str, kind: str) -> Callable[[Request], Response]:
    text = asset(path.lstrip("/"))
    return lambda _request: Response(text, media_type=kind)
