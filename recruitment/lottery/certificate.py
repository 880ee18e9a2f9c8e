"""What a lottery is once found, and the prices that prove that no lottery is fairer."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Report = Callable[[str], None]


def silent(step: str) -> None:
    """Tell nobody how far the work is."""


@dataclass(frozen=True)
class Row:
    """One thing that is true of every panel: low ≤ Σ_t coefficients[t]·c_t ≤ high.

    `coefficients` is float64[T] over seats per class. `kind` says why it is true: “target”,
    “size”, “home” (one seat an address), “cap” (nobody's chance is above the cap, or 1), or “cut”
    (no whole panel is above `high`; `proof` says why, see `cuts`).
    """

    name: str
    kind: str
    coefficients: NDArray[np.float64]
    low: float
    high: float
    proof: "Branch | None" = None


@dataclass(frozen=True)
class Branch:
    """Why no whole panel is above a cut's `high`: by prices, or by both halves of a split.

    A leaf has `prices`, over names of rows. Otherwise either `below` (at most `seats` seats of
    class `split`) or `above` (at least one more) holds.
    """

    prices: dict[str, float] | None = None
    split: int = -1
    seats: int = 0
    below: "Branch | None" = None
    above: "Branch | None" = None


@dataclass(frozen=True)
class Level:
    """One level of fairness with its proof.

    `value` is the chance of the classes in `fixed`; `prices` maps names of rows to their prices π;
    with w_t = Σ_r π_r·a_rt, no lottery that leaves the levels below as they are gives the least
    favoured of the rest more than `bound` = (Σ π⁺high − π⁻low − Σ_fixed w·m·p) / Σ_rest w·m.
    """

    value: float
    bound: float
    prices: dict[str, float]
    fixed: tuple[int, ...]


@dataclass(frozen=True)
class Lottery:
    """A lottery over panels of classes.

    For Nash, the one level that is above 0 has the number of people as its `value`, and its
    `bound` is the most that Σ q_i/chance_i can be for any lottery q.

    `panels` is int64[P, T] (seats per class), `weights` float64[P] summing to 1, `chances`
    float64[T] each person's chance by class, `lowest` the lowest chance of anyone and `bound` the
    most that any lottery could give them. `levels` prove it, over the rows named in `rows`.
    """

    panels: NDArray[np.int64]
    weights: NDArray[np.float64]
    lowest: float
    bound: float
    engine: str
    chances: NDArray[np.float64]
    objective: str = "leximin"
    cap: float | None = None
    levels: tuple[Level, ...] = ()
    rows: tuple[Row, ...] = field(default=(), repr=False)
