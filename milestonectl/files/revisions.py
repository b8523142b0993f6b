"""Definitions as they were: at a commit of git, or with another file in the place of one."""

from collections.abc import Mapping
from pathlib import Path

from milestonectl.files import disk
from milestonectl.files.definitions import load_definitions
from milestonectl.files.git import git
from milestonectl.files.processes import version_of
from milestonectl.files.workspace import SETTINGS, definition_texts
from milestonectl.files.yaml import parse_yaml
from milestonectl.model.errors import UsageError
from milestonectl.model.workspace import Definitions


def definitions_at(root: Path, revision: str) -> Definitions:
    """What the definition files said at a commit, or with the process of a file put in the place of its own."""
    if git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}") is not None:
        return load_definitions(_texts_at(root, revision))
    path = Path(revision)
    if path.is_file():
        return load_definitions(_with_file(definition_texts(root), disk.read_bytes(path), path.name))
    raise UsageError(f'"{revision}" is neither a commit of this repository nor a file')


def _with_file(texts: Mapping[str, bytes], raw: bytes, name: str) -> Mapping[str, bytes]:
    """The files with another one in the place of that which defines the same version."""
    pin = _pin(raw, name)
    others = {
        file: text for file, text in texts.items() if not file.startswith("processes/") or _pin(text, file) != pin
    }
    return others | {f"processes/{name}": raw}


def _pin(raw: bytes, file: str) -> tuple[str, str]:
    node, _ = parse_yaml(raw, file)
    if node is None:
        raise UsageError(f"{file} is no YAML: milestonectl validate")
    return node.text("process"), version_of(node)


def _texts_at(root: Path, revision: str) -> Mapping[str, bytes]:
    listed = git(root, "ls-tree", "-r", "--name-only", "-z", revision, "--", SETTINGS, "team.yaml", "processes") or b""
    names = [name.decode() for name in listed.split(b"\0") if name]
    wanted = [name for name in names if name.endswith((".yaml", ".yml"))]
    return {name: git(root, "show", f"{revision}:./{name}") or b"" for name in wanted}
