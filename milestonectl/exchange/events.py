"""The words of a source -> what happened in its deals: milestones, ends, returns."""

from collections.abc import Mapping
from itertools import compress
from typing import TypeAlias

from milestonectl.exchange.rules import Meaning, Rules, plain
from milestonectl.exchange.state import State
from milestonectl.exchange.timeline import Timelines
from milestonectl.model.mapping import IGNORED, LOST, OPEN, WON

Happening: TypeAlias = tuple[int, str, str, str]
"""The place of the observation that tells it, the event, its milestone, its reason."""


def happenings(
    lines: Timelines, rules: Rules, begun: Mapping[str, State], new: Mapping[str, list[str]]
) -> list[Happening]:
    """What happened, in order.

    Where words are stages, one that stays says nothing; nor does the one that the ledger told last (`begun`).
    """
    words, sale_types = lines.seen.texts["event"], _sale_types(lines, begun, new.get("sale_type", []))
    found: list[Happening] = []
    deal, before, told, outcome = "", "", "", OPEN
    for place in compress(range(len(words)), words):
        if lines.deal[place] != deal:
            deal, before = lines.deal[place], ""
            state = begun.get(deal)
            outcome = state.outcome if state else OPEN
            told = (LOST if state.outcome == LOST else state.milestone) if state else ""
        word, sale_type = words[place], sale_types[place]
        if word == before and rules.are_stages:
            continue
        before = word
        meanings = rules.meanings(word, sale_type)
        if not (told and rules.are_stages and meanings and meanings[-1].name == told):
            outcome = _happen(place, meanings, outcome, lines, rules, found)
        told = ""
    return found


def _sale_types(lines: Timelines, begun: Mapping[str, State], new: list[str]) -> list[str]:
    """The sale type of the deal at each observation."""
    found: list[str] = []
    for deal, span in lines.spans.items():
        known = begun[deal].values.get("sale_type", "") if deal in begun else ""
        for said in new[span.start : span.stop] or [""] * len(span):
            known = said or known
            found.append(known)
    return found


def _happen(
    place: int, meanings: tuple[Meaning, ...], outcome: str, lines: Timelines, rules: Rules, found: list[Happening]
) -> str:
    """Adds what one word means; says how the deal stands after it."""
    texts = lines.seen.texts
    for kind, name, wins in meanings:
        if kind == LOST:
            reason = plain(texts["reason"][place]) or plain(texts["event"][place])
            found.append((place, "lost", "", reason))
            outcome = LOST
        elif kind != IGNORED:
            if outcome != OPEN and kind != WON and (kind == OPEN or rules.are_stages):
                found.append((place, "reopened", "", plain(texts["event"][place])))
                outcome = OPEN
            if kind != OPEN and name:
                found.append((place, "achieved", name, ""))
                outcome = WON if wins else outcome
    return outcome
