"""`schema`: the JSON Schema of definition files, for editors."""

import enum
import json
from typing import Annotated

import typer

from milestonectl.files.json_schema import json_schema
from milestonectl.model.errors import Exit

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Kind(enum.StrEnum):
    """Which file it is for."""

    PROCESS = "process"
    SETTINGS = "settings"
    TEAM = "team"
    MAPPING = "mapping"


@app.command()
def schema(
    kind: Annotated[Kind, typer.Argument(metavar="[KIND]", help="process, settings, team or mapping.")] = Kind.PROCESS,
) -> int:
    """Print the JSON Schema of a definition file.

    Example: milestonectl schema process > process.schema.json
    """
    typer.echo(json.dumps(json_schema(kind.value), indent=2, ensure_ascii=False))
    return Exit.FINE
