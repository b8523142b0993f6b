"""`validate`: check process definitions and the ledger."""

import dataclasses
import enum
import os
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from milestonectl.checks import RULES, check
from milestonectl.commands.gather import Gathered, gather_files
from milestonectl.files.fixes import Fixed, fixed_files, write_fixed
from milestonectl.files.quotes import quoted
from milestonectl.files.workspace import with_definitions
from milestonectl.model.errors import Exit, UsageError
from milestonectl.model.findings import Checked, Findings, below
from milestonectl.model.problem import Problem
from milestonectl.model.words import did_you_mean
from milestonectl.render.problems import FORMATS
from milestonectl.render.words import inert, plural

app = typer.Typer(add_completion=False, rich_markup_mode=None)


_ROUNDS = 5
"""A mended key may show a wrong value below it, and so on."""


class Choice(NamedTuple):
    """Which problems are asked for: files and folders, and codes or names of rules. Nothing: all."""

    paths: tuple[str, ...]
    select: tuple[str, ...]


class ProblemFormat(enum.StrEnum):
    """How problems are printed."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    JUNIT = "junit"
    SARIF = "sarif"


Paths = Annotated[list[str] | None, typer.Argument(metavar="[PATH]...", help="Only what is wrong in these files.")]
Select = Annotated[
    list[str] | None, typer.Option("--select", metavar="RULE", help="Only this rule: MC101, MC1 or its name.")
]


@app.command()
def validate(
    ctx: typer.Context,
    paths: Paths = None,
    output: Annotated[ProblemFormat, typer.Option("-o", "--output", help="How to print it.")] = ProblemFormat.FULL,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what is safe to mend, comments kept.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what --fix would do, and write nothing.")] = False,
    select: Select = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors for the exit code.")] = False,
) -> int:
    """Check process definitions and the ledger.

    What each rule means: milestonectl explain CODE

    Example: milestonectl validate processes/renewal.yaml -o concise
    """
    gathered, choice = gather_files(ctx), Choice(tuple(paths or []), tuple(select or []))
    fixes = mended(gathered, choice) if fix or diff else []
    if diff:
        return show_diff(fixes)
    if fixes:
        write_fixed(gathered.root, fixes)
        typer.echo(f"Changed {plural(len(fixes), 'file')}: {', '.join(inert(fixed.file) for fixed in fixes)}", err=True)
        gathered = gather_files(ctx)
    findings = found(gathered, asked(gathered, choice))
    typer.echo(FORMATS[output](findings))
    return exit_code(findings, strict)


def mended(gathered: Gathered, choice: Choice) -> list[Fixed]:
    """The definition files with all that is safe to mend mended, in as many rounds as it takes."""
    original = current = dict(gathered.workspace.sources or {})
    for _ in range(_ROUNDS):
        fixes = fixed_files(current, asked(gathered, choice))
        current = current | {fixed.file: fixed.after for fixed in fixes}
        if not fixes:
            break
        gathered = dataclasses.replace(gathered, workspace=with_definitions(gathered.workspace, current))
    return [Fixed(file, original[file], text) for file, text in current.items() if text != original[file]]


def show_diff(fixes: list[Fixed]) -> int:
    """Print what would be written. As with `diff`, a difference is exit code 1."""
    for fixed in fixes:
        typer.echo("\n".join(inert(line) for line in fixed.diff.splitlines()))
    return Exit.PROBLEMS if fixes else Exit.FINE


def asked(gathered: Gathered, choice: Choice) -> list[Problem]:
    """What is wrong, in the files and by the rules that were asked for."""
    folders = [_in_workspace(path, gathered.root) for path in choice.paths]
    problems = check(gathered.workspace, gathered.day)
    by_rule = [p for p in problems if not choice.select or any(_chosen(p, word) for word in choice.select)]
    return [problem for problem in by_rule if _in_files(problem, folders)]


def found(gathered: Gathered, problems: list[Problem]) -> Findings:
    """The problems as they are shown: with the lines that they quote, and paths from here."""
    located, lines = quoted(gathered.root, problems, gathered.workspace.sources or {})
    findings = Findings(tuple(located), checked(gathered), gathered.day, lines, RULES)
    return below(findings, from_here(gathered.root))


def from_here(root: Path) -> str:
    """The way from the current folder to the workspace; nothing when neither is inside the other."""
    here = Path.cwd()
    related = root.is_relative_to(here) or here.is_relative_to(root)
    way = os.path.relpath(root, here).replace(os.sep, "/") if related else "."
    return "" if way == "." else f"{way}/"


def _in_workspace(path: str, root: Path) -> str:
    """A path that was given from here, or from the workspace, as the workspace names it."""
    for start in (Path.cwd(), root):
        if (start / path).exists() and (start / path).resolve().is_relative_to(root.resolve()):
            return (start / path).resolve().relative_to(root.resolve()).as_posix()
    raise UsageError(f"there is no {path} in the workspace {root}")


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


def _in_files(problem: Problem, folders: list[str]) -> bool:
    file = problem.place.file
    return not folders or any(folder in (".", file) or file.startswith(f"{folder}/") for folder in folders)


def _chosen(problem: Problem, word: str) -> bool:
    folded = word.casefold()
    if not any(folded == rule.name or rule.code.casefold().startswith(folded) for rule in RULES):
        near = did_you_mean(word, [known for rule in RULES for known in (rule.name, rule.code)])
        raise UsageError(f'there is no rule "{word}"; {near or "the rules: milestonectl explain"}')
    return problem.name == folded or problem.code.casefold().startswith(folded)
