import dataclasses
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestonectl.exchange.exports.salesforce_formula import condition_formula
from milestonectl.exchange.exports.salesforce_gates import gate_rules
from milestonectl.exchange.exports.salesforce_metadata import metadata
from milestonectl.exchange.exports.salesforce_names import api_name, encoded, fields_of
from milestonectl.files.definitions import load_definitions
from milestonectl.model.condition import ALWAYS
from milestonectl.model.errors import UsageError
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


SPACE = {"m": "http://soap.sforce.com/2006/04/metadata"}


def exported(text: str) -> dict[str, ET.Element]:
    """The XML files of a process, read back."""
    found = load_definitions({"processes/p.yaml": text.encode(), "milestonectl.yaml": SETTINGS.encode()})
    (process,) = found.processes
    files = metadata(process, found.settings.fields)
    return {path: ET.fromstring(content) for path, content in files.items() if path.endswith(".xml")}


def texts(root: ET.Element, path: str) -> list[str]:
    return [str(element.text) for element in root.findall(path, SPACE)]


def with_milestones(ids: list[str], title: str = "Title") -> str:
    """The process with a first stage that requires confirmed milestones."""
    lines = [
        f"      - {{id: {one}, title: {title} {n}, evidence: {{level: confirmed}}}}" for n, one in enumerate(ids, 1)
    ]
    stage = "\n".join(["  - id: many", "    title: Many", "    milestones:", *lines])
    return PROCESS.replace("stages:\n", f"stages:\n{stage}\n")


def test_a_gate_is_a_rule_that_refuses_a_later_stage_while_something_is_missing() -> None:
    found = definitions()
    (process,) = found.processes
    (first,) = gate_rules(process, process.stages[0], found.settings.fields)
    assert first.formula == (
        'AND(RecordType.DeveloperName = "new_account", NOT($Permission.Pass_new_account_gates), '
        'CASE(TEXT(StageName), "Discover", 1, "Close", 2, "Closed Won", 3, 0) > 1, '
        "OR(ISBLANK(M_needs_agreed__c), ISBLANK(M_needs_agreed_Ev__c), ISBLANK(M_needs_agreed_By__c)))"
    )
    (second,) = gate_rules(process, process.stages[1], found.settings.fields)
    assert second.formula.endswith(
        '> 2, OR(AND(AND(Amount >= 25000, TEXT(region__c) = "EMEA"), OR(ISBLANK(M_terms__c), ISBLANK(M_terms_Ev__c))), '
        "ISBLANK(M_contract__c)))"
    )


def test_every_file_is_xml_and_refers_to_what_is_there() -> None:
    roots = exported(PROCESS)
    fields = {Path(path).name.removesuffix(".field-meta.xml") for path in roots if "/fields/" in path}
    path = roots["pathAssistants/new_account.pathAssistant-meta.xml"]
    assert set(texts(path, ".//m:fieldNames")) <= fields
    used = roots["objects/Opportunity/businessProcesses/new_account.businessProcess-meta.xml"]
    assert texts(used, "m:values/m:fullName") == ["Discover", "Close", "Closed Won", "Closed Lost"]
    assert texts(used, "m:values/m:default") == []
    assert texts(path, "m:masterLabel") == ["New & improved <account>"]
    granted = roots["permissionsets/new_account_milestones.permissionset-meta.xml"]
    assert set(texts(granted, "m:fieldPermissions/m:field")) == {f"Opportunity.{field}" for field in fields}
    assert "customPermissions/Pass_new_account_gates.customPermission-meta.xml" in roots


def test_the_orgs_own_stages_are_not_overwritten_and_the_readme_lists_what_it_needs() -> None:
    found = definitions()
    (process,) = found.processes
    files = metadata(process, found.settings.fields)
    assert not [path for path in files if "standardValueSet" in path]
    readme = files["README-new_account.md"]
    snippet = readme.split("```xml\n")[1].split("```")[0]
    values = ET.fromstring(f"<all>{snippet}</all>")
    rows = [[value.findtext(name) for name in ("label", "forecastCategory", "probability", "won")] for value in values]
    assert rows == [
        ["Discover", "Pipeline", "33", "false"],
        ["Close", "Pipeline", "67", "false"],
        ["Closed Won", "Closed", "100", "true"],
        ["Closed Lost", "Omitted", "0", "false"],
    ]
    assert "Only Closed Lost is Omitted" in readme
    assert "fields of yours on Opportunity: `region__c`." in readme
    assert "sf project deploy start --source-dir FOLDER --dry-run" in readme
    assert "`Pass_new_account_gates` lets its holder pass every gate" in readme


def test_nobody_is_given_the_permission_to_pass_gates() -> None:
    for path, root in exported(PROCESS).items():
        assert not root.findall("m:customPermissions", SPACE), path


