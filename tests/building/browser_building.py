"""What the browser tests are given."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

Browse = Callable[..., Page]
"""Open a page in a context of its own; options as Playwright's."""
Serve = Callable[[Path], str]
"""Start the program on a workspace; the link that it printed."""
