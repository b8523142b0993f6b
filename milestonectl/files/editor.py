"""What makes editors complete and check definitions while typing: the schemas, and the line that names them."""

import json
from collections.abc import Mapping

from milestonectl.files.json_schema import json_schema

FOLDER = "schemas"
_KINDS = {"milestonectl.yaml": "settings", "team.yaml": "team"}


def schema_files() -> Mapping[str, bytes]:
    """The JSON Schemas of a workspace's definition files, by path below it."""
    return {f"{FOLDER}/{kind}.json": _text(kind).encode() for kind in ("process", "settings", "team")}


def with_editor_header(file: str, raw: bytes) -> bytes:
    """A definition file with the line that yaml-language-server looks for; other files as they are."""
    kind = "process" if file.startswith("processes/") else _KINDS.get(file)
    if kind is None or b"yaml-language-server" in raw:
        return raw
    way = "../" * file.count("/")
    return f"# yaml-language-server: $schema={way}{FOLDER}/{kind}.json\n".encode() + raw


def _text(kind: str) -> str:
    return json.dumps(json_schema(kind), indent=2, ensure_ascii=False) + "\n"
