"""The life of one deal: opened, worked from milestone to milestone, pushed, proven late, won, lost or still open."""

import datetime
from dataclasses import dataclass, field

from examples.generator import words
from examples.generator.company import PER_DOLLAR, ROUND_TO, SELLERS, TODAY, WIN_RATES, workday
from examples.generator.journal import DAY, Journal
from milestonectl.deals.gates import Standing
from milestonectl.model.process import Milestone, Process

_RIVALS = ("Borealis", "Metravo", "Fenwright", "Sensaro")
_SEATS = (5, 8, 10, 12, 15, 20, 25, 30, 40, 60, 80, 120, 160, 250)
_SLOW = 1.5
"""Deals take longer than their process says."""


@dataclass
class Story:
    """A deal under way: its journal, the day it has come to, and what is still in the stars."""

    journal: Journal
    process: Process
    day: datetime.date
    close: datetime.date
    steps: int
    """How many required milestones lie ahead at the start."""
    win_rate: float
    optional: frozenset[str]
    postponed: str = ""
    passed: int = 0
    told: set[str] = field(default_factory=set)


def tell(journal: Journal, sale_type: str, day: datetime.date, source: str) -> None:
    """Write a deal's whole life into its journal."""
    process = journal.definitions.processes.current(sale_type, day)
    if process is None:
        raise ValueError(f"no process for {sale_type}")
    story = _open(journal, process, day, source)
    if journal.seller.books_afterwards and journal.chance.random() < 0.85:
        _book_afterwards(story)
        return
    while story.day <= TODAY:
        standing = _upcoming(story)
        if not _step(story, standing) or standing.milestone.id == process.wins:
            return


def _open(journal: Journal, process: Process, day: datetime.date, source: str) -> Story:
    chance = journal.chance
    expected = sum(m.typical_days or 0 for m in process.milestones if m.required) * _SLOW * journal.seller.pace
    close = workday(day + round(expected * chance.uniform(0.4, 1.1)) * DAY)
    amount, currency = _price(journal, process)
    journal.write(
        "opened", day, sale_type=process.name, account=journal.account.name, owner=journal.seller.id, amount=amount,
        currency=currency, close_date=close.isoformat(), lead_source=source, **_fields(journal, process),
    )  # fmt: skip
    required = sum(standing.required for standing in journal.progress(day).standings)
    optional = frozenset(m.id for m in process.milestones if not m.required and chance.random() < 0.4)
    story = Story(journal, process, day, close, required, WIN_RATES[process.name], optional)
    if chance.random() < 0.07:
        story.postponed = chance.choice(process.milestones[:-2] or process.milestones[:1]).id
    return story


def _fields(journal: Journal, process: Process) -> dict[str, str]:
    chance = journal.chance
    fields = {"region": str(journal.account.region)}
    rivalry = {"renewal": 0.15, "upgrade": 0.1}.get(process.name, 0.4)
    if chance.random() < rivalry:
        fields["competitor"] = chance.choices(_RIVALS, [6, 3, 2, 1])[0]
    if process.name != "service-contract":
        fields["seats"] = str(chance.choice(_SEATS))
        fields["contract_kind"] = chance.choice(("hosted", "hosted", "on-premises"))
    return fields


def _price(journal: Journal, process: Process) -> tuple[str, str]:
    currency = journal.seller.currency
    if journal.account.region == "APAC" and process.name == "renewal" and journal.chance.random() < 0.6:
        currency = "JPY"
    value = float(process.contract_value or 50_000) * journal.chance.lognormvariate(-0.06, 0.42) * PER_DOLLAR[currency]
    if journal.chance.random() < 0.06 and currency != "JPY":
        return f"{value:.2f}", currency
    return str(max(1, round(value / ROUND_TO[currency])) * ROUND_TO[currency]), currency


def _upcoming(story: Story) -> Standing:
    """The milestone that the rep works on: the first one open, unless it is put off until the one after it."""
    wanted = [
        standing
        for standing in story.journal.progress(story.day).standings
        if standing.achievement is None
        and standing.waiver is None
        and (standing.required or standing.milestone.id in story.optional)
    ]
    if wanted[0].milestone.id == story.postponed and len(wanted) > 2:
        story.postponed = ""
        return wanted[1]
    return wanted[0]


