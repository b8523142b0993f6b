"""`process`: list, show, compare, bump and chart the process definitions."""

import enum
from collections import Counter
from typing import Annotated

import typer

from milestonectl.commands.arguments import As, Output
from milestonectl.commands.clock import parse_day
from milestonectl.commands.completion import complete_sale_types
from milestonectl.commands.gather import Gathered, gather_files
from milestonectl.commands.process_export import export_process
from milestonectl.commands.reading import show
from milestonectl.deals.effect import Effect, effects
from milestonectl.deals.fold import fold_all
from milestonectl.files.bump import bump
from milestonectl.files.revisions import definitions_at
from milestonectl.model.errors import Exit, UsageError
from milestonectl.model.origin import OriginLine, origin_lines
from milestonectl.model.process import Process
from milestonectl.model.revision import Change, changes
from milestonectl.model.words import did_you_mean
from milestonectl.render import chart as charts
from milestonectl.render.printing import print_screen
from milestonectl.render.processes import diff_markdown, diff_screen, process_screen, processes_screen

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)
app.command("export")(export_process)


class ChartFormat(enum.StrEnum):
    """What a chart is drawn as."""

    MERMAID = "mermaid"
    MARKDOWN = "markdown"
    HTML = "html"


Name = Annotated[str, typer.Argument(metavar="NAME", help="The process.", autocompletion=complete_sale_types)]
Version = Annotated[int | None, typer.Option("--version", metavar="N", help="Which version; else the latest.")]
CHARTS = {ChartFormat.MERMAID: charts.mermaid, ChartFormat.MARKDOWN: charts.markdown, ChartFormat.HTML: charts.html}


@app.callback()
def process() -> None:
    """List, show, compare, bump and chart the process definitions."""


@app.command(name="list")
def list_(ctx: typer.Context, output: As = Output.TABLE) -> int:
    """List every version of every process.

    Example: milestonectl process list
    """
    gathered = gather_files(ctx)
    open_deals = Counter(d.process.pin for d in gathered.pipeline.deals.values() if d.process and d.outcome == "open")
    return show(gathered, processes_screen(gathered.workspace.processes, open_deals, gathered.day), output)


@app.command(name="show")
def show_(ctx: typer.Context, name: Name, version: Version = None, output: As = Output.TABLE) -> int:
    """Show a process as it is worked out, with the place that each line comes from.

    Example: milestonectl process show renewal --version 1
    """
    gathered = gather_files(ctx)
    found = chosen(gathered, name, version)
    return show(gathered, process_screen(found, lines_of(found, gathered), gathered.day), output)


@app.command()
def diff(
    ctx: typer.Context,
    revision: Annotated[str, typer.Argument(metavar="[REV|FILE]", help="A commit of git, or a process file.")] = "HEAD",
    output: As = Output.TABLE,
) -> int:
    """Say what changed in the processes since a commit, and what that does to open deals.

    Exit code 0: nothing changed, 1: something did.

    Example: milestonectl process diff origin/main -o markdown
    """
    gathered = gather_files(ctx)
    found, affected = compared(gathered, revision)
    if output == Output.MARKDOWN:
        typer.echo(diff_markdown(found, affected))
    else:
        print_screen(diff_screen(found, affected, gathered.day), output)
    return Exit.PROBLEMS if found else Exit.FINE


@app.command(name="bump")
def bump_(
    ctx: typer.Context,
    name: Name,
    effective: Annotated[
        str, typer.Option("--effective", metavar="DATE", help="For deals opened from then on.")
    ] = "today",
) -> int:
    """Start the next version of a process; the one before is kept under its number.

    Example: milestonectl process bump renewal --effective 2027-01-01
    """
    gathered = gather_files(ctx)
    day = gathered.day if effective == "today" else parse_day(effective, "--effective")
    done = bump(gathered.root, chosen(gathered, name, None), day)
    typer.echo(
        f"{done.pin} is in {done.file}, for deals opened from {day.isoformat()}; the version before is in {done.kept}."
    )
    typer.echo("Edit it, then see what it changes: milestonectl process diff")
    return Exit.FINE


@app.command()
def chart(
    ctx: typer.Context,
    name: Name,
    version: Version = None,
    output: Annotated[ChartFormat, typer.Option("-o", "--output", help="How to draw it.")] = ChartFormat.MERMAID,
) -> int:
    """Draw a process for people who never open a YAML file.

    Example: milestonectl process chart renewal -o html > renewal.html
    """
    typer.echo(CHARTS[output](chosen(gather_files(ctx), name, version)))
    return Exit.FINE


def chosen(gathered: Gathered, name: str, version: int | None) -> Process:
    """The version that was asked for, as `renewal`, `renewal@1` or with a number beside it."""
    processes = gathered.workspace.processes
    bare, _, pinned = name.partition("@")
    versions = processes.versions.get(bare, ())
    if not versions:
        near = did_you_mean(bare, processes.versions) or "see milestonectl process list"
        fault = "has problems: milestonectl validate" if bare in processes.unsound else f"does not exist; {near}"
        raise UsageError(f'the process "{bare}" {fault}')
    number = str(version or pinned or max(process.version for process in versions))
    found = processes.pinned(f"{bare}@{number}")
    if found is None:
        known = ", ".join(str(process.version) for process in versions)
        raise UsageError(f'there is no version {number} of "{bare}"; there is {known}')
    return found


def lines_of(process: Process, gathered: Gathered) -> list[OriginLine]:
    """A resolved process, line by line."""
    processes = gathered.workspace.processes
    extends = process.extends
    parent = processes.pinned(extends) if "@" in extends else processes.current(extends, process.effective)
    return list(origin_lines(process.node, parent.node if parent else None, process.file)) if process.node else []


def compared(gathered: Gathered, revision: str) -> tuple[list[Change], list[Effect]]:
    """What changed since a revision, and which open deals stand differently by it."""
    workspace = gathered.workspace
    before = definitions_at(gathered.root, revision)
    old_deals = fold_all(workspace.rows, before.processes, workspace.settings, gathered.horizon)
    found = changes(before.processes, workspace.processes)
    return found, effects(old_deals, gathered.deals, gathered.day)
