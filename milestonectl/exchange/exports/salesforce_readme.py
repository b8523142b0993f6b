"""What an administrator reads before the metadata of a process is deployed."""

from collections.abc import Iterator, Sequence

from milestonectl.exchange.exports.salesforce_gates import LOST, WON, bypass_name
from milestonectl.exchange.exports.salesforce_names import api_name
from milestonectl.exchange.exports.salesforce_xml import Element, lines
from milestonectl.model.process import Process
from milestonectl.model.settings import DealField

_TEXT = """# {title} in Salesforce

Written from `{pin}`. Change the process and export it again rather than these files.

## 1. Stages

Opportunity stages are one list for the whole org, and a deploy of that list replaces it. So it is not among the files:
add the stages that are missing under Setup, Object Manager, Opportunity, Fields, Stage, or add these elements to the file
that `sf project retrieve start --metadata StandardValueSet:OpportunityStage` fetches. Rename none: reports refer to them.

Every stage has a forecast category. Only {lost} is Omitted, as Salesforce has it itself. Probabilities rise in equal steps;
put in your own rates.

```xml
{stages}```

## 2. Before you deploy

{needs}

## 3. Review and deploy

The command works inside a Salesforce project, below the folder that `sfdx-project.json` names, usually `force-app`. Whoever has
none makes one with `sf project generate --name gates` and exports into `gates/force-app/main/default`.

```
sf project deploy start --source-dir FOLDER --dry-run
sf project deploy start --source-dir FOLDER
```

Deploy to a sandbox first. The dry run tells what this file cannot know: whether a formula compiles to more than 5,000
characters in this org, and whether names are taken. Rules concern only deals with the record type `{name}`.

## 4. After

- Give `{name}_milestones` to everybody who fills in milestones. New fields are visible to nobody else, and a gate that
  waits for a field that nobody sees stops everybody.
- `{bypass}` lets its holder pass every gate of this process, for data loads and emergencies. Nobody has it, administrators
  included, until it is put into a permission set; look now and then at who has it.
"""


def readme(process: Process, declared: Sequence[DealField]) -> str:
    """How to review and deploy it, with the stages that the org must have."""
    return _TEXT.format(
        title=_line(process.title),
        pin=process.pin,
        lost=LOST,
        stages="".join(lines(_stage_values(process), 0)),
        needs="\n".join(f"- {need}" for need in _needs(process, declared)),
        name=api_name(process.name),
        bypass=bypass_name(process),
    )


def _line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def _stage_values(process: Process) -> list[Element]:
    titles = [*(stage.title for stage in process.stages), WON, LOST]
    return [
        ("standardValue", _stage_value(title, round(100 * n / (len(titles) - 1)))) for n, title in enumerate(titles, 1)
    ]


def _stage_value(title: str, probability: int) -> list[Element]:
    closed = title in (WON, LOST)
    return [
        ("fullName", title),
        ("default", "false"),
        ("label", title),
        ("closed", str(closed).lower()),
        ("forecastCategory", "Closed" if title == WON else "Omitted" if title == LOST else "Pipeline"),
        ("probability", "0" if title == LOST else str(probability)),
        ("won", str(title == WON).lower()),
    ]


def _needs(process: Process, declared: Sequence[DealField]) -> Iterator[str]:
    """What the files refer to and do not hold."""
    yield "Path must be switched on: Setup, Path Settings."
    asked = {test.field for milestone in process.milestones for group in milestone.when.groups for test in group}
    custom = sorted(f"{field.name}__c" for field in declared if field.name in asked)
    if custom:
        yield f"Conditions ask for fields of yours on Opportunity: {', '.join(f'`{name}`' for name in custom)}."
    if "currency" in asked:
        yield "A condition asks for the currency, which only an org with several currencies has."
    if "owner" in asked:
        yield "A condition asks for the owner: reps are compared with the alias of the user."
    if "sale_type" in asked:
        yield "A condition asks for the sale type, which is compared with the name of the record type."
