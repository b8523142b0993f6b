"""`process` from the outside."""

import json
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from workspace_building import base_text, base_workspace

from milestonectl.files.workspace import load_workspace
from milestonectl.render.chart import html, markdown, mermaid
from tests.conftest import Run

P = "processes/service.yaml"
RENEWAL = "process: renewal\neffective: 2026-01-01\ntitle: Renewal\nextends: service\ndrop: [proof]\nstages:\n  - id: close\n    milestones:\n      - {id: contract, typical_days: 5, needs: [needs], side: buyer}\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A committed workspace."""
    monkeypatch.setenv("MILESTONECTL_NOW", "2026-03-01T12:00:00+00:00")
    base_workspace(tmp_path, {"processes/renewal.yaml": RENEWAL})
    evidence = (
        "date,deal,event,milestone,kind,ref,contact,role\n2026-02-16,ACME-1,achieved,needs,email,2f9c,J. Roe,champion\n"
    )
    (tmp_path / "ledger" / "more.csv").write_text(evidence)
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "start"]):
        subprocess.run(
            ["git", "-c", "user.name=test", "-c", "user.email=test@example.com", *command], cwd=tmp_path, check=True
        )
    return tmp_path


def test_list_counts_open_deals(run: Run, root: Path) -> None:
    document = json.loads(run("-C", str(root), "process", "list", "-o", "json").out)
    assert [(p["process"], p["gates"], p["made_from"], p["open_deals"]) for p in document["processes"]] == [
        ("renewal", "2", "service", "0"),
        ("service", "2", "", "1"),
    ]


def test_show_says_where_each_line_comes_from(run: Run, root: Path) -> None:
    origins = json.loads(run("-C", str(root), "process", "show", "renewal", "-o", "json").out)["origins"]
    found = {(origin["line"].strip(), origin["origin"], origin["place"]) for origin in origins}
    assert ("process: renewal", "own", "processes/renewal.yaml:1") in found
    assert ("title: Renewal", "overridden", "processes/renewal.yaml:3") in found
    assert ("- id: needs", "inherited", f"{P}:12") in found
    assert ("typical_days: 5", "overridden", "processes/renewal.yaml:9") in found
    assert ("title: Contract signed", "inherited", f"{P}:40") in found


def test_what_show_prints_is_the_same_process(run: Run, root: Path) -> None:
    shown = json.loads(run("-C", str(root), "process", "show", "renewal", "-o", "json").out)
    text = "\n".join(origin["line"] for origin in shown["origins"])
    (root / "processes/renewal.yaml").write_text(
        "\n".join(line for line in text.splitlines() if not line.startswith(("extends", "drop")))
    )
    again = json.loads(run("-C", str(root), "process", "show", "renewal", "-o", "json").out)
    inherited = {"extends", "drop"}
    assert again["definition"] == {key: value for key, value in shown["definition"].items() if key not in inherited}


def test_versions_can_be_named(run: Run, root: Path) -> None:
    assert run("-C", str(root), "process", "show", "service@1").code == 0
    ran = run("-C", str(root), "process", "show", "service", "--version", "7")
    assert (ran.code, "there is no version 7" in ran.err) == (2, True)
    assert 'did you mean "service"?' in run("-C", str(root), "process", "show", "servce").err


def test_diff_is_0_when_nothing_changed(run: Run, root: Path) -> None:
    ran = run("-C", str(root), "process", "diff")
    assert (ran.code, ran.out) == (0, "Nothing changed.\n")
    assert run("-C", str(root), "process", "diff", "no-such-thing").code == 2


def test_diff_names_the_open_deals_and_what_they_lack(run: Run, root: Path) -> None:
    (root / P).write_text(base_text(P, ("roles: [champion]", "roles: [economic-buyer]")))
    ran = run("-C", str(root), "process", "diff", "HEAD", "-o", "json")
    assert ran.code == 1
    assert json.loads(ran.out)["deals"] == [
        {
            "deal": "ACME-1", "process": "service@1", "stage_before": "close", "stage_after": "discover",
            "lacks": ["Needs agreed in writing"], "no_longer_lacks": [],
        }
    ]  # fmt: skip
    text = run("-C", str(root), "process", "diff", "-o", "markdown").out
    assert "| ACME-1 | dana | close -&gt; discover; now lacks Needs agreed in writing |" in text


def test_diff_compares_with_a_file_too(run: Run, root: Path) -> None:
    other = root / "proposal.yaml"
    other.write_text(base_text(P, ("typical_days: 21", "typical_days: 28")))
    ran = run("-C", str(root), "process", "diff", str(other))
    assert ran.code == 1
    assert "proof: usually takes 21 days, was 28 days" in ran.out


def test_bump_then_diff(run: Run, root: Path) -> None:
    assert run("-C", str(root), "process", "bump", "service", "--effective", "2026-04-01").code == 0
    assert "a new version after service@1" in run("-C", str(root), "process", "diff").out
    assert run("-C", str(root), "validate").code == 0


class Tags(HTMLParser):
    """Every tag of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not any(name.startswith("on") or (value or "").startswith("javascript") for name, value in attrs)


def test_charts_let_nothing_through(root: Path) -> None:
    evil = '<script>alert("x")</script> | `x` [y](javascript:z) "]; click'
    text = base_text(
        P, ("Users confirm the fit", evil.replace('"', "'")), ("ask: [Who signs?]", "ask: ['<img src=x onerror=y>']")
    )
    (root / P).write_text(text.replace(f"title: {evil.replace(chr(34), chr(39))}", f"title: >-\n          {evil}"))
    process = load_workspace(root).processes.versions["service"][0]
    page = Tags()
    page.feed(html(process))
    assert not page.tags & {"script", "img", "iframe", "link", "a href"}
    assert "<script" not in markdown(process)
    assert "[y](" not in markdown(process).replace("\\[y\\]", "")
    (node,) = [line for line in mermaid(process).splitlines() if "alert" in line]
    assert node.count('"') == 2


def test_a_chart_shows_gates_needs_and_the_win(root: Path) -> None:
    process = load_workspace(root).processes.versions["service"][0]
    chart = mermaid(process)
    assert "s0 ==>|gate| s1" in chart
    assert "m1 --> m2" in chart
    assert 'm2(["Contract signed"])' in chart


@pytest.mark.parametrize("drawn", ["mermaid", "markdown", "html"])
def test_every_form_is_printed(run: Run, root: Path, drawn: str) -> None:
    ran = run("-C", str(root), "process", "chart", "service", "-o", drawn)
    assert (ran.code, "Users confirm the fit" in ran.out) == (0, True)
