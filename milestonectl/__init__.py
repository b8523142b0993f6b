"""Run B2B sales on milestones."""

__version__ = "0.1.0"
