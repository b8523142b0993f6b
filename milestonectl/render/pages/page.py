"""What every live page shows around its own content."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment

from milestonectl.model.problem import Problem
from milestonectl.model.settings import Team
from milestonectl.render.marks import MARKS


@dataclass(frozen=True)
class Page:
    """The frame of a page."""

    name: str
    day: datetime.date
    workspace: str
    """The name of its folder."""
    team: Team
    mark: str
    """Changes whenever what the page shows may have changed."""
    problems: Sequence[Problem] = ()
    question: str = ""
    """What is in the search box."""


def page_html(templates: Environment, template: str, page: Page, **values: Any) -> str:
    """A template in the frame."""
    marks = [(name, words) for name, (_, words, _) in MARKS.items()]
    return templates.get_template(template).render(page=page, names=page.team.name_of, marks=marks, **values)


def message_page(templates: Environment, page: Page, heading: str, lines: Sequence[str]) -> str:
    """A page that only says something."""
    return page_html(templates, "message.html", page, heading=heading, lines=lines)
