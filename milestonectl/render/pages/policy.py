"""What a report may do wherever it is opened: run its own script, use its own styles, and fetch nothing."""

import base64
import hashlib

from milestonectl.render.pages.environment import asset


def report_style() -> str:
    """The styles of a report."""
    return asset("page.css") + asset("report.css")


def report_script() -> str:
    """The script of a report."""
    return asset("report.js")


def report_policy() -> str:
    """A Content-Security-Policy that names styles and script by what they hold."""
    return (
        f"default-src 'none'; style-src {_hash(report_style())}; script-src {_hash(report_script())}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
