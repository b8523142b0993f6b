"""Words that stand for nothing, and days between a deed and its record."""

import datetime
import re

from milestonectl.model.row import Row

_PLACEHOLDER = re.compile(
    r"(n/?a|none|nil|null|no|yes|ok|okay|done|tbd|tbc|todo|test|testing|dummy|foo|bar|asdf\w*|qwerty|various|see (above|crm|email|mail|notes?)"
    r"|xx+|abc|123|placeholder|misc|other|unknown|pending|later)",
    re.IGNORECASE,
)


def is_placeholder(text: str) -> bool:
    """Whether a text only fills a cell: nothing but marks, one character, or a word such as `N/A`."""
    bare = text.strip(" .,;:!?-_/\\*()[]<>'\"#")
    return len(bare) < 2 or _PLACEHOLDER.fullmatch(bare) is not None


def days_late(row: Row) -> int:
    """Days between what a row tells and its record; 0 when it does not say when it was recorded."""
    if not row.recorded_at:
        return 0
    recorded = datetime.date.fromisoformat(row.recorded_at[:10])
    return (recorded - datetime.date.fromisoformat(row.date)).days
