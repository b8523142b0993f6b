"""What git knows of a workspace. Without git, or outside a repository, it knows nothing."""

import os
import subprocess
from pathlib import Path

_WHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")
"""What git tells its hooks of another folder than ours."""


def git(root: Path, *arguments: str) -> bytes | None:
    """What a git command prints; nothing when it fails or there is no git."""
    quiet = {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    environment = {name: value for name, value in os.environ.items() if name not in _WHERE}
    try:
        done = subprocess.run(
            ["git", "-c", "core.quotepath=off", *arguments],
            cwd=root,
            capture_output=True,
            check=False,
            env=environment | quiet,
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def git_text(root: Path, *arguments: str) -> str:
    """What a git command prints, as text; empty when it fails."""
    return (git(root, *arguments) or b"").decode(errors="replace").strip()


def has_repository(root: Path) -> bool:
    """Whether a repository holds the workspace, whether git can be asked or not."""
    return any((folder / ".git").exists() for folder in (root.absolute(), *root.absolute().parents))


def committed_lines(root: Path, file: str) -> frozenset[bytes] | None:
    """The lines of a file in the last commit, without their line breaks; nothing when git cannot be asked."""
    if not has_repository(root):
        return frozenset()
    if git(root, "rev-parse", "--git-dir") is None:
        return None
    return lines_at(root, "HEAD", file)


def commit_of(root: Path, revision: str) -> str:
    """The commit that a revision names; empty when there is none. A revision is never taken for a flag."""
    return git_text(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")


def files_at(root: Path, commit: str, folder: str) -> list[str]:
    """The files below a folder in a commit, by path below the workspace."""
    listed = git(root, "ls-tree", "-r", "-z", "--name-only", commit, "--", folder) or b""
    return [name.decode(errors="replace") for name in listed.split(b"\0") if name]


def bytes_at(root: Path, commit: str, file: str) -> bytes:
    """A file as it was in a commit; empty when it was not there."""
    return git(root, "show", f"{commit}:./{file}") or b""


def lines_at(root: Path, commit: str, file: str) -> frozenset[bytes]:
    """The lines of a file in a commit, without their line breaks."""
    return frozenset(line.rstrip(b"\r") for line in bytes_at(root, commit, file).split(b"\n"))


def commits_since(root: Path, commit: str, file: str) -> list[tuple[str, list[str]]]:
    """The commits that touched a file after a commit, oldest first, each with its parents."""
    text = git_text(
        root, "rev-list", "--reverse", "--topo-order", "--full-history", "--parents", f"{commit}..HEAD", "--", file
    )
    return [(words[0], words[1:]) for words in (line.split() for line in text.splitlines())]


def is_ancestor(root: Path, commit: str) -> bool:
    """Whether what is checked out descends from a commit."""
    return git(root, "merge-base", "--is-ancestor", commit, "HEAD") is not None


def describe(root: Path, commit: str) -> str:
    """`3f2a1c9 of 2026-11-20 by Dana Reyes: close the quarter`."""
    return git_text(root, "show", "-s", "--format=%h of %as by %an: %s", commit)


def written_at(root: Path, file: str) -> dict[int, str]:
    """When each committed line of a file was written, by line number, as seconds since 1970."""
    times: dict[int, str] = {}
    number, committed = 0, False
    for line in git_text(root, "blame", "--line-porcelain", "--", file).splitlines():
        word, _, rest = line.partition(" ")
        if len(word) == 40 and rest[:1].isdigit():
            number, committed = int(rest.split()[1]), set(word) != {"0"}
        elif word == "author-time" and committed:
            times[number] = rest
    return times
