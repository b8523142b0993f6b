"""What git knows of a workspace. Without git, or outside a repository, it knows nothing."""

import os
import subprocess
from pathlib import Path


def git(root: Path, *arguments: str) -> bytes | None:
    """What a git command prints; nothing when it fails or there is no git."""
    quiet = {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            ["git", "-c", "core.quotepath=off", *arguments],
            cwd=root,
            capture_output=True,
            check=False,
            env=os.environ | quiet,
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def committed_lines(root: Path, file: str) -> frozenset[bytes]:
    """The lines of a file in the last commit, without their line breaks."""
    text = git(root, "show", f"HEAD:./{file}")
    return frozenset(line.rstrip(b"\r") for line in text.split(b"\n")) if text else frozenset()
