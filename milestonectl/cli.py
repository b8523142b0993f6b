"""The command line: which commands there are, and what happens when one cannot run.

A command's module is imported only when it is asked for, so that help and completion start at once.
"""

import difflib
import gc
import importlib
import os
import sys
from pathlib import Path
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup

from milestonectl.commands.request import global_options, request_of
from milestonectl.model.errors import Exit, MilestonectlError
from milestonectl.model.version import __version__
from milestonectl.render.stand_ins import ERRORS


class Entry(NamedTuple):
    """A command before it is imported."""

    module: str
    words: str


COMPLETION = {
    "--install-completion": "Install completion for the current shell, or for the one that is named.",
    "--show-completion": "Show completion for the current shell, or for the one that is named.",
}
SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


class Offer(NamedTuple):
    """What a shell may complete, in the form that typer's completion prints."""

    value: str
    help: str
    type: str = "plain"


GROUPS: dict[str, dict[str, Entry]] = {
    "Every day": {
        "open": Entry("open", "Open a deal."),
        "log": Entry("log", "Log a milestone, with its evidence, through the gates."),
        "plan": Entry("plan", "Promise a milestone for a day."),
        "change": Entry("change", "Change what is known about a deal: amount, closing date, owner and more."),
        "lose": Entry("lose", "Close a deal as lost, with the reason."),
        "reopen": Entry("reopen", "Reopen a deal that ended, with the reason."),
        "show": Entry("show", "Show one deal: its gates, what proves each milestone, the next ask."),
        "next": Entry("next", "Show what to ask the buyer for next."),
        "status": Entry("status", "Show where every deal really stands."),
        "undo": Entry("undo", "Take back your last entry."),
    },
    "Steering": {
        "pace": Entry("pace", "Show the milestones a week that a target requires."),
        "week": Entry("week", "Show the sheet for the weekly talk."),
        "coach": Entry("coach", "Show for each rep the one milestone where more is to be gained."),
        "forecast": Entry("forecast", "Show what the coming quarters bring."),
        "backtest": Entry("backtest", "Show what the forecast would have said in the past."),
        "movement": Entry("movement", "Show what moved the open pipeline from one day to another, to the cent."),
        "rates": Entry("rates", "Show how many deals go on from each milestone."),
        "report": Entry("report", "Write a report: one HTML file that needs nothing else."),
        "serve": Entry("serve", "Show the pipeline in a browser."),
    },
    "Definitions": {
        "validate": Entry("validate", "Check process definitions and the ledger."),
        "explain": Entry("explain", "Explain a rule, or a key of a definition file."),
        "process": Entry("process", "List, show, compare, bump and chart the process definitions."),
        "schema": Entry("schema", "Print the JSON Schema of a definition file."),
    },
    "Record": {
        "import": Entry("import_", "Import deals from another system's files."),
        "export": Entry("export", "Export the ledger, its deals or their milestones for other tools."),
        "audit": Entry("audit", "Check whether the record can be trusted."),
        "seal": Entry("seal", "Stamp rows that were typed by hand."),
        "waive": Entry("waive", "Waive a milestone for one deal, with a reason."),
        "void": Entry("void", "Void a row of the ledger, with a reason."),
    },
    "Setup": {
        "init": Entry("init", "Start a workspace."),
    },
}
COMMANDS = {name: entry for commands in GROUPS.values() for name, entry in commands.items()}


