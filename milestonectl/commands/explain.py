"""`explain`: the manual of rules and of the keys of definition files."""

from typing import Annotated

import typer

from milestonectl.checks import ALL_RULES, find_rule
from milestonectl.commands.arguments import As, Output
from milestonectl.files.reference import field_page, near_path
from milestonectl.model.errors import Exit, UsageError
from milestonectl.model.words import did_you_mean
from milestonectl.render.manual import key_screen, rule_screen, rules_screen
from milestonectl.render.printing import print_screen
from milestonectl.render.screen import Screen

app = typer.Typer(add_completion=False, rich_markup_mode=None)


def complete_topics(incomplete: str) -> list[tuple[str, str]]:
    """Codes and names of rules, with their summaries."""
    topics = [(word, rule.summary) for rule in ALL_RULES for word in (rule.code, rule.name)]
    return [topic for topic in topics if topic[0].casefold().startswith(incomplete.casefold())]


@app.command()
def explain(
    topic: Annotated[
        str | None,
        typer.Argument(metavar="[CODE|NAME|FIELD]", help="A rule, or a key.", autocompletion=complete_topics),
    ] = None,
    output: As = Output.TABLE,
) -> int:
    """Explain a rule, or a key of a definition file.

    Without either, list the rules.

    Example: milestonectl explain process.stages.milestones.evidence
    """
    print_screen(rules_screen(ALL_RULES) if topic is None else page(topic), output)
    return Exit.FINE


def page(topic: str) -> Screen:
    """The page of a rule or a key."""
    rule = find_rule(topic)
    if rule is not None:
        return rule_screen(rule)
    found = field_page(topic)
    if found is None:
        words = [word for rule in ALL_RULES for word in (rule.code, rule.name)]
        near = near_path(topic) if "." in topic else did_you_mean(topic, words) or near_path(topic)
        raise UsageError(f'nothing is known about "{topic}"; {near or "the rules: milestonectl explain"}')
    return key_screen(*found)
