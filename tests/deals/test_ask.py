from deals_building import PLAIN, deal_of, opened

from milestonectl.deals.ask import fitting_plays

PLAYS = PLAIN.replace(
    "{id: met, title: Met, side: buyer}",
    "{id: met, title: Met, side: buyer, plays: ["
    "{situation: virtual meeting, ask: [a]}, {situation: status quo, ask: [b]}, {situation: competitor, ask: [c]},"
    "{situation: competitor, when: {competitor: [Borealis]}, ask: [d]},"
    "{situation: large, when: {amount: {at_least: 1000}}, ask: [e]}]}",
)


def asked(**cells: str) -> list[str]:
    deal = deal_of([opened(**cells)], PLAYS)
    assert deal.process is not None
    return [play.ask[0] for play in fitting_plays(deal.process.milestones[0], deal)]


def test_without_a_competitor_the_status_quo_comes_before_other_situations() -> None:
    assert asked() == ["b", "a"]


def test_a_competitor_comes_before_the_status_quo() -> None:
    assert asked(competitor="Acme") == ["c", "b", "a"]


def test_what_is_written_for_this_very_deal_comes_first() -> None:
    assert asked(competitor="borealis", amount="5000") == ["d", "e", "c", "b", "a"]
