"""`explain` and `schema`."""

import json

import pytest

from milestonectl.checks import ALL_RULES
from milestonectl.files.reference import field_page, field_paths
from tests.conftest import Run


@pytest.mark.parametrize("topic", ["MC101", "mc101", "unknown-key"])
def test_a_rule_is_explained_by_code_and_name(run: Run, topic: str) -> None:
    out = run("explain", topic).out
    assert out.startswith("MC101 unknown-key")
    assert "requird: false" in out


def test_every_rule_is_listed(run: Run) -> None:
    assert [line.split("\t")[0] for line in run("explain").out.splitlines()] == [rule.code for rule in ALL_RULES]


@pytest.mark.parametrize("path", field_paths())
def test_every_key_has_a_page_with_words(path: str) -> None:
    page = field_page(path)
    assert page is not None
    assert page.key is None or page.key.words
    assert all(key.words for key in page.keys)


def test_a_key_is_explained(run: Run) -> None:
    out = run("explain", "process.stages.milestones.evidence").out
    assert "max_age_days" in out
    assert "asserted | documented" in out


def test_an_unknown_topic_is_a_wrong_use(run: Run) -> None:
    ran = run("explain", "process.stagse")
    assert ran.code == 2
    assert 'did you mean "process.stages"?' in ran.err


@pytest.mark.parametrize("kind", ["process", "settings", "team", "mapping"])
def test_a_schema_is_printed(run: Run, kind: str) -> None:
    assert json.loads(run("schema", kind).out)["title"] == f"milestonectl {kind}"