def _step(story: Story, standing: Standing) -> bool:
    """Work on one milestone; says whether the deal goes on."""
    milestone, chance = standing.milestone, story.journal.chance
    usual = (milestone.typical_days or 10) * _SLOW * story.journal.seller.pace
    if standing.required and chance.random() > _survival(story, milestone):
        return _die(story, usual) and _reopened(story)
    until = workday(story.day + max(1, round(chance.gammavariate(2.2, usual / 2.2))) * DAY)
    if chance.random() < 0.3:
        _promise(story, milestone, until)
    _pass_time(story, milestone, until)
    _change_scope(story)
    _hand_over(story)
    if chance.random() < 0.03 and milestone.id != story.process.wins and standing.required:
        _waive(story, milestone)
    else:
        _achieve(story, milestone)
    story.passed += standing.required
    return True


def _survival(story: Story, milestone: Milestone) -> float:
    """The chance to get past a milestone; early ones lose more. All of them together give the win rate."""
    left = max(1, story.steps - story.passed)
    weight = (left + 2) / (story.steps * (story.steps + 5) / 2)
    return float(story.win_rate ** (weight * story.journal.seller.odds.get(milestone.id, 1.0)))


def _achieve(story: Story, milestone: Milestone) -> None:
    journal, wins = story.journal, milestone.id == story.process.wins
    reason = _clear_way(story, milestone)
    if journal.chance.random() < journal.seller.sloppiness * (0.4 if wins else 1.0):
        journal.half_prove(milestone, story.day, note=journal.say(words.UNPROVEN), reason=reason)
    else:
        note = journal.say(words.WON if wins else words.ACHIEVED)
        journal.prove("achieved", milestone, story.day, note=note, reason=reason)
        if journal.chance.random() < 0.22:
            journal.prove("evidence", milestone, story.day, note=journal.say(words.SECOND))


def _clear_way(story: Story, milestone: Milestone) -> str:
    """Mend what the gate waits for, or say why it is passed all the same."""
    journal = story.journal
    for standing in journal.blocking(milestone, story.day):
        unproven = standing.achievement is not None
        if not unproven or (journal.chance.random() < 0.14 and not standing.lapsed):
            continue
        event = "achieved" if standing.lapsed else "evidence"
        note = journal.say(words.AGAIN if standing.lapsed else words.PROVEN_LATER)
        journal.prove(event, standing.milestone, story.day, note=note)
    return journal.say(words.OVERRIDES) if journal.blocking(milestone, story.day) else ""


def _waive(story: Story, milestone: Milestone) -> None:
    journal = story.journal
    journal.write("waived", story.day, milestone.id, by=journal.seller.manager, reason=journal.say(words.WAIVERS))


def _promise(story: Story, milestone: Milestone, until: datetime.date) -> None:
    """A promise for about the right day; a missed one is sometimes made again."""
    wait = (until - story.day).days
    due = workday(story.day + max(1, round(wait * story.journal.chance.uniform(0.6, 1.35))) * DAY)
    story.journal.promise(milestone.id, story.day, due, story.journal.say(words.PROMISES))
    again = workday(due + 2 * DAY)
    if again < until and story.journal.chance.random() < 0.4:
        _pass_time(story, milestone, again)
        story.journal.promise(
            milestone.id, again, workday(again + round(wait / 2 + 3) * DAY), story.journal.say(words.PROMISES)
        )


def _pass_time(story: Story, milestone: Milestone, until: datetime.date) -> None:
    """Days of work: notes, indicators, and closing dates that do not hold."""
    closing = milestone.id == story.process.wins
    while story.day < until:
        pause = workday(story.day + round(story.journal.chance.uniform(4, 11)) * DAY)
        if pause >= until:
            break
        _push(story, pause, until, closing=closing)
        story.day = max(story.day, pause)
        _jot(story, milestone)
    _push(story, until, until, closing=closing)
    story.day = until


def _jot(story: Story, milestone: Milestone) -> None:
    journal = story.journal
    fresh = [sign for sign in milestone.indicators if sign not in story.told]
    if fresh and journal.chance.random() < 0.45:
        sign = journal.chance.choice(fresh)
        story.told.add(sign)
        journal.write("evidence", story.day, kind="indicator", note=sign)
    elif journal.chance.random() < 0.75:
        kind = journal.chance.choices(("call", "email", "meeting", ""), [5, 3, 2, 4])[0]
        journal.write("evidence", story.day, kind=kind, note=journal.say(words.NOTES))


def _push(story: Story, now: datetime.date, until: datetime.date, *, closing: bool) -> None:
    """Move the closing date when it comes near and the end is not in sight; one in six stays as it is, overdue."""
    journal = story.journal
    near = story.close - DAY * journal.chance.randrange(-4, 9)
    if near > now or (closing and until <= story.close):
        return
    if journal.chance.random() < 0.17:
        return
    story.day = max(story.day, min(now, workday(max(near, story.day))))
    story.close = workday(max(story.close, story.day) + journal.chance.choice((14, 14, 21, 30, 30, 31, 45, 60)) * DAY)
    journal.write("changed", story.day, close_date=story.close.isoformat(), note=journal.say(words.PUSHES))


