"""What the daily commands may ask must not load numpy or pandas."""

import subprocess
import sys

import pytest

PLAIN = (
    "back_schedule",
    "case_mix",
    "distributions",
    "intervals",
    "rule_of_two",
    "shrinkage",
    "working_days",
)


@pytest.mark.parametrize("module", PLAIN)
def test_plain_modules_start_without_numpy(module: str) -> None:
    check = f"import sys, milestonectl.history.{module}; sys.exit(bool({{'numpy', 'pandas'}} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
