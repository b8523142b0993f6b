"""Open deals by stage and by how well they are proven."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from milestonectl.deals.gates import Mark
from milestonectl.deals.pipeline import Position
from milestonectl.deals.proof import proof_level
from milestonectl.model.money import totals
from milestonectl.model.process import Processes
from milestonectl.render.pages.figures import stacked_bars
from milestonectl.render.pages.section import Behind, Cell, Chart, Head, Section, Table, behind, number
from milestonectl.render.words import listed, plural, short_money

LEVELS: tuple[tuple[Mark, str, str], ...] = (
    ("confirmed", "confirmed by the buyer", "var(--confirmed)"),
    ("documented", "on record", "var(--documented)"),
    ("asserted", "only asserted", "var(--asserted)"),
    ("lapsed", "lapsed", "var(--lapsed)"),
    ("open", "nothing achieved yet", "var(--open)"),
)


class _Place(NamedTuple):
    """Where open deals stand."""

    sale_type: str
    stage: str


def pipeline_section(found: Iterable[Position], processes: Processes) -> Section:
    """The open deals of each stage."""
    open_deals = [one for one in found if one.deal.outcome == "open"]
    if not open_deals:
        return Section("pipeline", "Pipeline by stage and proof", ["No deal is open."])
    places = _places(open_deals, processes)
    words = [
        f"{plural(len(open_deals), 'open deal')}. A deal counts as well as the weakest of the milestones that it has achieved."
    ]
    return Section("pipeline", "Pipeline by stage and proof", words, [_chart(places)], folded=[_table(places)])


def _places(found: Sequence[Position], processes: Processes) -> dict[_Place, list[Position]]:
    """Deals by sale type and stage, in the order of the processes."""
    by_place: dict[_Place, list[Position]] = {}
    for name, versions in processes.versions.items():
        title = versions[-1].title
        stages = dict.fromkeys(stage.title for process in reversed(versions) for stage in process.stages)
        by_place |= {_Place(title, stage): [] for stage in stages if any(one.deal.sale_type == name for one in found)}
    for one in found:
        versions = processes.versions.get(one.deal.sale_type, ())
        title = versions[-1].title if versions else one.deal.sale_type or "No sale type"
        by_place.setdefault(_Place(title, one.stage_title), []).append(one)
    return {place: deals for place, deals in by_place.items() if deals}


def _chart(places: dict[_Place, list[Position]]) -> Chart:
    values = [
        {"group": place.sale_type, "row": place.stage, "series": title, "count": len(deals), "place": order,
         "words": f"{place.sale_type}, {place.stage}: {len(deals)} {title}", "behind": _behind(place, title, deals)}
        for place, found in places.items()
        for order, (level, title, _) in enumerate(LEVELS)
        if (deals := [one for one in found if proof_level(one.progress) == level])
    ]  # fmt: skip
    groups = list(dict.fromkeys(place.sale_type for place in places))
    stages = list(dict.fromkeys(place.stage for place in places))
    used = {str(value["series"]) for value in values}
    spec = stacked_bars("open deals", [(t, colour) for _, t, colour in LEVELS if t in used], stages, groups=groups)
    return Chart("Open deals by stage, split by proof", "Every part of a bar leads to its deals.", spec, values)


def _table(places: dict[_Place, list[Position]]) -> Table:
    heads = [Head("Sale type"), Head("Stage"), Head("Deals", right=True), Head("Amount", right=True)]
    heads += [Head(title.capitalize(), right=True) for _, title, _ in LEVELS]
    return Table("Open deals by stage and proof", heads, [_row(place, found) for place, found in places.items()])


def _row(place: _Place, found: list[Position]) -> list[Cell]:
    sums = totals(one.deal.amount for one in found if one.deal.amount)
    amounts = listed([short_money(amount) for amount in sums.values()])
    cells = [Cell(place.sale_type), Cell(place.stage), number(len(found), _behind(place, "", found))]
    cells.append(Cell(amounts, sum(float(amount.amount) for amount in sums.values()), _behind(place, "", found)))
    for level, title, _ in LEVELS:
        deals = [one for one in found if proof_level(one.progress) == level]
        cells.append(number(len(deals), _behind(place, title, deals)) if deals else Cell("", 0))
    return cells


def _behind(place: _Place, title: str, found: Iterable[Position]) -> Behind:
    words = ", ".join(filter(None, [f"{place.sale_type}, open in {place.stage}", title]))
    return behind(words, [one.deal.id for one in found])
