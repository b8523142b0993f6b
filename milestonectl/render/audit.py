"""An audit: the figures below its problems, and the document that scripts may rely on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from milestonectl.deals.audit import Audit, Exemption, Levels
from milestonectl.model.findings import Findings
from milestonectl.render.problems.document import problem_document
from milestonectl.render.screen import Column, Line, Span, Table
from milestonectl.render.words import plural

_TITLES = {"stage": "Stage", "rep": "Rep", "sale_type": "Sale type"}


def audit_screen(figures: Audit, against: str | None) -> list[Line | Table]:
    """What is sealed, what passed on somebody's word, and how well the rest is proven."""
    unsealed = figures.rows - figures.sealed
    lines: list[Line | Table] = [""]
    if against:
        lines.append(f"Held against {against}: what is changed or gone since is listed above; nothing else is.")
    sealed = f"{unsealed:,} not sealed: milestonectl seal" if unsealed else "all sealed"
    lines.append(
        f"{plural(figures.rows, 'row')}, {sealed}."
        if figures.rows
        else "Nothing to audit yet: rows come with milestonectl open DEAL."
    )
    lines += _exemptions("Overrides", figures.overrides) + _exemptions("Waivers", figures.waivers)
    if sum(figures.levels):
        lines += ["", Span("How achieved milestones are proven", "bold"), _levels(figures)]
    return lines


def _exemptions(title: str, found: Sequence[Exemption]) -> list[Line | Table]:
    if not found:
        return []
    rows: list[list[Line]] = [
        [each.row.date, each.row.deal, each.row.milestone, each.row.by, each.reason, _until(each)] for each in found
    ]
    columns = [Column(""), Column(""), Column("", drop=1), Column(""), Column("", shrink=True), Column("", drop=2)]
    return ["", Span(f"{title}: {len(found):,}", "bold"), Table(columns, rows)]


def _until(exemption: Exemption) -> str:
    return f"until {exemption.expires.isoformat()}" if exemption.expires else ""


def _levels(figures: Audit) -> Table:
    columns = [
        Column(""), Column(""), Column("Achieved", right=True),
        Column("Asserted", right=True), Column("Documented", right=True), Column("Confirmed", right=True),
    ]  # fmt: skip
    rows: list[list[Line]] = [["All", "", *_shares(figures.levels)]]
    for name, groups in figures.by.items():
        rows += list(_group_rows(_TITLES[name], groups))
    return Table(columns, rows)


def _group_rows(title: str, groups: Mapping[str, Levels]) -> Iterator[list[Line]]:
    for position, (name, levels) in enumerate(groups.items()):
        yield [title if position == 0 else "", name, *_shares(levels)]


def _shares(levels: Levels) -> list[Line]:
    total = sum(levels)
    return [f"{total:,}", *(f"{number / (total or 1):.0%}" for number in levels)]


def audit_document(findings: Findings, figures: Audit, against: str | None) -> dict[str, Any]:
    """The document `milestonectl/audit/1`."""
    return {
        "schema": "milestonectl/audit/1",
        "as_of": findings.day.isoformat(),
        "problems": [problem_document(problem) for problem in findings.problems],
        "against": against,
        "rows": figures.rows,
        "sealed": figures.sealed,
        "overrides": [_exemption_document(each) for each in figures.overrides],
        "waivers": [_exemption_document(each) for each in figures.waivers],
        "levels": figures.levels._asdict(),
        "levels_by": {
            name: {group: levels._asdict() for group, levels in groups.items()} for name, groups in figures.by.items()
        },
    }


def _exemption_document(exemption: Exemption) -> dict[str, Any]:
    row = exemption.row
    return {
        "id": row.id,
        "deal": row.deal,
        "milestone": row.milestone,
        "date": row.date,
        "by": row.by,
        "reason": exemption.reason,
        "expires": exemption.expires.isoformat() if exemption.expires else None,
    }
