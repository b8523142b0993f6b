"""A real headless Chromium over a real `milestonectl serve`.

Without a browser these tests are skipped and say so; where CI=true they are demanded.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pages_building import NOW, make_workspace

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
Browse = Callable[..., "BrowserContext"]
Serve = Callable[[Path], str]


def _missing() -> str:
    if importlib.util.find_spec("playwright") is None:
        return "playwright is not installed: pip install -e '.[dev]'"
    return "" if CHROMIUM else "no chromium on this machine: apt-get install chromium"


@pytest.fixture(autouse=True, scope="session")
def _demanded() -> None:
    reason = _missing()
    if reason and os.environ.get("CI") == "true":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


@pytest.fixture
def browse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browse]:
    """Open a browser that knows nothing yet: `browse(width=390, color_scheme="dark")`."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened: list[BrowserContext] = []

        def new(width: int = 1280, height: int = 900, **options: object) -> "BrowserContext":
            context = playwright.chromium.launch_persistent_context(
                tmp_path_factory.mktemp("profile"),
                executable_path=CHROMIUM,
                args=list(FLAGS),
                viewport={"width": width, "height": height},
                **options,  # type: ignore[arg-type]
            )
            context.set_default_timeout(20_000)
            opened.append(context)
            return context

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
