"""axe-core finds nothing serious on any page, in both themes and at both widths."""

from pathlib import Path
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_building import Browse, Serve
from pages_building import achieved, opened, write

SERIOUS = {"serious", "critical"}


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_nothing_serious(root: Path, browse: Browse, serve: Serve, theme: str, width: int) -> None:
    write(
        root,
        opened("ACME-1", account="Acme Pumps", close_date="2026-11-01"),
        achieved("ACME-1", "met"),
        achieved("ACME-1", "needs", kind="email", ref="1"),
        *(opened(f"D-{number}", amount="1000") for number in range(15)),
    )
    page = browse(width=width, color_scheme=theme)
    page.goto(serve(root))
    for path in ("", "deals", "deal?id=ACME-1", "report"):
        page.goto(urljoin(page.url, f"/{path}"))
        found = Axe().run(page).response["violations"]
        serious = [
            (one["id"], [node["target"] for node in one["nodes"]][:5]) for one in found if one["impact"] in SERIOUS
        ]
        assert serious == [], path
