"""What happens between two milestones: promises, notes, indicators, moved closing dates, mistakes."""

import datetime

from examples.generator import words
from examples.generator.company import ROUND_TO, SELLERS, workday
from examples.generator.journal import DAY, Journal
from examples.generator.opening import Story
from milestonectl.model.process import Milestone


def promise(story: Story, milestone: Milestone, until: datetime.date) -> None:
    """A promise for about the right day; a missed one is sometimes made again."""
    wait = (until - story.day).days
    due = workday(story.day + max(1, round(wait * story.journal.chance.uniform(0.6, 1.35))) * DAY)
    story.journal.promise(milestone.id, story.day, due, story.journal.say(words.PROMISES))
    again = workday(due + 2 * DAY)
    if again < until and story.journal.chance.random() < 0.4:
        pass_time(story, milestone, again)
        later = workday(again + round(wait / 2 + 3) * DAY)
        story.journal.promise(milestone.id, again, later, story.journal.say(words.PROMISES))


def pass_time(story: Story, milestone: Milestone, until: datetime.date) -> None:
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


def change_scope(story: Story) -> None:
    """Sometimes another amount, seldom a slip of the pen."""
    journal = story.journal
    draw = journal.chance.random()
    if story.passed in (1, 2) and draw < 0.12:
        amount = _scaled(journal, journal.chance.choice((0.7, 0.8, 0.85, 0.9, 1.1, 1.2, 1.35)))
        journal.write("changed", story.day, amount=amount, note=journal.say(words.AMOUNTS))
    elif draw > 0.975:
        _mistake(story)


def hand_over(story: Story) -> None:
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


def _scaled(journal: Journal, factor: float) -> str:
    """The amount now, times a factor, rounded as people do."""
    money = journal.folded().amount
    if money is None:
        raise ValueError(f"{journal.deal} has no amount")
    step = ROUND_TO[money.currency]
    return str(max(step, round(float(money.amount) * factor / step) * step))
