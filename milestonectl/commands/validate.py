"""`validate`: check process definitions and the ledger."""

import enum
from typing import Annotated

import typer

from milestonectl.checks import RULES, check
from milestonectl.commands.gather import Gathered, gather
from milestonectl.files.quotes import quoted
from milestonectl.model.errors import Exit, UsageError
from milestonectl.model.findings import Checked, Findings
from milestonectl.model.problem import Problem
from milestonectl.model.words import did_you_mean
from milestonectl.render.problems import FORMATS

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class ProblemFormat(enum.StrEnum):
    """How problems are printed."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"


@app.command()
def validate(
    ctx: typer.Context,
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH]...", help="Only what is wrong in these files and folders.")
    ] = None,
    output: Annotated[ProblemFormat, typer.Option("-o", "--output", help="How to print it.")] = ProblemFormat.FULL,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="RULE", help="Only this rule, by code or name; MC3 is all of MC3xx."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors for the exit code.")] = False,
) -> int:
    """Check process definitions and the ledger.

    What each rule means: milestonectl explain CODE

    Example: milestonectl validate processes/renewal.yaml -o concise
    """
    findings = found(gather(ctx), paths or [], select or [])
    typer.echo(FORMATS[output](findings))
    return exit_code(findings, strict)


def found(gathered: Gathered, paths: list[str], select: list[str]) -> Findings:
    """What is wrong, in the files and by the rules that were asked for."""
    workspace = gathered.workspace
    problems = [p for p in check(workspace, gathered.day) if _asked(p, paths, select)]
    located, lines = quoted(gathered.root, problems, workspace.sources or {})
    return Findings(tuple(located), checked(gathered), gathered.day, lines, RULES)


def checked(gathered: Gathered) -> Checked:
    """How much there was to look at."""
    workspace = gathered.workspace
    processes = (*workspace.processes, *workspace.processes.drafts)
    files = {
        *(workspace.sources or {}),
        *(row.file for row in workspace.rows),
        *(p.place.file for p in workspace.problems),
    }
    milestones = sum(len(process.milestones) for process in processes)
    return Checked(len(files), len(processes), milestones, len(gathered.deals), len(workspace.rows))


def exit_code(findings: Findings, strict: bool) -> int:
    """Whether something is wrong, or there was nothing that could have been."""
    if any(strict or problem.severity == "error" for problem in findings.problems):
        return Exit.PROBLEMS
    return Exit.FINE if findings.checked.processes or findings.checked.rows else Exit.NOTHING


def _asked(problem: Problem, paths: list[str], select: list[str]) -> bool:
    in_paths = not paths or any(_below(problem.place.file, path) for path in paths)
    return in_paths and (not select or any(_chosen(problem, word) for word in select))


def _below(file: str, path: str) -> bool:
    folder = path.removeprefix("./").rstrip("/")
    return folder in ("", ".") or file == folder or file.startswith(f"{folder}/")


def _chosen(problem: Problem, word: str) -> bool:
    if not _is_known(word):
        near = did_you_mean(word, [known for rule in RULES for known in (rule.name, rule.code)])
        raise UsageError(f'there is no rule "{word}"; {near or "the rules: milestonectl explain"}')
    return problem.name == word.casefold() or problem.code.casefold().startswith(word.casefold())


def _is_known(word: str) -> bool:
    folded = word.casefold()
    return any(folded == rule.name or rule.code.casefold().startswith(folded) for rule in RULES)
