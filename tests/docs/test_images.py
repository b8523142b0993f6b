"""The screens in the README say what the program shows. `pytest tests/docs --update` draws them anew.

Words are compared, not strokes: another version of the library that draws them is no change of a screen.
"""

import html
import re

import pytest

from docs.capture import IMAGES, SCREENS, picture
from docs.forecast_charts import CHARTS, backtest, drawn


@pytest.mark.parametrize("name", SCREENS)
def test_pictures_of_screens_are_current(name: str, request: pytest.FixtureRequest) -> None:
    drawn = picture(name)
    if request.config.getoption("--update"):
        (IMAGES / f"{name}.svg").write_text(drawn, encoding="utf-8")
    assert _words(drawn) == _words((IMAGES / f"{name}.svg").read_text(encoding="utf-8"))
    assert len(_words(drawn)) > 50


def test_charts_of_the_forecast_are_current(request: pytest.FixtureRequest) -> None:
    """Their marks say their numbers, which is what is compared."""
    found = backtest()
    for name in CHARTS:
        svg = drawn(name, found)
        if request.config.getoption("--update"):
            (IMAGES / f"{name}.svg").write_text(svg, encoding="utf-8")
        assert _said(svg) == _said((IMAGES / f"{name}.svg").read_text(encoding="utf-8"))
        assert len(_said(svg)) >= 5


def test_pictures_call_nobody() -> None:
    for name in (*SCREENS, *CHARTS):
        links = re.findall(r"https?://[^\s\"<]+", (IMAGES / f"{name}.svg").read_text(encoding="utf-8"))
        assert set(links) <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "https://www.textualize.io"}


def _words(drawing: str) -> list[str]:
    return [html.unescape(text).strip() for text in re.findall(r"<text[^>]*>([^<]*)</text>", drawing)]


def _said(drawing: str) -> list[str]:
    return re.findall(r'aria-label="([^"]*\b(?:won|came)\b[^"]*)"', drawing)
