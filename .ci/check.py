"""Everything that must hold before a commit: format, lint, types, layers, tests (which check the documentation too).

`python .ci/check.py` runs all of it and stops at the first failure; `--fix` formats and repairs what it can first.
"""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
PYTHON = [sys.executable, "-m"]
FIXES = {
    "format": [*PYTHON, "ruff", "format"],
    "lint": [*PYTHON, "ruff", "check", "--fix", "--quiet"],
}
CHECKS = {
    "format": [*PYTHON, "ruff", "format", "--check", "--quiet"],
    "lint": [*PYTHON, "ruff", "check", "--quiet"],
    "types": [*PYTHON, "mypy"],
    "layers": [str(Path(sys.executable).with_name("lint-imports")), "--no-logo"],
    "tests": [*PYTHON, "pytest", "-q", "-n", "2", "--dist", "worksteal"],
}


def run(name: str, command: list[str]) -> None:
    """Run one check; end the program with its exit code when it fails."""
    started = time.monotonic()
    print(f"== {name}", flush=True)
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    print(f"== {name}: {'ok' if code == 0 else 'failed'} ({time.monotonic() - started:.0f} s)", flush=True)
    if code:
        sys.exit(code)


def main() -> None:
    """Run the fixes that are asked for, then every check."""
    for name, command in FIXES.items() if "--fix" in sys.argv[1:] else ():
        run(name, command)
    for name, command in CHECKS.items():
        run(name, command)


if __name__ == "__main__":
    main()
