"""`report`: a period on one page, to be read, printed and forwarded."""

import importlib
import importlib.util
from pathlib import Path
from typing import Annotated

import typer

from milestonectl.commands.arguments import AskedQuarter, AskedRep
from milestonectl.commands.gather import Gathered, gather
from milestonectl.commands.periods import asked_period
from milestonectl.commands.reading import warn
from milestonectl.commands.report_contents import contents
from milestonectl.model.errors import MilestonectlError
from milestonectl.model.period import Period, quarter_of
from milestonectl.render.pages.section import Report

app = typer.Typer(add_completion=False, rich_markup_mode=None)
MADE_BY = '<meta name="generator" content="milestonectl report">'
_NEEDED = {"jinja2": "jinja2", "vl_convert": "vl-convert-python"}
_MARK_WITHIN = 2_000


@app.command()
def report(
    ctx: typer.Context,
    rep: AskedRep = None,
    period: AskedQuarter = None,
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="A file; or markdown, to standard output.")
    ] = "",
) -> int:
    """Write a report: one HTML file that needs nothing else, or Markdown for chats and pull requests.

    The period is the quarter of the day unless --period says otherwise.

    Example: milestonectl report --period 2026-Q4 -o report.html
    """
    gathered = gather(ctx)
    asked = asked_period(gathered, period) if period else this_quarter(gathered)
    made = contents(gathered, asked, rep)
    if output == "markdown":
        typer.echo(_markdown(made), nl=False)
    elif Path(output).suffix == ".md":
        _write(Path(output), _markdown(made))
    else:
        _write(Path(output or _name(asked, rep)), html(made))
    return warn(gathered)


def this_quarter(gathered: Gathered) -> Period:
    """The fiscal quarter of the day."""
    return quarter_of(gathered.day, gathered.workspace.settings.fiscal_year_starts)


def html(made: Report) -> str:
    """The report as one file; what makes it is loaded only now."""
    missing = [package for module, package in _NEEDED.items() if importlib.util.find_spec(module) is None]
    if missing:
        raise MilestonectlError(f"{' and '.join(missing)} is not installed: pip install 'milestonectl[report]'")
    rendered = importlib.import_module("milestonectl.render.pages.report").report_html(made)
    return str(rendered)


def _markdown(made: Report) -> str:
    return str(importlib.import_module("milestonectl.render.pages.markdown").report_markdown(made))


def _name(period: Period, rep: str | None) -> str:
    return f"report-{rep}-{period.name}.html" if rep else f"report-{period.name}.html"


def _write(path: Path, text: str) -> None:
    """Write a report over an older one, but over nothing else."""
    try:
        if path.suffix != ".md" and path.exists() and MADE_BY not in _beginning(path):
            raise MilestonectlError(
                f"{path} is no report of milestonectl; nothing was written. Name another file with -o"
            )
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise MilestonectlError(f"cannot write {path}: {error.strerror}") from error
    typer.echo(f"Wrote {path} ({len(text.encode()) / 1024:,.0f} KB). Open it in a browser, or attach it to a mail.")


def _beginning(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(_MARK_WITHIN)
