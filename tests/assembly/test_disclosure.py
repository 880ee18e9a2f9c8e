import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.disclosure import suppress


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([20, 30, 50], [20, 30, 50]),
        ([4, 30, 50], [None, None, 50]),
        ([4, 6, 50], [None, None, 50]),
        ([0, 30, 50], [0, 30, 50]),
        ([4], [None]),
        ([], []),
    ],
)
def test_small_numbers_are_hidden_and_never_one_alone(counts, shown):
    assert suppress(counts, 10) == shown


@given(st.lists(st.integers(0, 60), max_size=8), st.integers(2, 12))
def test_no_small_number_is_shown_and_the_total_gives_none_back(counts, threshold):
    shown = suppress(counts, threshold)
    hidden = [count for count, seen in zip(counts, shown, strict=True) if seen is None]
    assert all(seen is None or seen == 0 or seen >= threshold for seen in shown)
    assert len(hidden) != 1 or sum(1 for count in counts if count) == 1