class Commands(TyperGroup):
    """Imports a command when it is asked for, and turns what stops it into a message and an exit code."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            self.commands[cmd_name] = load_command(cmd_name)
        return self.commands[cmd_name]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            ctx.fail(f'there is no command "{args[0]}"' + (f'; did you mean "{near[0]}"?' if near else ""))
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        option, _, shell = args[0].partition("=") if args else ("", "", "")
        found = next((each for each in self.params if option in each.opts and option in COMPLETION), None)
        if found is not None:
            self._complete_in(ctx, found, [*filter(None, [shell]), *args[1:]])
        return super().parse_args(ctx, args)

    def _complete_in(self, ctx: Any, option: Any, named: list[str]) -> None:
        """Typer's options take the shell that they are typed in; a shell that is named goes before it."""
        if named and (named[0] not in SHELLS or len(named) > 1):
            ctx.fail(f'"{" ".join(named)}" is none of the shells {", ".join(SHELLS)}')
        try:
            option.callback(ctx, option, named[0] if named else True)
        finally:
            _complete_at_once(ctx.find_root().info_name)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return [Offer(name, entry.words) for name, entry in COMMANDS.items() if name.startswith(incomplete)]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        for group, commands in GROUPS.items():
            with formatter.section(group):
                formatter.write_dl([(name, entry.words) for name, entry in commands.items()])

    def invoke(self, ctx: Any) -> Any:
        try:
            code = super().invoke(ctx)
        except (typer.Exit, typer.BadParameter):
            raise
        except (typer.Abort, KeyboardInterrupt):
            typer.echo("\nmilestonectl: stopped", err=True)
            code = Exit.INTERRUPTED
        except MilestonectlError as error:
            _say(str(error))
            code = error.exit_code
        except Exception as error:
            if _is_usage(error) or isinstance(error, BrokenPipeError) or request_of(ctx).debug:
                raise
            _say(_unexpected(error))
            code = Exit.FAILED
        raise typer.Exit(int(code or 0))


def _complete_at_once(program: str) -> None:
    """Typer's file for zsh only defines what completes when it is first asked; it is to complete then, too."""
    path, last = Path.home() / ".zfunc" / f"_{program}", f'_{program}_completion "$@"\n'
    if path.is_file() and not (text := path.read_text(encoding="utf-8")).endswith(last):
        path.write_text(f"{text.rstrip()}\n{last}", encoding="utf-8")


def _say(message: str) -> None:
    """A message on standard error. What it quotes from files cannot move the cursor."""
    inert = importlib.import_module("milestonectl.render.words").inert
    typer.echo("\n".join(map(inert, f"milestonectl: {message}".split("\n"))), err=True)


def _is_usage(error: Exception) -> bool:
    """Whether the command line itself was wrong: such errors know how to show themselves."""
    return hasattr(error, "format_message")


def _unexpected(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else str(error)
    return f"internal error: {type(error).__name__}: {error}\nRun it again with --debug and report what it prints."


def load_command(name: str) -> Any:
    """The command of a name, from its module, with the global options added."""
    module = importlib.import_module(f"milestonectl.commands.{COMMANDS[name].module}")
    command = typer.main.get_command(module.app)
    command.name = name
    for part in [command, *getattr(command, "commands", {}).values()]:
        part.params.extend(global_options())
    return command


app = typer.Typer(
    cls=Commands,
    name="milestonectl",
    help="Run B2B sales on milestones: auditable events, agreed with the buyer, in plain files in git.",
    epilog="Exit codes: 0 fine, 1 problems found or a gate refused, 2 used wrongly, 3 could not run, 4 nothing to check.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"milestonectl {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(False, "--version", help="Show the version.", is_eager=True, callback=_show_version),
) -> None:
    pass


def root_command() -> Any:
    """The whole command line as one object."""
    command = typer.main.get_command(app)
    command.params.extend(global_options())
    for option in command.params:
        if option.opts[0] in COMPLETION:
            vars(option).update(help=COMPLETION[option.opts[0]], metavar="[SHELL]")
    return command


def main() -> None:
    """Run the command line of this process."""
    # What a command reads stays until it ends: looking for garbage among it would take as long as reading it.
    gc.set_threshold(100_000)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a mark gets a plain character in its place, never a crash.
        getattr(stream, "reconfigure", lambda **_: None)(errors=ERRORS)
    try:
        root_command()(prog_name="milestonectl")
    except BrokenPipeError:
        # The reader has seen enough, as in `milestonectl status | head`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.FINE)
