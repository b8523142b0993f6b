"""MC6xx: what an audit asks beyond validation. Those up to MC604 and from MC621 are seen on the disk and in git."""

from milestonectl.checks.audit import (
    bulk_record,
    changed_evidence,
    changed_row,
    empty_reason,
    expired_waiver,
    late_record,
    missing_evidence,
    outside_evidence,
    placeholder_evidence,
    removed_row,
    repeated_evidence,
    self_waived,
    stale_evidence,
    unsealed_evidence,
    unsealed_row,
)
from milestonectl.model.rule import Rule

AUDIT_RULES: tuple[Rule, ...] = (
    missing_evidence.RULE,
    changed_evidence.RULE,
    outside_evidence.RULE,
    unsealed_evidence.RULE,
    unsealed_row.RULE,
    late_record.RULE,
    bulk_record.RULE,
    placeholder_evidence.RULE,
    repeated_evidence.RULE,
    stale_evidence.RULE,
    self_waived.RULE,
    expired_waiver.RULE,
    empty_reason.RULE,
    removed_row.RULE,
    changed_row.RULE,
)
