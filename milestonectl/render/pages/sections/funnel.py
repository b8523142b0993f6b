"""How far deals get: won, lost and still open, and how long they take from one milestone to the next."""

from collections.abc import Sequence

from milestonectl.history.rates import Ends, Rate
from milestonectl.render.pages.figures import spans, stacked_bars
from milestonectl.render.pages.section import Behind, Cell, Chart, Head, Section, Table, behind, number
from milestonectl.render.rates import RatesReport, milestone_title, share_words
from milestonectl.render.words import plural

FATES = (
    ("went on", "went on", "var(--confirmed)"),
    ("open", "still there", "var(--open)"),
    ("lost", "lost from there", "var(--bad)"),
)
_HEADS = (
    Head("Sale type"), Head("From"), Head("Deals", right=True), Head("Went on", right=True), Head("Lost", right=True),
    Head("Open", right=True), Head("Conversion", right=True), Head("Win rate", right=True),
)  # fmt: skip


def funnel_section(found: RatesReport) -> Section:
    """Where deals go on, wait and are lost."""
    words = [
        "Each bar holds the deals that reached a milestone, whenever that was.",
        "Conversion and win rate count open deals for as long as they have been watched. Ranges hold 80 %.",
        "Below 20 deals they say how many of those decided.",
        *_left_out(found),
    ]
    if not found.rates:
        return Section("funnel", "Won, lost and open", ["No deals to learn from yet."])
    return Section("funnel", "Won, lost and open", words, [_chart(found)], folded=[_table(found)])


def times_section(found: RatesReport) -> Section:
    """Days from one milestone to the next."""
    known = [rate for rate in found.rates if rate.onward.median_days is not None]
    if not known:
        return Section("times", "Time between milestones", ["No deal has gone on yet."])
    words = [
        "Of the deals that went on: half took no longer than the dot, nine of ten no longer than the end of the line."
    ]
    return Section(
        "times", "Time between milestones", words, [_times_chart(found, known)], folded=[_times_table(found, known)]
    )


def _left_out(found: RatesReport) -> list[str]:
    booked, brief = found.left_out
    if not booked and not brief:
        return []
    return [
        f"Left out: {plural(booked, 'deal')} won and {brief} lost within two days of opening; they were not sold in the record."
    ]


def _chart(found: RatesReport) -> Chart:
    values = [
        {"group": _process(rate, found), "row": _title(rate, found), "series": title, "count": count, "place": order,
         "words": f"{_process(rate, found)}, {_title(rate, found)}: {count} {title}", "behind": _behind(rate, fate, title, found)}
        for rate in found.rates
        for order, (fate, title, _) in enumerate(FATES)
        if (count := _count(rate.onward, fate))
    ]  # fmt: skip
    rows = list(dict.fromkeys(_title(rate, found) for rate in found.rates))
    groups = list(dict.fromkeys(_process(rate, found) for rate in found.rates))
    spec = stacked_bars("deals", [(title, colour) for _, title, colour in FATES], rows, groups=groups)
    return Chart("Deals by how far they got", "Every part of a bar leads to its deals.", spec, values)


def _table(found: RatesReport) -> Table:
    return Table("Deals, conversion and win rate by milestone", _HEADS, [_row(rate, found) for rate in found.rates])


def _row(rate: Rate, found: RatesReport) -> list[Cell]:
    ids = [deal for fate, _, _ in FATES for deal in _ids(rate, fate, found)]
    everybody = behind(f"{_process(rate, found)}: reached {_title(rate, found)}", ids)
    counts = {fate: number(_count(rate.onward, fate), _behind(rate, fate, title, found)) for fate, title, _ in FATES}
    return [
        Cell(_process(rate, found)),
        Cell(_title(rate, found), rate.state),
        number(rate.onward.entered, everybody),
        counts["went on"],
        counts["lost"],
        counts["open"],
        Cell(share_words(rate.onward), rate.onward.share),
        Cell(share_words(rate.won), rate.won.share),
    ]


def _times_chart(found: RatesReport, known: Sequence[Rate]) -> Chart:
    values = [
        {"group": _process(rate, found), "row": _title(rate, found), "low": 0, "middle": rate.onward.median_days,
         "high": rate.onward.p90_days, "words": f"{_process(rate, found)}, from {_title(rate, found)}: {_days(rate)}",
         "behind": _behind(rate, "went on", "went on", found)}
        for rate in known
    ]  # fmt: skip
    rows = list(dict.fromkeys(_title(rate, found) for rate in known))
    groups = list(dict.fromkeys(_process(rate, found) for rate in known))
    words = "The dot is the median, the line ends where nine of ten have gone on. A dot leads to its deals."
    return Chart("Days to the next milestone", words, spans("days", rows, groups), values)


def _times_table(found: RatesReport, known: Sequence[Rate]) -> Table:
    heads = [
        Head("Sale type"),
        Head("From"),
        Head("Deals that went on", right=True),
        Head("Median days", right=True),
        Head("Nine of ten", right=True),
    ]
    rows = [
        [
            Cell(_process(rate, found)),
            Cell(_title(rate, found), rate.state),
            number(rate.onward.reached, _behind(rate, "went on", "went on", found)),
            _day_cell(rate.onward.median_days),
            _day_cell(rate.onward.p90_days),
        ]
        for rate in known
    ]
    return Table("Days to the next milestone", heads, rows)


def _day_cell(days: float | None) -> Cell:
    return Cell("") if days is None else Cell(f"{days:.0f}", days)


def _days(rate: Rate) -> str:
    late = "" if rate.onward.p90_days is None else f", nine of ten within {rate.onward.p90_days:.0f} days"
    return f"median {rate.onward.median_days:.0f} days{late}"


def _count(ends: Ends, fate: str) -> int:
    return {"went on": ends.reached, "open": ends.open, "lost": ends.lost}[fate]


def _behind(rate: Rate, fate: str, title: str, found: RatesReport) -> Behind:
    return behind(f"{_process(rate, found)}: reached {_title(rate, found)}, {title}", _ids(rate, fate, found))


def _ids(rate: Rate, fate: str, found: RatesReport) -> Sequence[str]:
    return found.deals.get((rate.sale_type, rate.group, rate.state), {}).get(fate, ())


def _process(rate: Rate, found: RatesReport) -> str:
    return found.processes[rate.sale_type].title


def _title(rate: Rate, found: RatesReport) -> str:
    return milestone_title(rate, found.processes[rate.sale_type])
