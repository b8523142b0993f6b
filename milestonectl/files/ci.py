"""What `init --ci` writes: the configuration with which a CI service checks a workspace."""

import shlex
from collections.abc import Mapping
from pathlib import Path

from milestonectl.files.git import git
from milestonectl.model.errors import MilestonectlError, UsageError

_GITHUB = """\
# Checks the process definitions and the ledger on every push, and says in a pull request what it changes.
name: milestonectl
on: [push, pull_request]
permissions:
  contents: read
jobs:
  validate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0        # process diff compares with the branch that is merged into
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: python -m pip install milestonectl
      - name: Check definitions and ledger
        run: {command} validate -o github
      - name: Audit the record
        run: {command} audit -o github
      - name: Prove that no row was changed or removed
        if: always() && github.event_name == 'pull_request'
        run: {command} audit --against "origin/$GITHUB_BASE_REF" -o github
      - name: Say what changes for open deals
        if: always() && github.event_name == 'pull_request'
        run: {command} process diff "origin/$GITHUB_BASE_REF" -o markdown >> "$GITHUB_STEP_SUMMARY" || test $? -eq 1
"""
_GITLAB = """\
# Checks the process definitions and the ledger; problems show beside the lines of a merge request.
milestonectl:
  image: python:3.12
  variables:
    GIT_DEPTH: 0                # the audit compares with the branch that is merged into
  before_script:
    - python -m pip install milestonectl
  script:
    - {command} validate -o gitlab > gl-code-quality-report.json
    - {command} audit --against "origin/${CI_MERGE_REQUEST_TARGET_BRANCH_NAME:-$CI_DEFAULT_BRANCH}" -o concise
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
"""
_INCLUDE = "include:\n  - local: .gitlab/milestonectl.yml\n"

SERVICES = ("github", "gitlab")


def ci_files(service: str, folder: str) -> Mapping[str, str]:
    """The files for a service, by path below the repository. `folder` is the workspace's, empty for the top."""
    command = f"milestonectl -C {shlex.quote(folder)}" if folder else "milestonectl"
    if service == "github":
        return {".github/workflows/milestonectl.yml": _GITHUB.replace("{command}", command)}
    if service == "gitlab":
        return {".gitlab/milestonectl.yml": _GITLAB.replace("{command}", command), ".gitlab-ci.yml": _INCLUDE}
    raise UsageError(f'"{service}" is not known here; {" or ".join(SERVICES)}')


def write_ci(root: Path, service: str) -> list[Path]:
    """Write the files for a service into the repository of a workspace. What exists is left as it is."""
    top = _repository(root)
    folder = root.resolve().relative_to(top).as_posix()
    files = ci_files(service, "" if folder == "." else folder)
    return [_write(top / name, text) for name, text in files.items() if not (top / name).exists()]


def _repository(root: Path) -> Path:
    found = git(root, "rev-parse", "--show-toplevel")
    return Path(found.decode().rstrip("\n")).resolve() if found else root.resolve()


def _write(path: Path, text: str) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    except OSError as error:
        raise MilestonectlError(f"cannot write {path}: {error.strerror}") from error
    return path