def test_picklist_values_are_encoded_where_they_are_full_names_and_nowhere_else() -> None:
    roots = exported(PROCESS.replace("title: Close\n", 'title: "Negotiation/Review, 5% & more"\n'))
    used = roots["objects/Opportunity/businessProcesses/new_account.businessProcess-meta.xml"]
    assert texts(used, "m:values/m:fullName")[1] == "Negotiation%2FReview%2C 5%25 %26 more"
    path = roots["pathAssistants/new_account.pathAssistant-meta.xml"]
    assert texts(path, ".//m:picklistValueName")[1] == "Negotiation/Review, 5% & more"
    rule = roots["objects/Opportunity/validationRules/new_account_close.validationRule-meta.xml"]
    assert '"Negotiation/Review, 5% & more", 2' in texts(rule, "m:errorConditionFormula")[0]


@given(st.text(max_size=40))
def test_an_encoded_value_decodes_to_itself(value: str) -> None:
    assert unquote_plus(encoded(value)) == value


def test_a_long_gate_becomes_several_rules_that_ask_for_every_milestone_once() -> None:
    ids = [f"agreed-with-department-number-{n}" for n in range(30)]
    roots = exported(with_milestones(ids, "Agreed with a department that has a long name and"))
    rules = [root for path, root in roots.items() if "/validationRules/new_account_many" in path]
    formulas = [texts(rule, "m:errorConditionFormula")[0] for rule in rules]
    assert len(rules) > 1
    assert max(map(len, formulas)) <= 2000
    for one in ids:
        assert sum(formula.count(f"ISBLANK(M_{one.replace('-', '_')}__c)") for formula in formulas) == 1
    messages = [texts(rule, "m:errorMessage")[0] for rule in rules]
    assert max(map(len, messages)) <= 255
    assert all(message.endswith("...") for message in messages[:-1])


def test_a_condition_that_no_formula_can_hold_is_refused_by_name() -> None:
    many = ", ".join(f"Competitor {n}" for n in range(200))
    text = PROCESS.replace("{amount: {at_least: 25000}, region: EMEA}", f"{{competitor: [{many}]}}")
    with pytest.raises(UsageError, match="the rule for terms would be longer than the 3,900 characters"):
        exported(text)


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("x" * 41, "the title of stage close has 41 characters"),
        ("Closed won", 'two stages would be called "Closed won"'),
        ("discover", 'two stages would be called "discover"'),
    ],
)
def test_a_stage_that_salesforce_would_not_take_is_refused_by_name(title: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        exported(PROCESS.replace("title: Close\n", f"title: {title}\n"))


IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,63}", fullmatch=True)


@settings(deadline=None)
@given(st.lists(st.one_of(IDS, st.sampled_from(["terms", "terms-ev", "terms-by", "terms-ev-ev", "a-b", "a--b", "2nd", "x2nd"]), IDS.map(lambda one: f"{'legal-review-' * 3}{one}"[:64])), unique=True, max_size=6))  # fmt: skip
def test_names_of_fields_are_unique_and_such_as_salesforce_allows(ids: list[str]) -> None:
    (process,) = definitions().processes
    confirmed = process.milestones[0]
    names = [field.name for one in ids for field in fields_of(dataclasses.replace(confirmed, id=one))]
    assert len({name.casefold() for name in names}) == 3 * len(ids)
    assert all(re.fullmatch(r"[A-Za-z](_?[A-Za-z0-9])*__c", name) and len(name) <= 43 for name in names)
    rules = [api_name(f"new-account-{one}") for one in ids]
    assert len({rule.casefold() for rule in rules}) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z](_?[A-Za-z0-9])*", rule) and len(rule) <= 40 for rule in rules)


def test_elements_stand_in_the_order_of_the_schema() -> None:
    """Salesforce's own files have the full name first and the rest by name, as its schema lists them."""
    for path, root in exported(PROCESS).items():
        names = [element.tag.split("}")[1] for element in root]
        rest = names[1:] if names[0] == "fullName" else names
        assert rest == sorted(rest), path


def test_guidance_is_whole_and_short_and_hostile_titles_stay_text() -> None:
    roots = exported(with_milestones([f"m{n}" for n in range(40)], "<b>R&D</b> agreed with everybody"))
    for info in texts(roots["pathAssistants/new_account.pathAssistant-meta.xml"], ".//m:info"):
        assert len(info) <= 1000
        assert info.count("<p>") == info.count("</p>") > 0
        assert "<b>" not in info


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


def test_names_keep_what_they_can() -> None:
    assert api_name("needs-agreed") == "needs_agreed"
    assert re.fullmatch("X2nd_call_[0-9a-f]{6}", api_name("2nd-call"))


