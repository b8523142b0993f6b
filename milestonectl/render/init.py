"""What `init` wrote, and what to do first."""

from collections.abc import Sequence

from milestonectl.render.screen import Line, Span, Table
from milestonectl.render.words import plural


def started_screen(folder: str, files: Sequence[str], *, example: bool) -> list[Line | Table]:
    """The workspace's parts and the first commands."""
    processes = [
        name.removeprefix("processes/").removesuffix(".yaml") for name in files if name.startswith("processes/")
    ]
    shards = [name for name in files if name.startswith("ledger/") and not name.endswith(".gitkeep")]
    there = "" if folder == "." else f" -C {folder}"
    lines: list[Line | Table] = [
        Span(f"Started a workspace in {folder}: {plural(len(files), 'file')}.", "bold"),
        f"  processes/  {', '.join(processes)}",
    ]
    if example:
        return [
            *lines,
            f"  ledger/     {plural(len(shards), 'file')} of an example company",
            "",
            f"Look around: milestonectl{there} --as-of 2026-11-20 status",
        ]
    return [
        *lines,
        "  team.yaml   who sells: add the reps",
        "",
        f"Open the first deal: milestonectl{there} open ACME-1 --sale-type {processes[0] if processes else 'NAME'} --account NAME",
        f"Check the files:     milestonectl{there} validate",
    ]
