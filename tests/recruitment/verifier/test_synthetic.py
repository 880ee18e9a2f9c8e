"""Two verifiers without a line in common find the same panel in every synthetic draw."""

import pytest

from recruitment.lottery import verify as ours

from . import assemblies, second


def check(drawn: assemblies.Drawn, before: assemblies.Drawn | None = None) -> None:
    previous = before and before.content
    lines = ours.verify(drawn.content, drawn.fingerprint, previous)
    number = drawn.record["draw"]["number"]
    assert f"the panel published is panel {number} of the list" in lines
    assert " ".join(drawn.record["panel"]) == drawn.panel
    assert second.verify(drawn.content, drawn.fingerprint) == drawn.panel
    if before is not None:
        assert second.verify_chain(before.content, drawn.content) == [before.panel, drawn.panel]


def check_many(assemblies_from: int, count: int, beacons: int) -> None:
    """Check so many draws in chains of up to three, a few of them by the beacon (slow)."""
    before = None
    for seed in range(assemblies_from, assemblies_from + count):
        before = None if seed % 3 == 0 else before
        by_balls = "fallback" if seed % 2 else "balls"
        how = "beacon" if seed - assemblies_from < beacons else by_balls
        drawn = assemblies.draw(seed, how, before)
        check(drawn, before)
        before = drawn


def test_both_verifiers_find_the_panel_of_a_hundred_assemblies():
    check_many(0, 100, beacons=3)


@pytest.mark.soak
def test_both_verifiers_find_the_panel_of_a_thousand_assemblies():
    check_many(1000, 1000, beacons=50)


def test_both_verifiers_refuse_another_fingerprint():
    drawn, other = assemblies.draw(1), assemblies.draw(2)
    with pytest.raises(ours.Wrong, match="not the one of the fingerprint"):
        ours.verify(drawn.content, other.fingerprint)
    with pytest.raises(ValueError, match="the one published"):
        second.verify(drawn.content, other.fingerprint)


def test_both_verifiers_refuse_a_draw_after_one_it_does_not_name():
    first, other = assemblies.draw(1, people=5), assemblies.draw(2, people=5)
    redrawn = assemblies.draw(3, before=first)
    with pytest.raises(ours.Wrong, match="not the draw before"):
        ours.verify(redrawn.content, previous=other.content)
    with pytest.raises(ValueError, match="it names the one before"):
        second.verify_chain(other.content, redrawn.content)


@pytest.mark.parametrize(
    ("part", "value", "words"),
    [("assembly", "south", "another assembly"), ("pool", 3, "not the number before")],
)
def test_both_verifiers_refuse_a_chain_that_changes_assembly_or_leaps(part, value, words):
    first = assemblies.draw(1, people=5)
    redrawn = assemblies.draw(3, before=first)
    redrawn.record["manifest"][part] = value
    forged = assemblies.sealed(redrawn.record)
    assert second.verify(forged) == redrawn.panel  # by itself it is a record
    with pytest.raises(ours.Wrong, match=words):
        ours.verify(forged, previous=first.content)
    with pytest.raises(ValueError, match="does not hold"):
        second.verify_chain(first.content, forged)
