"""A real headless Chromium over a real `milestonectl serve`.

Without a browser these tests are skipped and say so; where CI=true they are demanded.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_building import Browse, Serve
from pages_building import NOW, make_workspace
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
NO_BROWSER = "no chromium on this machine: apt-get install chromium"
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)


@pytest.fixture(autouse=True, scope="session")
def _demanded() -> None:
    """Runs before the browser is started."""
    if not CHROMIUM and os.environ.get("CI") == "true":
        pytest.fail(NO_BROWSER)
    if not CHROMIUM:
        pytest.skip(NO_BROWSER)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser, with a profile of its own."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture
def browse(browser: Browser) -> Iterator[Browse]:
    """A page that knows no other: `browse(width=390, color_scheme="dark")`."""
    opened: list[BrowserContext] = []

    def new(width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(20_000)
        opened.append(context)
        return context.new_page()

    yield new
    for context in opened:
        context.close()


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Start the program as a user does, on a free port, and say which link it printed."""
    running: list[subprocess.Popen[str]] = []

    def start(root: Path) -> str:
        checkout = Path(__file__).parents[2]
        environment = os.environ | {"MILESTONECTL_NOW": NOW, "PYTHONPATH": str(checkout), "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", "milestonectl", "-C", str(root), "serve", "--port", "0", "--by", "dana"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        running.append(process)
        assert process.stdout is not None
        return process.stdout.readline().strip().rpartition(" ")[2]

    yield start
    for process in running:
        process.terminate()
        process.wait(10)
        assert process.stdout is not None
        process.stdout.close()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path)
