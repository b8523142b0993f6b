"""The generated pages of the reference are current. `pytest tests/docs --update` writes them anew."""

import re

import pytest

from docs.generate import PAGES, REFERENCE
from milestonectl.cli import COMMANDS


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_current(name: str, request: pytest.FixtureRequest) -> None:
    page = PAGES[name]()
    if request.config.getoption("--update"):
        (REFERENCE / name).write_text(page, encoding="utf-8")
    assert page == (REFERENCE / name).read_text(encoding="utf-8")


def test_every_command_has_an_example() -> None:
    sections = re.split(r"^### ", PAGES["commands.md"](), flags=re.MULTILINE)[1:]
    assert [section.split()[0] for section in sections] == list(COMMANDS)
    assert [section.split()[0] for section in sections if "Example: milestonectl" not in section] == []