def _change_scope(story: Story) -> None:
    journal = story.journal
    draw = journal.chance.random()
    if story.passed in (1, 2) and draw < 0.12:
        amount = _scaled(journal, journal.chance.choice((0.7, 0.8, 0.85, 0.9, 1.1, 1.2, 1.35)))
        journal.write("changed", story.day, amount=amount, note=journal.say(words.AMOUNTS))
    elif draw > 0.96:
        _mistake(story)


def _hand_over(story: Story) -> None:
    """Now and then a colleague of the same team takes the deal over."""
    journal = story.journal
    colleagues = [
        seller
        for seller in SELLERS
        if seller.manager == journal.seller.manager and seller.region == journal.seller.region
        and seller.started <= story.day and seller != journal.seller and not seller.books_afterwards
    ]  # fmt: skip
    if colleagues and journal.chance.random() < 0.012:
        heir = journal.chance.choice(colleagues)
        note = journal.say(words.HANDOVERS)
        journal.write("changed", story.day, by=journal.seller.manager, owner=heir.id, note=note)
        journal.seller = heir


def _scaled(journal: Journal, factor: float) -> str:
    """The amount now, times a factor, rounded as people do."""
    money = journal.folded().amount
    if money is None:
        raise ValueError(f"{journal.deal} has no amount")
    step = ROUND_TO[money.currency]
    return str(max(step, round(float(money.amount) * factor / step) * step))


def _mistake(story: Story) -> None:
    """A row that should not be there, taken back a day or two later and written again."""
    journal = story.journal
    if journal.chance.random() < 0.5:
        wrong = journal.write("changed", story.day, amount=_scaled(journal, 10))
        reason, right = journal.say(words.MISTAKES), {"amount": _scaled(journal, 0.11)}
        journal.write("voided", story.day, ref=wrong.id, reason=reason)
        journal.write("changed", story.day, **right)
    else:
        wrong = journal.write("evidence", story.day, kind="call", note=journal.say(words.NOTES))
        journal.write("voided", workday(story.day + DAY), ref=wrong.id, reason=journal.say(words.WRONG_DEAL))
        story.day = workday(story.day + DAY)


def _die(story: Story, usual: float) -> bool:
    """The deal is lost after a while; one in eight is left lying open for most of a year. Says whether it may come back."""
    journal, chance = story.journal, story.journal.chance
    wait = chance.gammavariate(2.0, usual * 0.75) + 24 + (chance.randrange(150, 330) if chance.random() < 0.12 else 0)
    milestone = _upcoming(story).milestone
    if chance.random() < 0.35:
        _promise(story, milestone, workday(story.day + round(usual) * DAY))
    if wait < 150:
        _pass_time(story, milestone, workday(story.day + round(wait) * DAY))
    story.day = workday(max(story.day, story.day + (round(wait) if wait >= 150 else 0) * DAY))
    journal.write("lost", story.day, reason=_lost_reason(story), note=journal.say(words.LOST_NOTES))
    return chance.random() < 0.07


def _lost_reason(story: Story) -> str:
    rival = str(story.journal.folded().facts.get("competitor", ""))
    if rival and story.journal.chance.random() < 0.45:
        return f"competitor {rival}"
    return story.journal.chance.choices(list(words.LOST_REASONS), list(words.LOST_REASONS.values()))[0]


def _reopened(story: Story) -> bool:
    """The buyer comes back, more in earnest than before."""
    story.day = workday(story.day + story.journal.chance.randrange(25, 120) * DAY)
    story.win_rate = max(story.win_rate, 0.5)
    story.close = workday(story.day + 60 * DAY)
    story.journal.write("reopened", story.day, reason=story.journal.say(words.REOPENED))
    story.journal.write("changed", story.day, close_date=story.close.isoformat())
    return True


def _book_afterwards(story: Story) -> None:
    """Everything on the day of the order, or the day after."""
    journal = story.journal
    journal.prompt = True
    for milestone in [standing.milestone for standing in journal.progress(story.day).standings if standing.required]:
        if milestone.id == story.process.wins and journal.chance.random() < 0.4:
            story.day += DAY
        reason = journal.say(words.BOOKED_AFTERWARDS) if journal.blocking(milestone, story.day) else ""
        if milestone.id == story.process.wins or journal.chance.random() < 0.55:
            journal.prove("achieved", milestone, story.day, reason=reason)
        else:
            journal.half_prove(milestone, story.day, reason=reason)
