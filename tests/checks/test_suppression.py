"""Comments that ignore a rule."""

from pathlib import Path

import pytest
from workspace_building import base_text, base_workspace, findings

P = "processes/service.yaml"
OBJECTIVE = "    objective: Both sides are bound\n"


def names(root: Path, *replaced: tuple[str, str]) -> list[str]:
    return [p.name for p in findings(base_workspace(root, {P: base_text(P, *replaced)})).problems]


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("  - id: close  # milestonectl: ignore[no-objective] clear enough\n", []),
        ("  - id: close  # milestonectl: ignore[MC417] clear enough\n", []),
        ("  # milestonectl: ignore[no-objective] clear enough\n  - id: close\n", []),
        ("  - id: close  # milestonectl: ignore[no-objective]\n", ["no-objective", "bare-suppression"]),
        ("  - id: close  # milestonectl: ignore[] clear enough\n", ["no-objective", "bare-suppression"]),
        ("  - id: close  # milestonectl: ignore[no-objective, no-play] clear\n", ["unused-suppression"]),
        ("  - id: close  # milestonectl: ignore[no-play] clear\n", ["no-objective", "unused-suppression"]),
    ],
)
def test_comments(tmp_path: Path, comment: str, expected: list[str]) -> None:
    assert names(tmp_path, (OBJECTIVE, ""), ("  - id: close\n", comment)) == expected


def test_what_was_not_read_cannot_be_ignored(tmp_path: Path) -> None:
    comment = "requird: true  # milestonectl: ignore[unknown-key] we like it so"
    assert names(tmp_path, ("required: true", comment)) == ["unknown-key", "unused-suppression"]
