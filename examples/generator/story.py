"""The life of one deal: opened, worked from milestone to milestone, proven late, won, lost or still open."""

import datetime

from examples.generator import words
from examples.generator.company import TODAY, workday
from examples.generator.journal import DAY, Journal
from examples.generator.opening import SLOW, Story, opened
from examples.generator.waiting import change_scope, hand_over, pass_time, promise
from milestonectl.deals.gates import Standing
from milestonectl.model.process import Milestone


def tell(journal: Journal, sale_type: str, day: datetime.date, source: str) -> None:
    """Write a deal's whole life into its journal."""
    story = opened(journal, sale_type, day, source)
    if journal.seller.books_afterwards and journal.chance.random() < 0.85:
        _book_afterwards(story)
        return
    while story.day <= TODAY and _step(story, _upcoming(story)):
        pass


def _step(story: Story, standing: Standing) -> bool:
    """Work on one milestone; says whether the deal goes on."""
    milestone, chance = standing.milestone, story.journal.chance
    usual = (milestone.typical_days or 10) * SLOW * story.journal.seller.pace
    if standing.required and chance.random() > _survival(story, milestone):
        return _die(story, usual) and _reopened(story)
    until = workday(story.day + max(1, round(chance.gammavariate(2.2, usual / 2.2))) * DAY)
    if chance.random() < 0.3:
        promise(story, milestone, until)
    pass_time(story, milestone, until)
    change_scope(story)
    hand_over(story)
    if chance.random() < 0.03 and milestone.id != story.process.wins and standing.required:
        _waive(story, milestone)
    else:
        _achieve(story, milestone)
    story.passed += standing.required
    return milestone.id != story.process.wins


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


def _die(story: Story, usual: float) -> bool:
    """The deal is lost after a while; one in eight is left lying open for most of a year. Says whether it may come back."""
    journal, chance = story.journal, story.journal.chance
    wait = chance.gammavariate(2.0, usual * 0.75) + 24 + (chance.randrange(150, 330) if chance.random() < 0.12 else 0)
    milestone = _upcoming(story).milestone
    if chance.random() < 0.35:
        promise(story, milestone, workday(story.day + round(usual) * DAY))
    if wait < 150:
        pass_time(story, milestone, workday(story.day + round(wait) * DAY))
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
