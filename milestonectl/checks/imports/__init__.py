"""MC7xx: what is wrong with a mapping (seen by `validate`), and from MC711 with the files that it reads (by `import`)."""

from milestonectl.checks.imports import (
    absent_column,
    ambiguous_date,
    several_deals,
    shared_name,
    torn_record,
    unknown_shape,
    unmapped_event,
    unmapped_sale_type,
    unreadable_amount,
    unreadable_date,
    unreadable_stamp,
)
from milestonectl.model.rule import Rule

IMPORT_RULES: tuple[Rule, ...] = (
    unknown_shape.RULE,
    absent_column.RULE,
    unmapped_event.RULE,
    unmapped_sale_type.RULE,
    ambiguous_date.RULE,
    unreadable_stamp.RULE,
    unreadable_amount.RULE,
    unreadable_date.RULE,
    torn_record.RULE,
    shared_name.RULE,
)
"""What the files of another system can be wrong in. They are no part of a workspace."""
PLAN_RULES: tuple[Rule, ...] = (several_deals.RULE,)
"""What a plan that comes back can be wrong in."""
