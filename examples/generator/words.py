"""What people write into notes and reasons. Braces are filled in by `say`."""

import random
from collections.abc import Mapping

_SLOTS: Mapping[str, tuple[str, ...]] = {
    "gear": (
        "flow meters", "level gauges", "moisture probes", "the inline analyser", "vibration sensors", "the weighing loop",
        "density meters", "the calibration bench", "tank gauges", "the kiln probes", "pressure transmitters", "gas analysers",
        "the dosing skid", "the batch meters", "temperature chains",
    ),
    "place": (
        "line 2", "the tank farm", "the boiler house", "the wet end", "plant 3", "the mixing hall", "packing", "the kiln",
        "the lab", "the pump station", "the loading bay", "the cold end", "line 7", "the old mill", "the utilities block",
    ),
    "who": (
        "maintenance", "their quality lead", "the shift foreman", "process engineering", "purchasing", "the plant manager",
        "finance", "IT", "the site director", "the lab manager", "production planning", "their auditor",
    ),
    "figure": (
        "38 h of stops last year", "2.4 % giveaway", "11 recalibrations a quarter", "USD 90K of scrap", "6 % drift by spring",
        "three audit findings", "14 manual readings a shift", "a 9 month payback", "31 gauges out of date", "22 call-outs",
        "1,200 m3 unaccounted for", "about 4 batches lost a month", "half a day per changeover",
    ),
    "when": (
        "next week", "after the shutdown", "on Thursday", "before month end", "in two weeks", "after the budget round",
        "when she is back from leave", "mid month", "after the audit", "once the new line runs", "Tuesday morning",
        "in the new year",
    ),
    "channel": ("on the phone", "by e-mail", "on the call", "at the plant", "over lunch", "on site", "in the weekly call"),
}  # fmt: skip

