"""If registration closed today: which targets the lottery could not meet, and by how many seats."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from recruitment.lottery import Person, Problem, Target, advise

COMFORT = 3  # people for each seat that a value must have: then the lottery has a choice


@dataclass(frozen=True)
class Miss:
    """A target that would be missed by `seats`: too few of the value, or (`is_over`) too many.

    `among` is the value of another category that is scarcest among those registered with this one
    (category, value), and `have` how many have both; None where nobody stands out.
    """

    target: Target
    seats: int
    is_over: bool = False
    among: tuple[str, str] | None = None
    have: int = 0


@dataclass(frozen=True)
class Standing:
    """`missing` homes are needed before any panel can be filled; `misses` are by the lottery."""

    people: int
    seats: int
    missing: int
    misses: tuple[Miss, ...]
    thin: tuple[Target, ...]

    @property
    def is_met(self) -> bool:
        return not self.missing and not self.misses

    @property
    def is_comfortable(self) -> bool:
        return self.is_met and not self.thin


def standing(people: Sequence[Person], targets: Sequence[Target], seats: int) -> Standing:
    """Ask the lottery whether it could fill the seats from these people alone.

    Where it could not, the misses are the smallest changes of targets that would let it
    (`lottery.advise`), so that combinations and homes count, not only each value by itself. With
    fewer homes than seats each value is counted by itself. Raises `lottery.BadProblem`.
    """
    counts = _counts(people)
    missing = max(0, seats - len({person.household or person.id for person in people}))
    if missing:
        short = [
            Miss(target, target.low - counts[target.category, target.value])
            for target in targets
            if counts[target.category, target.value] < target.low
        ]
    else:
        short = [
            Miss(
                advice.target,
                advice.target.low - advice.low or advice.high - advice.target.high,
                is_over=advice.low == advice.target.low,
            )
            for advice in advise(Problem(list(people), list(targets), seats))
        ]
    thin = [target for target in targets if counts[target.category, target.value] < enough(target)]
    return Standing(
        len(people),
        seats,
        missing,
        tuple(_with_scarcest(miss, people, targets, seats) for miss in short),
        tuple(thin),
    )


def enough(target: Target) -> int:
    """Return how many people of a value leave the lottery a choice: `COMFORT` for each seat that it
    must have, and one for each that it may have.
    """
    return max(COMFORT * target.low, target.high)


def _counts(people: Sequence[Person]) -> Counter[tuple[str, str]]:
    return Counter(pair for person in people for pair in person.values.items())


def _with_scarcest(
    miss: Miss, people: Sequence[Person], targets: Sequence[Target], seats: int
) -> Miss:
    """Name the value of another category that has least of its share among this value's people."""
    if miss.is_over:
        return miss
    own = [one for one in people if one.values.get(miss.target.category) == miss.target.value]
    if not own:
        return miss
    counts = _counts(own)
    ratios = [
        (
            counts[other.category, other.value] * seats / (other.low * miss.target.low),
            other.name,
            other,
        )
        for other in targets
        if other.category != miss.target.category and other.low * miss.target.low >= seats
    ]
    if not ratios:
        return miss
    ratio, _name, scarcest = min(ratios)
    if ratio >= 1:
        return miss
    pair = scarcest.category, scarcest.value
    return replace(miss, among=pair, have=counts[pair])
