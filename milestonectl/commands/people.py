"""Who is meant, and who is writing."""

import os
import subprocess
from pathlib import Path

import typer

from milestonectl.commands.asking import answer
from milestonectl.commands.gather import Gathered
from milestonectl.files.text import did_you_mean
from milestonectl.model.errors import UsageError
from milestonectl.model.settings import Team


def reps_of(gathered: Gathered, rep: str | None) -> frozenset[str]:
    """The reps that `--rep` means: one, or everybody whom a manager manages. None named: no restriction."""
    if not rep:
        return frozenset()
    team = gathered.workspace.team
    return team.reports_of(rep) or frozenset({rep if rep in gathered.pipeline.owners else known_person(team, rep)})


def known_person(team: Team, person: str) -> str:
    """Somebody of the team; anybody when no team is defined."""
    if not team.people or person in team.people:
        return person
    near = did_you_mean(person, team.people) or f"one of {', '.join(team.people)}"
    raise UsageError(f'"{person}" is not in team.yaml; {near}')


def writer(ctx: typer.Context, gathered: Gathered, by: str | None) -> str:
    """Who writes: `--by`, else MILESTONECTL_REP, else the rep whose e-mail is git's user, else asks."""
    team = gathered.workspace.team
    named = person_at_hand(gathered.root, team, by)
    return known_person(team, answer(ctx, named, "Who are you", "--by", list(team.people)))


def person_at_hand(root: Path, team: Team, by: str | None) -> str:
    """Who writes, as far as that can be told without asking."""
    return by or os.environ.get("MILESTONECTL_REP") or _git_person(root, team)


def _git_person(root: Path, team: Team) -> str:
    if not any(person.email for person in team.people.values()):
        return ""
    try:
        found = subprocess.run(["git", "config", "user.email"], cwd=root, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    email = found.stdout.strip().casefold()
    return next((p.id for p in team.people.values() if p.email and p.email.casefold() == email), "")