NOTES = (
    "{who} joined {channel}, mostly worried about {gear}",
    "walked {place} with {contact}; {figure}",
    "Sent the offer for {gear} again, first one went to spam",
    "left voicemail",
    "no answer since the demo, will try {when}",
    "{contact} asks for drawings of {gear} first",
    "Short call. {who} wants a reference from the same industry",
    "they still read {gear} by hand at {place}",
    "meeting moved, {contact} is ill. New date {when}",
    "budget seems fine, timing is not: {place} stops {when}",
    "{figure} according to {contact}",
    "Met {contact} at the fair, wants to see {gear} in use",
    "{who} is against it, does not want another system",
    "price discussion {channel}, I did not give anything away",
    "asked for payment in 60 days, told them I'd check",
    "{contact} forwarded our summary to {who}",
    "Visit done. {place} is in worse shape than they said",
    "quote v2 out, with calibration for {gear} included",
    "waiting for {who} to come back to us",
    "nice call with {contact}, things are moving",
    "site survey booked {when}",
    "old contract for {gear} runs out in March",
    "Need our service people there before {contact} says anything",
    "{contact}: 'if {figure} is true we talk tomorrow'",
    "they compare us on {gear} only, not on the service",
    "NDA signed, data from {place} to follow",
    "Got the readings from {place}, passed on to Petra in applications",
    "{who} found {figure}; helps us",
    "will call {when}",
    "called {contact}, no decision before the board meets",
    "asked who else must agree: {who} and {contact}",
    "travel freeze at the customer, everything by video now",
    "{contact} on holiday for two weeks",
    "Reminder sent.",
    "sent the safety sheet for {gear} to {who}",
    "The new {who} contact is friendlier than the last one",
    "heard that a sister plant uses our {gear}, asked for an introduction",
    "Talked {channel} about {place}: access only at weekends",
    "demo unit shipped for {place}",
    "demo unit back, needs cleaning",
    "{contact} wants the hosted version explained to IT {when}",
    "asked {contact} what happens if they do nothing: {figure}",
    "Coffee with {contact}. Reorganisation coming, but our project stays",
    "mailed the list of spare parts",
    "they had a leak at {place}, urgent now",
    "{who} sent 14 questions, answered 11",
    "answered the remaining questions {channel}",
    "cannot reach {contact}, tried twice",
    "introduced our service manager to {who}",
    "Purchasing wants three offers. We are the second one",
    "joined their morning round at {place}, took photos",
    "{contact} prefers to start small: {gear} at {place} only",
    "agreed to talk {when}",
    "their own people tried to fix {gear}, gave up",
    "Asked for the decision steps again, got only half of them",
    "scope now without {gear}",
    "scope grew: {place} as well",
    "{contact} corrected our summary, two small changes",
    "customer satisfied with last service visit, says {who}",
    "small complaint about response time, passed to service desk",
    "complaint closed, {contact} thanked us",
    "invoice question solved with accounts",
    "two more users asked for access",
    "usage up since {place} was connected",
    "hardly any log-ins from {place} since summer",
    "{who} asks about training for the night shift",
    "sent dates for the workshop",
    "workshop at {place} went well, 9 people",
    "need answer from legal about liability",
    "{contact} will be our sponsor I think",
    "not sure that {contact} has any say in this",
    "competitor was on site last week, {contact} told me",
    "{contact} showed me the other offer; cheaper, without service",
    "They liked the report from {place}",
    "trial protocol drafted with {who}",
    "trial runs since Monday, {gear} at {place}",
    "first trial readings off by 3 %, wrong grounding, fixed",
    "trial results good; {figure} would be gone",
    "supplier form is 22 pages...",
    "tax form sent to {who}",
    "insurance certificate sent",
    "contract draft with their legal since last week",
    "redlines back, mostly harmless",
    "{contact} needs one more signature",
    "PO promised for {when}",
    "quiet. Wrote to {contact} and {who}",
    "back from leave, picking this up again",
    "handed over the file at the customer, everyone is new",
    "{contact} left the company! successor unknown",
    "Successor is in place, starts from zero on {gear}",
    "asked for the plant's readings of the last 12 months",
    "they want a fixed price per gauge and year",
    "Agreed agenda for {when}",
    "talked about winter shutdown: only window for {place}",
    "price list 2026 sent",
    "It is always {gear}, says {who}",
    "discussed service hours. 24/7 is too much for them",
    "Spoke to {contact} {channel}, fine so far",
    "good questions from {who}, bad mood otherwise",
)

