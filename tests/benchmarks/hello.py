"""The yardstick: a typer app of one command that reads a five-line YAML file through a pydantic model into a rich table."""

from pathlib import Path

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table
from ruamel.yaml import YAML

app = typer.Typer()


class Greeting(BaseModel):
    """What the file says."""

    greeting: str
    name: str
    language: str
    loud: bool
    times: int


@app.command()
def hello(path: Path) -> None:
    """Print the greeting."""
    greeting = Greeting.model_validate(YAML(typ="safe").load(path))
    table = Table("key", "value")
    for key, value in greeting:
        table.add_row(key, str(value))
    Console().print(table)


if __name__ == "__main__":
    app()
