"""One deal as its rep writes it down: rows in the order of recording, each as the tool itself would write it."""

import datetime
import hashlib
import random
from dataclasses import dataclass, field

from examples.generator import words
from examples.generator.company import OFFICE_HOURS, TODAY, Seller, workday
from examples.generator.names import Account
from milestonectl.deals.deal import Deal
from milestonectl.deals.fold import fold
from milestonectl.deals.gates import Progress, Standing, blocking, progress
from milestonectl.files.cells import row_of
from milestonectl.model.clock import as_of, stamp
from milestonectl.model.process import Milestone, Processes
from milestonectl.model.row import Row, seal
from milestonectl.model.settings import Settings

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Definitions:
    """What the rows must obey."""

    settings: Settings
    processes: Processes


@dataclass
class Journal:
    """The rows of one deal, and the files that they point to."""

    deal: str
    account: Account
    seller: Seller
    definitions: Definitions
    chance: random.Random
    rows: list[Row] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    prompt: bool = False
    """Whether rows are written down on the spot, whatever the rep's habit."""
    recorded: datetime.datetime = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)

    @property
    def kept(self) -> list[Row]:
        """What had been recorded by the end of the example's today."""
        return [row for row in self.rows if row.recorded_at <= as_of(TODAY).recorded_by]

    def write(self, event: str, day: datetime.date, milestone: str = "", **cells: str) -> Row:
        """Add a row about a day, recorded on it or some days later."""
        self.recorded = self._moment(day, 0 if self.prompt else self._days_late(day))
        return self._add(event, day, milestone, cells)

    def promise(self, milestone: str, made: datetime.date, due: datetime.date, note: str) -> None:
        """A plan: made on one day, for another."""
        self.recorded = self._moment(made, 0)
        self._add("planned", due, milestone, {"note": note})

    def prove(self, event: str, milestone: Milestone, day: datetime.date, **cells: str) -> Row:
        """A row with the evidence that the process asks for."""
        kind = self.chance.choices(milestone.evidence.kinds, [5, 2, 1, 1][: len(milestone.evidence.kinds)])[0]
        role = self.chance.choices(milestone.evidence.roles, [4, 2, 1, 1][: len(milestone.evidence.roles)])[0]
        proof = {"kind": kind, "contact": self.account.people[role], "role": role} | self._evidence(
            kind, milestone.id, day
        )
        return self.write(event, day, milestone.id, **(proof | cells))

    def half_prove(self, milestone: Milestone, day: datetime.date, **cells: str) -> Row:
        """A milestone logged before its proof is there: only said, only on record, or said by the wrong person."""
        kind = self.chance.choice(milestone.evidence.kinds)
        stranger = next(role for role in ("user", "legal", "champion") if role not in milestone.evidence.roles)
        choices: list[dict[str, str]] = [
            {},
            {"kind": kind, "ref": self._name(kind, day)},
            {"kind": kind, "ref": self._name(kind, day), "contact": self.account.people[stranger], "role": stranger},
        ]
        proof = self.chance.choices(choices, [3, 6, 2])[0]
        return self.write("achieved", day, milestone.id, **proof, **cells)

    def say(self, texts: tuple[str, ...]) -> str:
        """Something that the rep would write."""
        contact = self.chance.choice([self.account.people[role] for role in ("champion", "economic-buyer", "user")])
        return words.say(self.chance, texts, contact=contact, manager=self.seller.manager.capitalize())

    def folded(self) -> Deal:
        """The deal as its rows now say."""
        deal = fold(self.rows, self.definitions.processes, self.definitions.settings)
        if deal is None:
            raise ValueError(f"{self.deal} was never opened")
        return deal

    def progress(self, day: datetime.date) -> Progress:
        """Where the deal stands on a day."""
        return progress(self.folded(), day)

    def blocking(self, milestone: Milestone, day: datetime.date) -> tuple[Standing, ...]:
        """What the tool would refuse a milestone for."""
        deal, found = self.folded(), self.progress(day)
        standing = found.standing(milestone.id)
        return blocking(milestone, standing.stage, found, deal.process) if standing and deal.process else ()

    def _add(self, event: str, day: datetime.date, milestone: str, cells: dict[str, str]) -> Row:
        own = {"date": day.isoformat(), "deal": self.deal, "event": event, "milestone": milestone, "by": self.seller.id}
        self.rows.append(seal(row_of(own | cells, "", 0), stamp(self.recorded)))
        return self.rows[-1]

    def _name(self, kind: str, day: datetime.date) -> str:
        """What people call a thing of some kind, when they refer to it; who books afterwards calls all talks the same."""
        number = self.chance.randrange
        known = {
            "email": f"{number(16**4):04x}",
            "document": self.chance.choice((f"DMS-{number(10_000, 70_000)}", f"HC-{number(100, 999)} rev {number(1, 4)}")),
            "signature": f"sign-{number(16**6):06X}",
            "purchase-order": self.chance.choice((f"PO {number(45_000_000, 45_900_000)}", f"{number(10_000, 99_999)}-1")),
            "recording": f"rec-{number(10_000, 99_999)}",
            "meeting": f"minutes {day:%y%m%d}-{number(1, 60)}",
        }  # fmt: skip
        if kind == "meeting" and self.seller.books_afterwards:
            return "order talk"
        return known.get(kind) or f"HC-calc-{number(100, 999)}"

    def _evidence(self, kind: str, milestone: str, day: datetime.date) -> dict[str, str]:
        name = f"evidence/{self.deal.lower()}-{milestone}.txt"
        if kind != "document" or name in self.files or self.chance.random() > 0.12:
            return {"ref": self._name(kind, day)}
        points = [f"- {self.say((text,))}" for text in self.chance.sample(words.FINDINGS, 4)]
        title = f"{self.account.name}: {milestone.replace('-', ' ')}"
        lines = [title, "", *points, "", f"Agreed: {self.account.people['champion']}", ""]
        return self._attach(name, "\n".join(lines))

    def _attach(self, name: str, text: str) -> dict[str, str]:
        """The cells that point to a file of the workspace, which is kept beside the ledger."""
        self.files[name] = text
        return {"ref": name, "sha256": hashed(text)}

    def _moment(self, day: datetime.date, wait: int) -> datetime.datetime:
        first, last = OFFICE_HOURS[self.seller.region]
        seconds = self.chance.randrange(first * 3600, last * 3600)
        start = datetime.datetime.combine(workday(day + wait * DAY), datetime.time(), datetime.UTC)
        moment = start + datetime.timedelta(seconds=seconds, microseconds=self.chance.randrange(10**6))
        soonest = self.recorded + datetime.timedelta(seconds=self.chance.uniform(20, 400))
        return max(moment, soonest)

    def _days_late(self, day: datetime.date) -> int:
        draw = self.chance.random()
        if draw < self.seller.tardiness:
            return self._days_to_quarter_end(day) if draw < self.seller.tardiness / 2 else self.chance.randrange(4, 12)
        return self.chance.choice((1, 1, 2, 3)) if draw > 0.72 else 0

    def _days_to_quarter_end(self, day: datetime.date) -> int:
        """The evening on which the late ones catch up, if it is less than a month away."""
        month = (day.month - 1) // 3 * 3 + 3
        end = datetime.date(day.year + month // 12, month % 12 + 1, 1) - DAY
        wait = (end - day).days
        return wait if wait < 28 else 4


def hashed(text: str) -> str:
    """What the `sha256` cell says of a file."""
    return hashlib.sha256(text.encode()).hexdigest()
