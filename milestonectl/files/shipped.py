"""What travels with the program: the process packs and the example workspace."""

from collections.abc import Iterator
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent
_CHECKOUT = _PACKAGE.parent


def packs() -> dict[str, Path]:
    """The shipped processes by name."""
    return {path.stem: path for path in sorted(_folder("processes", _CHECKOUT / "processes").glob("*.yaml"))}


def example() -> Path:
    """The folder of the example workspace."""
    return _folder("example", _CHECKOUT / "examples" / "halden")


def example_files() -> Iterator[Path]:
    """Every file of the example workspace."""
    return (path for path in sorted(example().rglob("*")) if path.is_file() and ".milestonectl" not in path.parts)


def _folder(name: str, in_checkout: Path) -> Path:
    installed = _PACKAGE / "shipped" / name
    return installed if installed.is_dir() else in_checkout
