"""Whatever it is given, our verifier says what does not hold; and the two never disagree."""

import copy
import functools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recruitment.lottery import verify as ours

from . import assemblies, second

TEXTS = st.text() | st.sampled_from(
    ["", "balls", "beacon", "0" * 64, "007", "2023-08-23T15:09:27Z"]
)
NUMBERS = st.integers() | st.sampled_from([0, 1, 1000, 2**31, 2**61, 2**63, 2**64, 10**4000])
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


def agree(content: bytes) -> bool:
    """Return whether the record holds; fail unless both verifiers say so, and in their own way."""
    try:
        ours.verify(content)
    except ours.Wrong:
        with pytest.raises(ValueError, match=r"."):
            second.verify(content)
        return False
    second.verify(content)
    return True


@functools.cache
def record(how: str) -> dict:
    before = assemblies.draw(1, people=4) if how == "redraw" else None
    return assemblies.draw(6, "balls" if before else how, before, people=4).record


def places(value, path=()):
    """Return the way to each part of a record, the panels after the fifth left out."""
    found = [path]
    if isinstance(value, dict):
        for name, part in value.items():
            found += places(part, (*path, name))
    elif isinstance(value, list):
        for place, part in enumerate(value[:5]):
            found += places(part, (*path, place))
    return found


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_bytes_are_a_record(content):
    assert not agree(content)


@given(VALUES)
@settings(max_examples=200, deadline=None)
def test_no_other_value_is_a_record(value):
    try:
        content = assemblies.canonical(value)
    except ValueError:  # half a character, or a number Python does not write
        return
    assert not agree(content)


@pytest.mark.parametrize("digits", [100, 4300, 4301, 100_000])
def test_no_number_is_too_long_to_refuse(digits):
    content = assemblies.draw(4, people=3).content
    assert not agree(content.replace(b'"pool":1,', b'"pool":' + b"1" * digits + b","))


@pytest.mark.parametrize("deep", [100, 300, 900, 990, 5000, 200_000])
@pytest.mark.parametrize("pair", [b"[]", b'{"":}'])
def test_no_nesting_is_too_deep_to_refuse(deep, pair):
    opening, closing = pair[:-1], pair[-1:]
    assert not agree(opening * deep + b"0" + closing * deep)


def replaced_parts_agree(how, data):
    changed = copy.deepcopy(record(how))
    for _ in range(data.draw(st.integers(1, 2))):
        *way, last = data.draw(st.sampled_from([each for each in places(changed) if each]))
        holder = changed
        for step in way:
            holder = holder[step]
        if isinstance(holder, dict) and data.draw(st.integers(0, 4)) == 0:
            del holder[last]
            changed.setdefault("manifest", {})
        else:
            holder[last] = data.draw(VALUES)
    try:
        content = assemblies.sealed(changed)
    except ValueError:
        return
    agree(content)


@pytest.mark.parametrize("how", ["balls", "fallback", "redraw"])
@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_both_agree_on_a_record_with_parts_replaced(how, data):
    replaced_parts_agree(how, data)


@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_both_agree_on_a_record_by_the_beacon_with_parts_replaced(data):
    replaced_parts_agree("beacon", data)


@pytest.mark.soak
@pytest.mark.parametrize("how", [*assemblies.KINDS, "redraw"])
@given(data=st.data())
@settings(max_examples=2000, deadline=None)
def test_both_agree_on_thousands_of_records_with_parts_replaced(how, data):
    replaced_parts_agree(how, data)
