"""A process as a chart for everybody in the company: Mermaid, Markdown, or a page of HTML that needs nothing else."""

from collections.abc import Iterator
from html import escape

from milestonectl.model.condition import describe
from milestonectl.model.process import EvidenceDemand, Milestone, Play, Process, Stage
from milestonectl.render.words import inert, listed, spaced, with_article

_SIDES = {"buyer": "the buyer", "seller": "we", "mutual": "both sides"}
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2733}
h1{margin-bottom:0}.stages{display:flex;gap:.5rem;flex-wrap:wrap;margin:1.5rem 0}
.stages a{border:1px solid #b8c2cc;border-radius:.4rem;padding:.4rem .8rem;color:inherit;text-decoration:none}
section{border-top:3px solid #2f6f9f;margin-top:2rem}article{border-left:3px solid #b8c2cc;padding-left:1rem;margin:1.2rem 0}
article.required{border-left-color:#2f6f9f}.facts{color:#52606d;margin:.2rem 0}details{margin:.3rem 0}summary{cursor:pointer}
h3{margin:0}@media print{details{display:block}}
"""


def mermaid(process: Process) -> str:
    """A flow chart: a box a stage, a node a milestone, an arrow a gate or a need."""
    lines = ["flowchart LR"]
    for number, stage in enumerate(process.stages):
        lines += [f'  subgraph s{number}["{_quoted(stage.title)}"]', "    direction TB"]
        lines += [f"    {_node(process, milestone)}" for milestone in stage.milestones]
        lines.append("  end")
    lines += [f"  s{n} ==>|gate| s{n + 1}" for n in range(len(process.stages) - 1)]
    lines += [f"  {_name(process, need)} --> {_name(process, m.id)}" for m in process.milestones for need in m.needs]
    return "\n".join(lines)


def _name(process: Process, milestone_id: str) -> str:
    return f"m{[milestone.id for milestone in process.milestones].index(milestone_id)}"


def _node(process: Process, milestone: Milestone) -> str:
    left, right = ("([", "])") if milestone.id == process.wins else ("[", "]")
    words = milestone.title if milestone.required else f"{milestone.title} (optional)"
    return f'{_name(process, milestone.id)}{left}"{_quoted(words)}"{right}'


def _quoted(text: str) -> str:
    """Text inside a Mermaid label: its quotes and markup as entities, which begin with # there."""
    shown = inert(text).replace("#", "#35;")
    for character, entity in (('"', "#quot;"), ("<", "#lt;"), (">", "#gt;"), ("`", "#96;")):
        shown = shown.replace(character, entity)
    return shown


def facts(milestone: Milestone) -> str:
    """Who acts, what proves it, when it applies: `Both sides. Proven by an e-mail from the economic buyer. ...`."""
    parts = [f"{_SIDES[milestone.side].capitalize()}{'' if milestone.required else ', optional'}"]
    parts.append(_evidence(milestone.evidence))
    if milestone.when.groups:
        parts.append(f"Only for deals with {describe(milestone.when)}")
    if milestone.typical_days is not None:
        parts.append(f"Usually {milestone.typical_days} days")
    if milestone.valid_for_days is not None:
        parts.append(f"Confirmed again after {milestone.valid_for_days} days")
    return ". ".join(parts) + "."


def _evidence(demand: EvidenceDemand) -> str:
    if demand.level == "asserted" and not demand.kinds:
        return "No proof asked"
    kinds = " or ".join(with_article(spaced(kind)) for kind in demand.kinds) or "evidence"
    source = " or ".join(f"the {spaced(role)}" for role in demand.roles) or "the buyer"
    return f"Proven by {kinds} from {source}" if demand.level == "confirmed" else f"Proven by {kinds} on record"


def markdown(process: Process) -> str:
    """Stages, milestones and plays as headings and lists."""
    lines = [f"# {_plain(process.title)}", "", f"{_plain(process.pin)}, won by: {_plain(_win_title(process))}"]
    for stage in process.stages:
        lines += ["", f"## {_plain(stage.title)}", "", _plain(stage.objective)]
        for milestone in stage.milestones:
            lines += ["", f"### {_plain(milestone.title)}", "", _plain(facts(milestone))]
            lines += list(_markdown_plays(milestone))
    return "\n".join(lines)


def _markdown_plays(milestone: Milestone) -> Iterator[str]:
    for play in milestone.plays:
        yield from ("", f"**{_plain(play_title(play))}**", "")
        for verb, items in _moves(play):
            yield from (f"- {verb}: {_plain(item)}" for item in items)


def play_title(play: Play) -> str:
    """`Competitor (competitor Acme)`."""
    return play.situation.capitalize() + (f" ({describe(play.when)})" if play.when.groups else "")


def _moves(play: Play) -> list[tuple[str, tuple[str, ...]]]:
    return [("Ask", play.ask), ("Send", play.send), ("Do", play.do)]


def _win_title(process: Process) -> str:
    milestone = process.milestone(process.wins)
    return milestone.title if milestone else process.wins


def _plain(text: str) -> str:
    """Text in Markdown that cannot become markup."""
    shown = inert(text)
    for character in "\\`*_[]|":
        shown = shown.replace(character, f"\\{character}")
    return shown.replace("<", "&lt;").replace(">", "&gt;")


def html(process: Process) -> str:
    """One page without scripts and without anything from elsewhere; every text of the process is escaped."""
    stages = "".join(f'<a href="#stage-{n}">{_html(stage.title)}</a>' for n, stage in enumerate(process.stages))
    sections = "\n".join(_section(stage, number) for number, stage in enumerate(process.stages))
    counted = listed([f"{len(process.stages)} stages", f"{len(process.milestones)} milestones"])
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{_html(process.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{_html(process.title)}</h1>\n<p>{_html(process.pin)}: {counted}. Won by: {_html(_win_title(process))}.</p>\n"
        f'<nav class="stages">{stages}</nav>\n{sections}\n</body>\n</html>'
    )


def _section(stage: Stage, number: int) -> str:
    articles = "\n".join(_article(milestone) for milestone in stage.milestones)
    return f'<section id="stage-{number}">\n<h2>{_html(stage.title)}</h2>\n<p>{_html(stage.objective)}</p>\n{articles}\n</section>'


def _article(milestone: Milestone) -> str:
    plays = "\n".join(_details(play) for play in milestone.plays)
    kind = "required" if milestone.required else "optional"
    heading = f'<h3>{_html(milestone.title)}</h3>\n<p class="facts">{_html(facts(milestone))}</p>'
    return f'<article class="{kind}">\n{heading}\n{plays}\n</article>'


def _details(play: Play) -> str:
    items = "".join(f"<li>{verb}: {_html(item)}</li>" for verb, moves in _moves(play) for item in moves)
    return f"<details><summary>{_html(play_title(play))}</summary><ul>{items}</ul></details>"


def _html(text: str) -> str:
    return escape(inert(text))
