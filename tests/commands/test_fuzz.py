"""A short run of what `tests/long/fuzz.py` does for hours: whatever the bytes, no traceback and no hang."""

import time
import tracemalloc
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from targets import BOMBS, SEEDS, TARGETS


@st.composite
def damaged(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A file that was right once: pieces left out, doubled, swapped or replaced by other bytes."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 60)))
        piece = draw(st.one_of(
            st.binary(max_size=12),
            st.sampled_from([b"", b'"', b"'", b",", b"\n", b"- {", b"}", b": ", b"&a ", b"*a", b"\0", b"\xff", b"9999-12-31", b"1e999", b"-1"]),
            st.just(data[start:end] * 2),
        ))  # fmt: skip
        data = data[:start] + piece + data[end:]
    return data


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_whatever_the_bytes_it_returns(target: str) -> None:
    examples = 20 if target in ("commands", "definitions") else 60

    @settings(max_examples=examples, deadline=timedelta(seconds=10), suppress_health_check=list(HealthCheck))
    @given(st.one_of(damaged(SEEDS[target]), st.binary(max_size=200)))
    def returns(data: bytes) -> None:
        TARGETS[target](data)

    returns()


@pytest.mark.parametrize(("target", "bomb"), [(target, bomb) for target, bombs in BOMBS.items() for bomb in bombs])
def test_a_bomb_costs_little_time_and_memory(target: str, bomb: str) -> None:
    """At most five seconds on a busy machine, and 200 megabytes."""
    data = BOMBS[target][bomb]
    tracemalloc.start()
    started = time.process_time()
    TARGETS[target](data)
    seconds = time.process_time() - started
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 5
    assert peak < 200 * 1024**2
