"""`process export`: a process as the configuration of another system."""

import enum
from pathlib import Path
from typing import Annotated

import typer

from milestonectl.commands.completion import complete_sale_types
from milestonectl.commands.gather import gather_definitions, workspace_root
from milestonectl.exchange.exports.salesforce_metadata import metadata
from milestonectl.files.outside import write_folder
from milestonectl.files.text import did_you_mean
from milestonectl.model.errors import Exit, UsageError
from milestonectl.model.process import Process
from milestonectl.model.workspace import Definitions
from milestonectl.render.words import plural


class Target(enum.StrEnum):
    """The systems that can be configured."""

    SALESFORCE = "salesforce"


CONFIGURATIONS = {Target.SALESFORCE: metadata}


def export_process(
    ctx: typer.Context,
    target: Annotated[Target, typer.Argument(metavar="SYSTEM", help="For which system: salesforce.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The process.", autocompletion=complete_sale_types)],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to, as force-app/main/default.")],
) -> int:
    """Write a process as Salesforce metadata, to review and deploy: path guidance, fields, rules that are the gates, a README.

    Example: milestonectl process export salesforce renewal force-app
    """
    definitions = gather_definitions(ctx)
    latest = _latest(definitions, name)
    files = CONFIGURATIONS[target](latest, definitions.settings.fields)
    write_folder(workspace_root(ctx), folder, {path: text.encode() for path, text in files.items()})
    typer.echo(
        f"{plural(len(files), 'file')} of {latest.pin} written to {folder}.\n"
        f"Read {folder / next(iter(files))}: the org needs the stages, and a permission set lets people fill in milestones.\n"
        f"Then, inside a Salesforce project: sf project deploy start --source-dir {folder} --dry-run"
    )
    return Exit.FINE


def _latest(definitions: Definitions, name: str) -> Process:
    versions = definitions.processes.versions.get(name, ())
    if not versions:
        near = did_you_mean(name, definitions.processes.versions) or "see milestonectl process list"
        raise UsageError(f'there is no process "{name}"; {near}')
    return versions[-1]
