"""What a validation found, in every format that people, editors and CI systems read."""

from collections.abc import Callable, Mapping

from milestonectl.model.findings import Findings
from milestonectl.render.problems.document import problems_json
from milestonectl.render.problems.full import problems_concise, problems_full

FORMATS: Mapping[str, Callable[[Findings], str]] = {
    "full": problems_full,
    "concise": problems_concise,
    "json": problems_json,
}
"""Each turns findings into the text of one document, without a final line break."""
