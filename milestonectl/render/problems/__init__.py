"""What a validation found, in every format that people, editors and CI systems read."""

from collections.abc import Callable, Mapping

from milestonectl.model.findings import Findings
from milestonectl.render.problems.document import problems_json
from milestonectl.render.problems.full import problems_concise, problems_full
from milestonectl.render.problems.github import problems_github
from milestonectl.render.problems.gitlab import problems_gitlab
from milestonectl.render.problems.junit import problems_junit
from milestonectl.render.problems.sarif import problems_sarif

FORMATS: Mapping[str, Callable[[Findings], str]] = {
    "full": problems_full,
    "concise": problems_concise,
    "json": problems_json,
    "github": problems_github,
    "gitlab": problems_gitlab,
    "junit": problems_junit,
    "sarif": problems_sarif,
}
"""Each turns findings into the text of one document, without a final line break."""
