"""What `init` wrote, and what to do first."""

import shlex
from collections.abc import Sequence

from milestonectl.render.screen import Column, Command, Line, Span, Table
from milestonectl.render.words import plural

_WORDS = [Column(""), Column("", wrap=True)]


def started_screen(folder: str, files: Sequence[str], *, example: bool) -> list[Line | Table]:
    """The workspace's parts and the first commands."""
    packs = [name.removeprefix("processes/").removesuffix(".yaml") for name in files if name.startswith("processes/")]
    shards = [name for name in files if name.startswith("ledger/") and not name.endswith(".gitkeep")]
    there = "" if folder == "." else f" -C {shlex.quote(folder)}"
    parts: list[list[Line]] = [["processes/", ", ".join(packs)]]
    if example:
        parts.append(["ledger/", f"{plural(len(shards), 'file')} of an example company"])
        steps: list[list[Line]] = [["Look around", Command(f"milestonectl{there} --as-of 2026-11-20 status")]]
    else:
        parts.append(["team.yaml", "who sells: add the reps"])
        opening = f"milestonectl{there} open ACME-1 --sale-type {packs[0] if packs else 'NAME'}"
        steps = [["First deal", Command(opening)], ["Check", Command(f"milestonectl{there} validate")]]
    heading = Span(f"Started a workspace in {folder}: {plural(len(files), 'file')}.", "bold")
    return [heading, Table(_WORDS, parts), "", Table(_WORDS, steps)]
