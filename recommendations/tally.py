"""Counting votes: pure functions on plain values, exact fractions, no Django.

A *paper* is one voter's ballot paper: question number → choice key. Rules are fixed before the
ballot opens. Following the usual practice of citizens' assemblies (Scotland's Climate Assembly
2021), abstentions count towards the quorum and, unless the rules say otherwise, not towards the
share in favour. Every share is a `fractions.Fraction`: 75% of 97 opinions needs 73 votes.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256

Paper = Mapping[int, str]


class Side(StrEnum):
    """What a choice counts as."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Denominator(StrEnum):
    """Of what the share in favour is taken."""

    OPINIONS = "opinions"
    PAPERS = "papers"
    ENTITLED = "entitled"


class Outcome(StrEnum):
    SUPPORTED = "supported"
    NOT_SUPPORTED = "not_supported"
    NO_QUORUM = "no_quorum"


class BadPaper(ValueError):
    """A paper does not answer exactly the questions asked, or names a choice that is not there."""


@dataclass(frozen=True)
class Choice:
    """One answer on the scale, in the order printed."""

    key: str
    label: str
    side: Side


@dataclass(frozen=True)
class Rules:
    """What is fixed before opening.

    `threshold` is a share in (0, 1] of the denominator; reached means at least that share, or more
    than it where `more_than`. `quorum` is a number of papers, `entitled` a number of voters.
    """

    scale: tuple[Choice, ...]
    threshold: Fraction
    quorum: int
    entitled: int
    denominator: Denominator = Denominator.OPINIONS
    more_than: bool = False

    def __post_init__(self) -> None:
        keys = [choice.key for choice in self.scale]
        if len(set(keys)) != len(keys) or not {Side.FOR, Side.AGAINST} <= {
            choice.side for choice in self.scale
        }:
            raise ValueError("A scale needs different keys, with choices for and against")
        if not 0 < self.threshold <= 1 or (self.more_than and self.threshold == 1):
            raise ValueError("The threshold must be a share that can be reached")
        if not 0 <= self.quorum <= self.entitled:
            raise ValueError("The quorum cannot be larger than the number of voters")


@dataclass(frozen=True)
class Tally:
    """How one question came out. `base` is the denominator used, `needed` the fewest votes for."""

    counts: dict[str, int]
    in_favour: int
    against: int
    abstained: int
    papers: int
    base: int
    needed: int
    outcome: Outcome

    @property
    def share(self) -> Fraction | None:
        """The exact share in favour, or None where nobody is in the denominator."""
        return Fraction(self.in_favour, self.base) if self.base else None

    @property
    def is_tied(self) -> bool:
        return self.in_favour == self.against


def needed(base: int, rules: Rules) -> int:
    """Return the fewest votes in favour that reach the threshold of `base`; at least one."""
    exact = rules.threshold * base
    whole = exact.numerator // exact.denominator
    if rules.more_than or exact.denominator != 1:
        whole += 1
    return max(1, whole)


def count(choices: Iterable[str], rules: Rules) -> Tally:
    """Count one question's choices. Raise `BadPaper` for a choice that is not on the scale."""
    found = Counter(choices)
    unknown = found.keys() - {choice.key for choice in rules.scale}
    if unknown:
        raise BadPaper(f"Not on the scale: {', '.join(sorted(unknown))}")
    counts = {choice.key: found[choice.key] for choice in rules.scale}
    sides: Counter[Side] = Counter()
    for choice in rules.scale:
        sides[choice.side] += counts[choice.key]
    papers = sides.total()
    base = {
        Denominator.OPINIONS: sides[Side.FOR] + sides[Side.AGAINST],
        Denominator.PAPERS: papers,
        Denominator.ENTITLED: rules.entitled,
    }[rules.denominator]
    least = needed(base, rules)
    if papers < rules.quorum:
        outcome = Outcome.NO_QUORUM
    else:
        outcome = Outcome.SUPPORTED if sides[Side.FOR] >= least else Outcome.NOT_SUPPORTED
    return Tally(
        counts=counts,
        in_favour=sides[Side.FOR],
        against=sides[Side.AGAINST],
        abstained=sides[Side.ABSTAIN],
        papers=papers,
        base=base,
        needed=least,
        outcome=outcome,
    )


def check(paper: Paper, questions: Iterable[int], rules: Rules) -> None:
    """Raise `BadPaper` unless the paper answers each question, once, on the scale."""
    wanted = set(questions)
    if set(paper) != wanted:
        missing = ", ".join(str(number) for number in sorted(wanted ^ set(paper)))
        raise BadPaper(f"Each recommendation needs one answer. Look at: {missing}")
    unknown = set(paper.values()) - {choice.key for choice in rules.scale}
    if unknown:
        raise BadPaper(f"Not on the scale: {', '.join(sorted(unknown))}")


def count_all(papers: Iterable[Paper], questions: Iterable[int], rules: Rules) -> dict[int, Tally]:
    """Count every question over all papers; each paper is checked first."""
    box = list(papers)
    numbers = list(questions)
    for paper in box:
        check(paper, numbers, rules)
    return {number: count((paper[number] for paper in box), rules) for number in numbers}


def fingerprint(receipt: str, paper: Paper) -> str:
    """Return the SHA-256 that the frozen result keeps of one paper with its receipt code."""
    content = [receipt, [[number, paper[number]] for number in sorted(paper)]]
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def verify(
    box: Iterable[tuple[str, Paper]],
    *,
    fingerprints: Mapping[str, str],
    counts: Mapping[int, Mapping[str, int]],
    rules: Rules,
) -> list[str]:
    """Recount a published list of papers against a frozen result; return what does not hold.

    `box` is (receipt, paper) pairs as published, `fingerprints` receipt → SHA-256 and `counts`
    question → choice → number as frozen. An empty list means that everything agrees.
    """
    papers = list(box)
    seen = Counter(receipt for receipt, _ in papers)
    problems = [f"Receipt {receipt} is there {n} times." for receipt, n in seen.items() if n > 1]
    problems += [f"Receipt {receipt} is missing." for receipt in fingerprints if not seen[receipt]]
    for receipt, paper in papers:
        if receipt not in fingerprints:
            problems.append(f"Receipt {receipt} was not in the box.")
        elif fingerprint(receipt, paper) != fingerprints[receipt]:
            problems.append(f"The paper with receipt {receipt} was changed.")
    for number, frozen in counts.items():
        again = Counter(paper.get(number, "") for _, paper in papers)
        if any(again[choice.key] != frozen.get(choice.key) for choice in rules.scale):
            problems.append(f"The papers do not add up for recommendation {number}.")
    return problems
