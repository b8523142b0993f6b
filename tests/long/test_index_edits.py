"""What tests/files/test_index.py shows in a few examples, in hundreds: `pytest tests/long/test_index_edits.py`."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from index_building import Edit, Run, agree_after_edits, agree_on_history, as_many_as_reports, edits


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits, st.sampled_from([0.25, 100.0]), st.sampled_from([0, 10**12]))
def test_every_report_is_the_same_with_and_without_the_index(
    run: Run, tmp_path_factory: pytest.TempPathFactory, found: list[Edit], much: float, in_columns: int
) -> None:
    agree_after_edits(run, tmp_path_factory.mktemp("workspace"), found, much, in_columns)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(as_many_as_reports)
def test_every_report_on_history_is_the_same_with_and_without_a_cache(
    run: Run, tmp_path_factory: pytest.TempPathFactory, found: list[Edit]
) -> None:
    agree_on_history(run, tmp_path_factory.mktemp("workspace"), found)
