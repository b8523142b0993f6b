"""The period against its targets: what is won, and what is expected."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from milestonectl.deals.deal import Deal
from milestonectl.history.targets import Quota
from milestonectl.model.money import Money, digits, totals
from milestonectl.model.period import Period
from milestonectl.model.settings import Team
from milestonectl.render.pages.figures import bullets
from milestonectl.render.pages.section import Behind, Cell, Chart, Head, Section, Table, behind
from milestonectl.render.words import short_money, spaced

_HEADS = (
    Head("Rep"), Head("Sale type"), Head("Target", right=True), Head("Won", right=True), Head("Of target", right=True),
    Head("Open, to close in the period", right=True),
)  # fmt: skip


def target_section(quotas: Sequence[Quota], deals: Sequence[Deal], period: Period, team: Team) -> Section:
    """A line for each target of each rep; a chart for each currency."""
    if not quotas:
        return Section("target", f"{period.name} against target", ["Nobody has a target in this period."])
    rows = [_row(quota, deals, period, team) for quota in quotas]
    currencies = list(dict.fromkeys(quota.currency for quota in quotas))
    charts = [_chart(currency, quotas, deals, period, team) for currency in currencies]
    words = ["Won is what was won in the period. Amounts of different currencies are never added up."]
    return Section(
        "target", f"{period.name} against target", words, charts, [Table("Targets and what is won", _HEADS, rows)]
    )


def won_for(quota: Quota, deals: Iterable[Deal], period: Period) -> list[Deal]:
    """The deals that count for a target."""
    return [deal for deal in deals if deal.outcome == "won" and deal.closed in period and _is_for(deal, quota)]


def _is_for(deal: Deal, quota: Quota) -> bool:
    own = quota.rep in ("", deal.owner) and quota.sale_type in ("", deal.sale_type)
    return own and deal.amount is not None and deal.currency == quota.currency


def _row(quota: Quota, deals: Sequence[Deal], period: Period, team: Team) -> list[Cell]:
    name = team.name_of(quota.rep)
    won = won_for(quota, deals, period)
    ahead = [deal for deal in deals if deal.outcome == "open" and deal.close_date in period and _is_for(deal, quota)]
    share = float(_sum(won, quota).amount / quota.revenue) if quota.revenue else 0.0
    words = f"{name}, {spaced(quota.sale_type) or 'any sale type'}"
    return [
        Cell(name),
        Cell(spaced(quota.sale_type).capitalize() or "Any"),
        Cell(short_money(_money(quota.revenue, quota)), float(quota.revenue)),
        _amount(won, quota, f"{words}: won in {period.name}"),
        Cell(f"{share:.0%}", share),
        _amount(ahead, quota, f"{words}: open, to close in {period.name}"),
    ]


def _chart(currency: str, quotas: Iterable[Quota], deals: Sequence[Deal], period: Period, team: Team) -> Chart:
    by_rep: dict[str, list[Quota]] = {}
    for quota in quotas:
        if quota.currency == currency:
            by_rep.setdefault(quota.rep, []).append(quota)
    values = [_value(team.name_of(rep), theirs, deals, period) for rep, theirs in by_rep.items()]
    spec = bullets(currency, [str(value["row"]) for value in values])
    words = "The bar is what is won, the upright line the target."
    return Chart(f"Won and target by rep, {currency}", words, spec, values)


def _value(name: str, quotas: Sequence[Quota], deals: Sequence[Deal], period: Period) -> dict[str, object]:
    won = list(dict.fromkeys(deal.id for quota in quotas for deal in won_for(quota, deals, period)))
    amount = sum(_sum(won_for(quota, deals, period), quota).amount for quota in quotas)
    target = sum(quota.revenue for quota in quotas)
    currency = quotas[0].currency
    words = f"{name}: won {currency} {amount:,.0f} of {target:,.0f}"
    return {
        "row": name, "won": float(amount), "target": float(target), "words": words,
        "behind": behind(f"{name}: won in {period.name}, {currency}", won),
    }  # fmt: skip


def _amount(deals: Sequence[Deal], quota: Quota, words: str) -> Cell:
    found: Behind | None = behind(words, [deal.id for deal in deals]) if deals else None
    total = _sum(deals, quota)
    return Cell(short_money(total) if deals else "", float(total.amount), found)


def _sum(deals: Iterable[Deal], quota: Quota) -> Money:
    sums = totals(deal.amount for deal in deals if deal.amount)
    return sums.get(quota.currency, Money(quota.currency, 0))


def _money(amount: Decimal, quota: Quota) -> Money:
    return Money(quota.currency, int(amount.scaleb(digits(quota.currency))))
