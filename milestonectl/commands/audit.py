"""`audit`: whether the record can be trusted."""

import contextlib
import dataclasses
from typing import Annotated

import typer

from milestonectl.checks import AUDIT_RULES, RULES, examine
from milestonectl.commands.gather import Gathered, horizon_of, workspace_root
from milestonectl.commands.recording import gather_to_write
from milestonectl.commands.validate import ProblemFormat, checked, exit_code
from milestonectl.deals.audit import Audit
from milestonectl.deals.audit import audit as audited
from milestonectl.files.against import history_problems
from milestonectl.files.disk import locked
from milestonectl.files.evidence import evidence_problems
from milestonectl.files.quotes import quoted
from milestonectl.files.repair import move_torn_lines, take_out_copies
from milestonectl.files.workspace import load_workspace
from milestonectl.model.findings import Findings
from milestonectl.render.audit import audit_document, audit_screen
from milestonectl.render.printing import print_blocks, print_screen
from milestonectl.render.problems import FORMATS
from milestonectl.render.screen import Screen

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def audit(
    ctx: typer.Context,
    against: Annotated[
        str | None, typer.Option("--against", metavar="REV", help="Every row of that git revision must still be there.")
    ] = None,
    repair: Annotated[
        bool,
        typer.Option("--repair", help="Move torn last lines aside, below torn/, and take out second copies of rows."),
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors for the exit code.")] = False,
    output: Annotated[ProblemFormat, typer.Option("-o", "--output", help="How to print it.")] = ProblemFormat.FULL,
) -> int:
    """Check whether the record can be trusted, and show how well it is proven.

    Fingerprints, evidence files, late and bulk entries, empty evidence, waivers and overrides, and with --against
    whether anything of an earlier revision was changed or removed.

    Example: milestonectl audit --against origin/main
    """
    if repair:
        _repair(ctx, quiet=output != ProblemFormat.FULL)
    root = workspace_root(ctx)
    gathered = _as_of(Gathered(root, load_workspace(root), horizon_of(ctx)))
    findings = _findings(gathered, against)
    figures = audited(gathered.deals.values(), gathered.workspace.rows)
    _print(findings, figures, against, output)
    return exit_code(findings, strict)


def _print(findings: Findings, figures: Audit, against: str | None, output: ProblemFormat) -> None:
    if output == ProblemFormat.JSON:
        print_screen(Screen([], audit_document(findings, figures, against)), "json")
    else:
        typer.echo(FORMATS[output](findings))
    if output == ProblemFormat.FULL:
        print_blocks(audit_screen(figures, against))


def _as_of(gathered: Gathered) -> Gathered:
    """Only what was recorded by then."""
    workspace = gathered.workspace
    seen = tuple(row for row in workspace.rows if gathered.horizon.sees(row))
    return Gathered(gathered.root, dataclasses.replace(workspace, rows=seen), gathered.horizon)


def _findings(gathered: Gathered, against: str | None) -> Findings:
    root, workspace = gathered.root, gathered.workspace
    seen = evidence_problems(root, workspace.rows)
    seen += history_problems(root, against, workspace.settings.field_names) if against else []
    located, lines = quoted(root, examine(workspace, gathered.day, seen), workspace.sources or {})
    return Findings(tuple(located), checked(gathered), gathered.day, lines, (*RULES, *AUDIT_RULES))


def _repair(ctx: typer.Context, *, quiet: bool) -> None:
    root = workspace_root(ctx)
    with locked(root):
        field_names = gather_to_write(ctx).workspace.settings.field_names
        lines = [f"Moved a torn line to {file}." for file in move_torn_lines(root, field_names)]
        lines += [f"Took out a second copy of a row at {place}." for place in take_out_copies(root, field_names)]
    if not quiet:
        with contextlib.suppress(BrokenPipeError):
            print_blocks([*(lines or ["There is nothing to repair."]), ""])
