"""The counting, against a second counter that shares no code with it."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations import tally
from recommendations.tally import BadPaper, Choice, Denominator, Outcome, Rules, Side

SCALE = (
    Choice("sa", "Strongly agree", Side.FOR),
    Choice("a", "Agree", Side.FOR),
    Choice("d", "Disagree", Side.AGAINST),
    Choice("sd", "Strongly disagree", Side.AGAINST),
    Choice("x", "Abstain", Side.ABSTAIN),
)


def rules(**fields) -> Rules:
    return Rules(
        **{
            "scale": SCALE,
            "threshold": Fraction(75, 100),
            "quorum": 0,
            "entitled": 200,
            **fields,
        }
    )


def second_count(votes, threshold, quorum, entitled, denominator, more_than):
    """Count with integers and cross-multiplication only."""
    yes = sum(vote in ("sa", "a") for vote in votes)
    no = sum(vote in ("d", "sd") for vote in votes)
    base = {"opinions": yes + no, "papers": len(votes), "entitled": entitled}[denominator]
    left, right = yes * threshold.denominator, base * threshold.numerator
    if len(votes) < quorum:
        return yes, no, base, "no_quorum"
    passed = left > right if more_than else left >= right
    return yes, no, base, "supported" if passed and yes > 0 else "not_supported"


@settings(max_examples=3000, deadline=None)
@given(
    votes=st.lists(st.sampled_from(["sa", "a", "d", "sd", "x"]), max_size=120),
    top=st.integers(1, 100),
    bottom=st.integers(1, 100),
    quorum=st.integers(0, 120),
    spare=st.integers(0, 30),
    denominator=st.sampled_from(["opinions", "papers", "entitled"]),
    more_than=st.booleans(),
)
def test_two_counters_agree_on_any_election(
    votes, top, bottom, quorum, spare, denominator, more_than
):
    threshold = Fraction(min(top, bottom), max(top, bottom))
    more_than = more_than and threshold != 1
    entitled = max(len(votes), quorum) + spare
    counted = tally.count(
        votes,
        rules(
            threshold=threshold,
            quorum=quorum,
            entitled=entitled,
            denominator=Denominator(denominator),
            more_than=more_than,
        ),
    )
    assert (
        counted.in_favour,
        counted.against,
        counted.base,
        str(counted.outcome),
    ) == second_count(votes, threshold, quorum, entitled, denominator, more_than)
    assert sum(counted.counts.values()) == len(votes) == counted.papers


@pytest.mark.parametrize(
    ("base", "threshold", "more_than", "least"),
    [
        (97, Fraction(75, 100), False, 73),
        (96, Fraction(75, 100), False, 72),
        (96, Fraction(75, 100), True, 73),
        (97, Fraction(1, 2), False, 49),
        (100, Fraction(1, 2), False, 50),
        (100, Fraction(1, 2), True, 51),
        (3, Fraction(2, 3), False, 2),
        (0, Fraction(1, 2), False, 1),
        (7, Fraction(1), False, 7),
    ],
)
def test_the_fewest_votes_needed_are_exact(base, threshold, more_than, least):
    assert tally.needed(base, rules(threshold=threshold, more_than=more_than)) == least


@pytest.mark.parametrize(("yes", "outcome"), [(72, "not_supported"), (73, "supported")])
def test_three_quarters_of_97_opinions_are_73(yes, outcome):
    counted = tally.count(["a"] * yes + ["d"] * (97 - yes) + ["x"] * 3, rules())
    assert (counted.base, str(counted.outcome)) == (97, outcome)


def test_a_tie_is_told_and_is_no_majority_when_more_than_half_is_asked():
    counted = tally.count(["a", "d"], rules(threshold=Fraction(1, 2), more_than=True))
    assert (counted.is_tied, counted.outcome) == (True, Outcome.NOT_SUPPORTED)


def test_abstentions_count_for_the_quorum_and_not_for_the_share():
    counted = tally.count(["a", "x", "x"], rules(quorum=3))
    assert (counted.outcome, counted.share) == (Outcome.SUPPORTED, Fraction(1))


def test_nobody_with_an_opinion_is_not_support():
    counted = tally.count(["x", "x"], rules())
    assert (counted.outcome, counted.share) == (Outcome.NOT_SUPPORTED, None)


@pytest.mark.parametrize("paper", [{1: "a"}, {1: "a", 2: "a", 3: "a"}, {1: "a", 2: "maybe"}, {}])
def test_a_paper_answers_exactly_the_questions_on_the_scale(paper):
    with pytest.raises(BadPaper):
        tally.check(paper, [1, 2], rules())


@pytest.mark.parametrize(
    "fields",
    [
        {"threshold": Fraction(0)},
        {"threshold": Fraction(5, 4)},
        {"threshold": Fraction(1), "more_than": True},
        {"quorum": 201},
        {"scale": SCALE[:2]},
        {"scale": (SCALE[0], *SCALE)},
    ],
)
def test_rules_that_cannot_work_are_refused(fields):
    with pytest.raises(ValueError):  # noqa: PT011 - the dataclass says which
        rules(**fields)


BOX = [("R1", {1: "a", 2: "d"}), ("R2", {1: "sa", 2: "d"}), ("R3", {1: "x", 2: "a"})]


def frozen() -> dict:
    counted = tally.count_all([paper for _, paper in BOX], [1, 2], rules())
    return {
        "fingerprints": {receipt: tally.fingerprint(receipt, paper) for receipt, paper in BOX},
        "counts": {number: one.counts for number, one in counted.items()},
        "rules": rules(),
    }


def test_the_published_papers_recount_to_the_result():
    assert tally.verify(BOX, **frozen()) == []


@pytest.mark.parametrize(
    ("box", "problem"),
    [
        (BOX[:2], "Receipt R3 is missing."),
        ([*BOX, BOX[0]], "Receipt R1 is there 2 times."),
        ([*BOX, ("R9", {1: "a", 2: "a"})], "Receipt R9 was not in the box."),
        (
            [("R1", {1: "d", 2: "d"}), *BOX[1:]],
            "The paper with receipt R1 was changed.",
        ),
    ],
)
def test_a_lost_added_or_changed_paper_is_named(box, problem):
    found = tally.verify(box, **frozen())
    assert found[0] == problem
    assert found[-1].startswith("The papers do not add up for recommendation")


def test_swapping_two_choices_between_papers_is_seen_although_the_sums_hold():
    swapped = [("R1", {1: "sa", 2: "d"}), ("R2", {1: "a", 2: "d"}), BOX[2]]
    assert tally.verify(swapped, **frozen()) == [
        "The paper with receipt R1 was changed.",
        "The paper with receipt R2 was changed.",
    ]
