import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from milestonectl.exchange.exports.salesforce_formula import condition_formula
from milestonectl.exchange.exports.salesforce_metadata import api_name, fields_of, gate_formula, metadata
from milestonectl.files.definitions import load_definitions
from milestonectl.model.condition import ALWAYS
from milestonectl.model.workspace import Definitions

PROCESS = """
process: new-account
title: New & improved <account>
wins: contract
stages:
  - id: discover
    title: Discover
    objective: Needs & budget agreed
    milestones:
      - {id: needs-agreed, title: Needs agreed, evidence: {level: confirmed, kinds: [email], roles: [economic-buyer]}}
      - {id: chat, title: A chat, required: false}
  - id: close
    title: Close
    milestones:
      - {id: terms, title: Terms accepted, when: {amount: {at_least: 25000}, region: EMEA}, evidence: {level: documented}}
      - {id: contract, title: Contract signed}
"""
SETTINGS = "fields:\n  region: {type: text, choices: [EMEA, APAC]}\n  competitor: {type: text}\n"


def definitions() -> Definitions:
    found = load_definitions({"processes/new-account.yaml": PROCESS.encode(), "milestonectl.yaml": SETTINGS.encode()})
    assert not [p for p in found.problems if p.severity == "error"]
    return found


def test_a_gate_is_a_rule_that_refuses_a_later_stage_while_something_is_missing() -> None:
    found = definitions()
    (process,) = found.processes
    assert gate_formula(process, process.stages[0], found.settings.fields) == (
        'AND(RecordType.DeveloperName = "new_account", '
        'CASE(TEXT(StageName), "Discover", 1, "Close", 2, "Closed Won", 3, 0) > 1, '
        "OR(OR(ISBLANK(M_needs_agreed__c), ISBLANK(M_needs_agreed_Ev__c), ISBLANK(M_needs_agreed_By__c))))"
    )
    assert gate_formula(process, process.stages[1], found.settings.fields).endswith(
        '> 2, OR(AND(AND(Amount >= 25000, TEXT(region__c) = "EMEA"), OR(ISBLANK(M_terms__c), ISBLANK(M_terms_Ev__c))), '
        "ISBLANK(M_contract__c)))"
    )


def test_every_file_is_xml_and_refers_to_what_is_there() -> None:
    found = definitions()
    (process,) = found.processes
    files = metadata(process, found.settings.fields)
    roots = {path: ET.fromstring(text) for path, text in files.items()}
    space = {"m": "http://soap.sforce.com/2006/04/metadata"}
    fields = {Path(path).name.removesuffix(".field-meta.xml") for path in files if "/fields/" in path}
    assert fields == {field.name for field in fields_of(process)}
    path = roots["pathAssistants/new_account.pathAssistant-meta.xml"]
    assert {name.text for name in path.findall(".//m:fieldNames", space)} <= fields
    stages = [
        name.text
        for name in roots["standardValueSets/OpportunityStage.standardValueSet-meta.xml"].findall(
            "m:standardValue/m:fullName", space
        )
    ]
    assert stages == ["Discover", "Close", "Closed Won", "Closed Lost"]
    used = roots["objects/Opportunity/businessProcesses/new_account.businessProcess-meta.xml"].findall(
        "m:values/m:fullName", space
    )
    assert [name.text for name in used] == stages
    assert path.findall("m:masterLabel", space)[0].text == "New & improved <account>"
    rules = [root for name, root in roots.items() if "/validationRules/" in name]
    assert all(len(str(rule.findall("m:errorMessage", space)[0].text)) <= 255 for rule in rules)


def test_every_stage_has_a_forecast_category_and_probabilities_rise() -> None:
    found = definitions()
    (process,) = found.processes
    root = ET.fromstring(metadata(process, ())["standardValueSets/OpportunityStage.standardValueSet-meta.xml"])
    space = {"m": "http://soap.sforce.com/2006/04/metadata"}
    categories = [e.text for e in root.findall(".//m:forecastCategory", space)]
    assert categories == ["Pipeline", "Pipeline", "Closed", "Omitted"]
    assert [e.text for e in root.findall(".//m:probability", space)] == ["33", "67", "100", "0"]


@pytest.mark.parametrize(
    ("when", "formula"),
    [
        ("{amount: {below: 25000}}", "Amount < 25000"),
        ("{competitor: [Acme, 'B\"B']}", 'OR(competitor__c = "Acme", competitor__c = "B\\"B")'),
        ("{region: {not_in: [APAC]}}", 'NOT(TEXT(region__c) = "APAC")'),
        ("[{region: EMEA}, {amount: {at_least: 1.5}}]", 'OR(TEXT(region__c) = "EMEA", Amount >= 1.5)'),
    ],
)
def test_conditions_become_formulas(when: str, formula: str) -> None:
    text = PROCESS.replace("{amount: {at_least: 25000}, region: EMEA}", when)
    found = load_definitions({"processes/p.yaml": text.encode(), "milestonectl.yaml": SETTINGS.encode()})
    (process,) = found.processes
    milestone = process.milestone("terms")
    assert milestone is not None
    assert condition_formula(milestone.when, found.settings.fields) == formula
    assert condition_formula(ALWAYS, ()) == ""


def test_names_are_such_as_salesforce_allows() -> None:
    assert [api_name(name) for name in ("needs-agreed", "2nd--call", "a")] == ["needs_agreed", "X2nd_call", "a"]


def test_the_command_writes_a_folder(tmp_path: Path, run: Callable[..., Any]) -> None:
    (tmp_path / "processes").mkdir()
    (tmp_path / "processes" / "new-account.yaml").write_text(PROCESS)
    (tmp_path / "milestonectl.yaml").write_text(SETTINGS)
    ran = run("-C", str(tmp_path), "process", "export", "salesforce", "new-account", str(tmp_path / "out"))
    assert ran.code == 0
    assert "a deploy replaces the org's list" in ran.out
    assert (tmp_path / "out" / "objects/Opportunity/validationRules/new_account_close.validationRule-meta.xml").exists()
    assert run("-C", str(tmp_path), "process", "export", "salesforce", "new-acount", str(tmp_path / "out")).code == 2
