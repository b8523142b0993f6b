"""The sections of the report, each from the values that a command computes."""
