"""Small workspaces and rows for the tests of reading and writing."""

import os
import subprocess
from pathlib import Path
from typing import Any

from milestonectl.model.row import Row, seal

PROCESS = """\
process: sale
title: Sale
wins: signed
stages:
  - id: first
    title: First
    milestones:
      - {id: met, title: Met, required: true, evidence: {level: documented, max_age_days: 30}}
      - {id: offered, title: Offered, required: false}
  - id: last
    title: Last
    milestones:
      - {id: signed, title: Signed, required: true}
"""
SETTINGS = "currency: USD\nledger_format: {format}\ngates: warn\nfields:\n  seats: {{type: number}}\n"
TEAM = "reps:\n  - {id: dana, name: Dana Reyes}\n  - {id: kim, name: Kim Lund}\n"
NOW = "2026-11-10T10:00:00.000000Z"


def make_workspace(root: Path, ledger_format: str = "csv") -> Path:
    """A workspace with one sale type and two reps, without rows."""
    for name, text in {
        "milestonectl.yaml": SETTINGS.format(format=ledger_format),
        "team.yaml": TEAM,
        "processes/sale.yaml": PROCESS,
        ".gitattributes": "ledger/** merge=union\n",
        ".gitignore": ".milestonectl/\n",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def opened(deal: str = "ACME-1", recorded_at: str = NOW, **cells: Any) -> Row:
    """A sealed `opened` row."""
    said: dict[str, Any] = {"date": "2026-11-02", "by": "dana", "sale_type": "sale", "account": "Acme", "owner": "dana"}
    return seal(Row(deal=deal, event="opened", **(said | cells)), recorded_at)


def achieved(deal: str = "ACME-1", milestone: str = "met", recorded_at: str = NOW, **cells: Any) -> Row:
    """A sealed `achieved` row."""
    said: dict[str, Any] = {"date": "2026-11-03", "by": "dana"}
    return seal(Row(deal=deal, event="achieved", milestone=milestone, **(said | cells)), recorded_at)


def ledger_bytes(root: Path) -> dict[str, bytes]:
    """Every file below `ledger/`, hidden ones too."""
    top = root / "ledger"
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(top.rglob("*")) if path.is_file()}


def git(root: Path, *arguments: str, moment: str = "2026-11-20T12:00:00+00:00") -> str:
    """What a git command prints, run as one person at one moment."""
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in
           (("NAME", "Dana Reyes"), ("EMAIL", "dana@example.com"), ("DATE", moment))}  # fmt: skip
    fixed = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_TERMINAL_PROMPT": "0"}
    command = ["git", "-c", "init.defaultBranch=main", "-c", "gc.auto=0", "-c", "core.fsync=none", *arguments]
    done = subprocess.run(command, cwd=root, env=os.environ | who | fixed, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")
    return done.stdout


def commit(root: Path, subject: str, moment: str = "2026-11-20T12:00:00+00:00") -> str:
    """Commit everything, and the commit's id."""
    if not (root / ".git").exists():
        git(root, "init", "-q")
    git(root, "add", "-A", moment=moment)
    git(root, "commit", "-q", "--allow-empty", "-m", subject, moment=moment)
    return git(root, "rev-parse", "HEAD").strip()
