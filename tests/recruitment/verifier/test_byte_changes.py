"""No single byte of a record can be changed, taken out or put in; the seal is what sees to it."""

import importlib.util
import random
from collections.abc import Iterator

import pytest

from recruitment.lottery import verify as ours

from . import assemblies, second


def changes(content: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Yield copies of the content, each with one byte replaced, taken out or put in."""
    rng = random.Random(seed)
    while count:
        at = rng.randrange(len(content))
        other = bytes([rng.randrange(256)])
        changed = rng.choice(
            [
                content[:at] + other + content[at + 1 :],
                content[:at] + content[at + 1 :],
                content[:at] + other + content[at:],
            ]
        )
        if changed != content:
            count -= 1
            yield changed


def holds_for_ours(content: bytes, verifier=ours) -> bool:
    try:
        verifier.verify(content)
    except verifier.Wrong:
        return False
    return True


def holds_for_second(content: bytes) -> bool:
    try:
        second.verify(content)
    except ValueError:
        return False
    return True


def let_through(draws: int, each: int) -> int:
    """Count the changed records that either verifier accepts, over draws of every kind."""
    accepted = 0
    before = None
    for seed in range(draws):
        drawn = assemblies.draw(seed, assemblies.KINDS[seed % 3], before, people=3 + seed % 4)
        for changed in changes(drawn.content, each, seed):
            accepted += holds_for_ours(changed) + holds_for_second(changed)
        before = drawn if seed % 2 == 0 else None
    return accepted


def test_a_thousand_changes_of_one_byte_are_all_refused():
    assert let_through(draws=10, each=100) == 0


@pytest.mark.soak
def test_ten_thousand_changes_of_one_byte_are_all_refused():
    assert let_through(draws=50, each=200) == 0


def test_without_seal_and_canonical_form_some_changes_pass():
    spec = importlib.util.spec_from_file_location("weakened", ours.__file__)
    weakened = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(weakened)
    need = weakened.need
    off = {
        "the seal does not fit the record",
        "the seal is no SHA-256",
        "the fingerprint is not that of the list",
        "it is not written in the canonical way",
    }
    weakened.need = lambda true, words: need(true or words in off, words)
    content = assemblies.draw(5, people=40).content
    passed = [c for c in changes(content, 500, 5) if holds_for_ours(c, weakened)]
    assert len(passed) >= 5
    assert not any(holds_for_ours(changed) or holds_for_second(changed) for changed in passed)
