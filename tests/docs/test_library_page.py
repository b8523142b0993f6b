"""The page on the library shows what Python answers."""

import doctest
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_the_page_on_the_library_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    tried = doctest.testfile(str(ROOT / "docs" / "reference" / "library.md"), module_relative=False)
    assert (tried.failed, tried.attempted) == (0, 7)
