"""The screens in the README are what the program shows. `pytest tests/docs --update` draws them anew."""

import pytest

from docs.capture import IMAGES, SCREENS, picture


@pytest.mark.parametrize("name", SCREENS)
def test_pictures_of_screens_are_current(name: str, request: pytest.FixtureRequest) -> None:
    drawn = picture(name)
    if request.config.getoption("--update"):
        (IMAGES / f"{name}.svg").write_text(drawn, encoding="utf-8")
    assert drawn == (IMAGES / f"{name}.svg").read_text(encoding="utf-8")
    assert "http" not in drawn.replace("http://www.w3.org", "").replace("https://www.textualize.io", "")
