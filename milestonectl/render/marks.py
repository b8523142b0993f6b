"""One glance at a deal: a mark a milestone, and what each mark says."""

from collections.abc import Iterable

from milestonectl.deals.gates import Mark, Progress, Standing
from milestonectl.render.screen import Look, Span

MARKS: dict[Mark, tuple[str, str, Look]] = {
    "confirmed": ("●", "confirmed by the buyer", "good"),
    "documented": ("◐", "on record", ""),
    "asserted": ("◔", "only asserted", "warning"),
    "open": ("○", "open", ""),
    "waived": ("⊘", "waived", ""),
    "lapsed": ("◌", "lapsed", "warning"),
}


def mark(standing: Standing) -> Span:
    """The mark of one milestone."""
    sign, _, style = MARKS[standing.mark]
    return Span(sign, style)


def track(found: Progress) -> list[Span]:
    """The marks of a deal's required and waived milestones, in order; optional ones once they are achieved."""
    return [mark(s) for s in found.standings if s.milestone.required or s.achievement]


def track_words(found: Progress) -> str:
    """The same for a pipe: `confirmed,documented,open`."""
    return ",".join(s.mark for s in found.standings if s.milestone.required or s.achievement)


def legend(progresses: Iterable[Progress]) -> list[Span | str]:
    """What the marks in use say."""
    used = {s.mark for found in progresses for s in found.standings if s.milestone.required or s.achievement}
    said = [(Span(f" {sign}", style), f" {words} ") for name, (sign, words, style) in MARKS.items() if name in used]
    return [part for pair in said for part in pair]
