"""`docs/rules.md` says what the rules say. `pytest tests/docs --update` writes it anew."""

from pathlib import Path

import pytest

from milestonectl.checks import RULES
from milestonectl.render.manual import rules_page

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_page_of_rules_is_current(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update"):
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(rules_page(RULES))
    assert PAGE.read_text() == rules_page(RULES)
