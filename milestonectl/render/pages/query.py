"""Which deals a live page shows: the words after the question mark of its address."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from milestonectl.deals.flags import FLAGS
from milestonectl.deals.pipeline import Position, in_stage
from milestonectl.model.process import Processes
from milestonectl.model.settings import Team
from milestonectl.render.words import spaced

OUTCOMES = ("open", "won", "lost", "all")


class Query(NamedTuple):
    """What is asked for; an empty word chooses all."""

    question: str = ""
    rep: str = ""
    sale_type: str = ""
    stage: str = ""
    flag: str = ""
    outcome: str = "open"
    sort: str = ""
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """Whether some deals are left out."""
        return self._replace(sort="", page=1) != Query()

    def link(self, path: str, **changes: Any) -> str:
        """The address of the same choice with some changes."""
        asked = self._replace(**changes)._asdict()
        named = {_NAMES.get(name, name): value for name, value in asked.items() if value != _DEFAULTS[name]}
        return f"{path}?{urlencode(named)}" if named else path


_NAMES = {"question": "q"}
_DEFAULTS = Query()._asdict()


def parse_query(words: Mapping[str, str]) -> Query:
    """The query of an address; what it does not know, or cannot mean, is left out."""
    page = words.get("page", "")
    outcome = words.get("outcome", "")
    return Query(
        words.get("q", "").strip(),
        words.get("rep", ""),
        words.get("sale_type", ""),
        words.get("stage", ""),
        words.get("flag", ""),
        outcome if outcome in OUTCOMES else "open",
        words.get("sort", ""),
        int(page) if page.isdecimal() and len(page) < 9 else 1,
    )


def matching(found: Iterable[Position], asked: Query, team: Team) -> list[Position]:
    """The deals that are asked for. A manager stands for everybody whom they manage."""
    reps = team.reports_of(asked.rep) | {asked.rep} if asked.rep else frozenset()
    text = asked.question.casefold()
    kept = [
        one
        for one in found
        if asked.outcome in ("all", one.deal.outcome)
        and (not reps or one.deal.owner in reps)
        and (not asked.sale_type or one.deal.sale_type == asked.sale_type)
        and (not asked.flag or any(flag.name == asked.flag for flag in one.flags))
        and (text in one.deal.id.casefold() or text in one.deal.account.casefold())
    ]
    return in_stage(kept, asked.stage)


class Field(NamedTuple):
    """One choice of the filter."""

    name: str
    title: str
    value: str
    choices: list[tuple[str, str]]


def filter_fields(asked: Query, team: Team, processes: Processes, *, with_outcome: bool) -> list[Field]:
    """What the filter offers."""
    people = [(person.id, person.name) for person in team.people.values()]
    types = [(name, versions[-1].title) for name, versions in processes.versions.items()]
    fields = [
        Field("rep", "Whose", asked.rep, people),
        Field("sale_type", "Sale type", asked.sale_type, types),
        Field("flag", "Look at", asked.flag, [(name, spaced(name)) for name in FLAGS]),
    ]
    outcomes = [(name, name) for name in OUTCOMES if name != "all"]
    return [*fields, Field("outcome", "Outcome", asked.outcome, outcomes)] if with_outcome else fields