def test_the_command_writes_a_folder(tmp_path: Path, run: Callable[..., Any]) -> None:
    (tmp_path / "processes").mkdir()
    (tmp_path / "processes" / "new-account.yaml").write_text(PROCESS)
    (tmp_path / "milestonectl.yaml").write_text(SETTINGS)
    ran = run("-C", str(tmp_path), "process", "export", "salesforce", "new-account", str(tmp_path / "out"))
    assert ran.code == 0
    assert "README-new_account.md: the org needs the stages" in ran.out
    assert (tmp_path / "out" / "objects/Opportunity/validationRules/new_account_close.validationRule-meta.xml").exists()
    assert run("-C", str(tmp_path), "process", "export", "salesforce", "new-acount", str(tmp_path / "out")).code == 2


SHAPES = {
    "PathAssistant": ["active", "entityName", "fieldName", "masterLabel", "pathAssistantSteps", "recordTypeName"],
    "pathAssistantSteps": ["fieldNames", "info", "picklistValueName"],
    "BusinessProcess": ["fullName", "description", "isActive", "values"],
    "values": ["fullName"],
    "RecordType": [
        "fullName", "active", "businessProcess", "compactLayoutAssignment", "description", "label", "picklistValues",
    ],
    "ValidationRule": [
        "fullName", "active", "description", "errorConditionFormula", "errorDisplayField", "errorMessage",
    ],
    "CustomField": [
        "fullName", "description", "externalId", "label", "length", "required", "trackFeedHistory", "trackHistory",
        "type", "unique",
    ],
    "CustomPermission": ["description", "isLicensed", "label"],
    "PermissionSet": [
        "customPermissions", "description", "fieldPermissions", "hasActivationRequired", "label", "objectPermissions",
        "recordTypeVisibilities", "tabSettings",
    ],
    "fieldPermissions": ["editable", "field", "readable"],
    "recordTypeVisibilities": ["recordType", "visible"],
    "standardValue": [
        "fullName", "default", "description", "label", "closed", "forecastCategory", "probability", "won",
    ],
}  # fmt: skip
"""The elements of each kind in the order in which orgs write them when they are retrieved, as files of several public
projects agree: the full name first, then by the alphabet, but for a stage, whose label stands before what it means.

An org refuses a default among the stages of a business process of opportunities, so it is no element of `values` here.
"""
NEEDED = {
    "PathAssistant": {"active", "entityName", "fieldName", "masterLabel", "recordTypeName"},
    "pathAssistantSteps": {"picklistValueName"},
    "BusinessProcess": {"fullName", "isActive", "values"},
    "RecordType": {"fullName", "active", "businessProcess", "label"},
    "ValidationRule": {"fullName", "active", "errorConditionFormula", "errorMessage"},
    "CustomField": {"fullName", "label", "type"},
    "CustomPermission": {"label"},
    "PermissionSet": {"label"},
}
REPEATED = {"pathAssistantSteps", "fieldNames", "values", "fieldPermissions"}


def kinds_of(element: ET.Element) -> Iterator[tuple[str, list[str]]]:
    """Each element that has others, and their names in order."""
    names = [child.tag.rpartition("}")[2] for child in element]
    if names:
        yield element.tag.rpartition("}")[2], names
    for child in element:
        yield from kinds_of(child)


def check_shape(root: ET.Element) -> None:
    for kind, names in kinds_of(root):
        order = SHAPES[kind]
        assert set(names) <= set(order), kind
        assert [order.index(name) for name in names] == sorted(order.index(name) for name in names), kind
        assert NEEDED.get(kind, set()) <= set(names), kind
        assert {name for name in names if names.count(name) > 1} <= REPEATED, kind


def test_every_file_has_the_elements_of_its_kind_in_the_order_in_which_an_org_writes_them() -> None:
    roots = exported(PROCESS)
    assert {root.tag.rpartition("}")[2] for root in roots.values()} == SHAPES.keys() & NEEDED.keys() - {
        "pathAssistantSteps"
    }
    for root in roots.values():
        check_shape(root)


def test_the_stages_of_the_readme_have_the_shape_of_those_that_an_org_has() -> None:
    found = definitions()
    (process,) = found.processes
    snippet = metadata(process, found.settings.fields)["README-new_account.md"].split("```xml\n")[1].split("```")[0]
    for value in ET.fromstring(f"<all>{snippet}</all>"):
        check_shape(value)


def test_a_file_is_called_as_what_is_in_it() -> None:
    for path, root in exported(PROCESS).items():
        name, _, suffix = Path(path).name.partition(".")
        kind = root.tag.rpartition("}")[2]
        assert texts(root, "m:fullName") in ([], [name])
        assert suffix.lower() in {f"{kind.lower()}-meta.xml", "field-meta.xml"}