FINDINGS = (
    "{gear} at {place}: {figure}", "readings of {place} to be kept for five years", "{who} names one person for questions",
    "{gear} are replaced first, {place} follows", "measured by {who}, every month, same sheet as today",
    "not in scope: {place}", "stops only in the planned shutdown", "present figure: {figure}", "start {when}",
    "certificates for {gear} in one register", "response within 8 working hours at {place}", "spare parts kept on site by {who}",
    "training for two shifts at {place}", "{contact} approves changes of scope", "target: half of today's figure within six months",
)  # fmt: skip
WON = (
    "signed!", "order is in", "Signed copy received, original by post", "PO came a day early", "done. kick-off {when}",
    "{contact} signed {channel}", "finally", "signed by both, start with {place}", "two year term", "order form back, all good",
    "", "", "", "",
)  # fmt: skip
ACHIEVED = (
    "agreed {channel}", "see mail", "{contact} wrote it better than I could have", "confirmed, {figure}", "in writing now",
    "ok from {contact}", "{contact} answered with two corrections", "took three attempts", "agreed for {gear}; {place} later",
    "{who} in copy", "minutes sent back with ok", "came faster than expected", "the figure is theirs: {figure}",
    "with {who} in the room", "confirmed for {place}", "as discussed {channel}", "accepted without changes",
    "", "", "", "", "", "", "", "", "",
)  # fmt: skip
UNPROVEN = (
    "said so {channel}, written reply to follow", "my notes only so far", "verbal ok", "{contact} was clear about it",
    "will get it in writing", "they agreed, mail promised {when}", "notes in the folder", "", "", "",
)  # fmt: skip
PROVEN_LATER = (
    "the mail arrived", "here it is in writing", "{contact} confirmed at last", "late, but now complete",
    "reply found in my other inbox", "asked again, got it", "confirmed when I called", "", "",
)  # fmt: skip
SECOND = (
    "{who} as well", "second mail, same answer", "also from {who}", "and the signed list", "same from the other plant", "", "", "",
)  # fmt: skip
AGAIN = (
    "confirmed again, still valid", "asked again after the long break: yes", "same as before, new date", "renewed, one change",
    "{contact} stands by it", "went through it again {channel}", "",
)  # fmt: skip
OVERRIDES = (
    "buyer's executive is travelling, written reply follows",
    "agreed with {manager}: proof comes with the contract",
    "customer skips this step in all purchases below 50K",
    "trial was done last year by another department, papers to follow",
    "quarter end, {manager} approved",
    "{contact} confirmed on the phone, mail server down",
    "their purchasing will not put it in writing before the order",
    "step done by the partner, documents on their side",
    "shutdown starts Monday, no time to wait for the reply",
    "approved by {manager} in the pipeline call",
    "customer insists on doing it in this order",
    "same group as last year's deal, results carry over",
)
BOOKED_AFTERWARDS = (
    "order already in, catching up", "sold at the counter", "entering it now that it is signed", "done last week on site",
    "repeat order, no papers in between", "booked after the fact", "customer ordered straight away", "catching up on records",
)  # fmt: skip
WAIVERS = (
    "customer cleared us in 2023, certificate still valid",
    "sister plant has accepted the same terms",
    "no users to ask before the plant is built",
    "framework agreement of the group covers it",
    "pilot ran under the old contract",
    "supplier number exists from an earlier order",
    "finance delegated it to the plant for this sum",
)
PUSHES = (
    "budget round later than planned", "{contact} away until then", "shutdown moved", "waiting for legal", "they need another month",
    "realistic date", "new date from purchasing", "moved by customer", "was too hopeful", "after {who} has seen it", "",
    "decision goes to the January board", "", "no reason given", "trial extended", "",
)  # fmt: skip
AMOUNTS = (
    "without {place}", "plus {place}", "fewer gauges", "three year term instead of two", "after the site survey",
    "discount for early order", "service hours added", "recounted with {contact}", "",
)  # fmt: skip
LOST_NOTES = (
    "{contact} was sorry, would talk again next year", "heard it from {who}, not from {contact}", "no reply since, closing it",
    "decided above {contact}", "we came in too late", "our price was 12 % higher", "they keep {gear} for another year",
    "learned: talk to {who} first", "polite letter, no reason given", "the other one had a trial running before us", "", "", "",
)  # fmt: skip
LOST_REASONS: Mapping[str, int] = {
    "no decision": 38, "price": 17, "project postponed": 10, "budget withdrawn": 9, "stays with present supplier": 8,
    "requirements not met": 6, "sponsor left": 5, "solved in-house": 4, "plant closed": 2,
}  # fmt: skip
REOPENED = (
    "{contact} called: project is on again", "new budget year", "the other supplier could not deliver", "successor wants to look at it",
    "they had the failure we warned about", "asked us to hold the price, we did",
)  # fmt: skip
MISTAKES = ("typed a zero too many", "wrong amount, was the price list", "amount of the other plant")
HANDOVERS = (
    "handed over", "{manager}: goes with the new split of territories", "customer moved to another region", "swap",
)  # fmt: skip
WRONG_DEAL = ("belongs to another deal", "wrong customer, sorry", "entered twice", "mixed up two calls")
PROMISES = (
    "", "", "", "", "promised {channel}", "date from {contact}", "agreed in the plan", "will push for it", "tight",
)  # fmt: skip


def say(chance: random.Random, texts: tuple[str, ...], **names: str) -> str:
    """One of the texts, its braces filled in."""
    filled = {slot: chance.choice(words) for slot, words in _SLOTS.items()} | names
    text = chance.choice(texts).format_map(filled)
    return text[:1].upper() + text[1:] if chance.random() < 0.4 else text
