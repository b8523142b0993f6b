"""A new workspace on the disk. Nothing that exists is ever overwritten."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from milestonectl.files import shipped
from milestonectl.files.editor import schema_files, with_editor_header
from milestonectl.files.text import did_you_mean
from milestonectl.files.workspace import SETTINGS
from milestonectl.model.errors import MilestonectlError, UsageError

_SETTINGS = """\
# What holds for the whole workspace. Every key: milestonectl explain settings
currency: {currency}
working_weeks: 48            # selling weeks a year
fiscal_year_starts: 1        # month
gates: enforce               # enforce: log refuses | warn: it only says so
fields:                      # more that a deal has, for `when` and for reports
  region: {{type: text, choices: [EMEA, AMER, APAC]}}
  competitor: {{type: text}}
  seats: {{type: number}}
  contract_kind: {{type: text, choices: [on-premises, hosted]}}
"""
_TEAM = """\
# Who sells, who manages them, what they are to sell.
# Every key: milestonectl explain team
managers: []
reps: []
#  - id: dana
#    name: Dana Reyes
#    email: dana@example.com        # as in git: it tells who is writing
#    manager: lee
#    started: 2026-01-05
#    targets:
#      - {period: 2026, sale_type: new-account, revenue: 600000}
"""
_GIT_ATTRIBUTES = "# Two branches that both append give both their rows.\nledger/** merge=union\n"
_GIT_IGNORE = "# The lock and disposable caches.\n.milestonectl/\n"


def start_workspace(root: Path, currency: str, names: Iterable[str]) -> list[Path]:
    """An empty workspace with the process packs of these names, or all of them."""
    packs = shipped.packs()
    chosen = list(names) or list(packs)
    for name in chosen:
        if name not in packs:
            raise UsageError(f'there is no process pack "{name}"; {did_you_mean(name, packs) or ", ".join(packs)}')
    files = {
        SETTINGS: _SETTINGS.format(currency=currency).encode(),
        "team.yaml": _TEAM.encode(),
        ".gitattributes": _GIT_ATTRIBUTES.encode(),
        ".gitignore": _GIT_IGNORE.encode(),
        "ledger/.gitkeep": b"",
        **{f"processes/{name}.yaml": packs[name].read_bytes() for name in chosen},
    }
    return _write_all(root, {name: with_editor_header(name, raw) for name, raw in files.items()} | dict(schema_files()))


def is_workspace(root: Path) -> bool:
    """Whether a folder is a workspace already."""
    return (root / SETTINGS).exists()


def copy_example(root: Path) -> list[Path]:
    """The example company's workspace."""
    top = shipped.example()
    return _write_all(root, {path.relative_to(top).as_posix(): path.read_bytes() for path in shipped.example_files()})


def _write_all(root: Path, files: Mapping[str, bytes]) -> list[Path]:
    if (root / SETTINGS).exists():
        raise UsageError(f"{root / SETTINGS} exists: this is a workspace already")
    taken = [name for name in files if (root / name).exists() and not name.startswith(".git")]
    if taken:
        raise UsageError(f"{root / taken[0]} exists, and nothing is overwritten; choose another folder")
    return [_write(root / name, data) for name, data in files.items() if not (root / name).exists()]


def _write(path: Path, data: bytes) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)
    except OSError as error:
        raise MilestonectlError(f"cannot write {path}: {error.strerror}") from error
    return path
