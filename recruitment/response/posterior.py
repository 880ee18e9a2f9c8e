"""What the registrations so far say about the parameters: draws from their posterior.

Population Monte Carlo (O. Cappé, A. Guillin, J.-M. Marin and C. P. Robert, “Population Monte
Carlo”, Journal of Computational and Graphical Statistics 13, 2004): draws from the prior are
weighted by their likelihood, a normal distribution is laid over what remains, and so on; each
round mixes in the prior, so that nothing possible is lost.
"""

from math import lgamma

import numpy as np
from numpy.typing import NDArray

from .campaign import Campaign
from .pace import expected, named
from .prior import MEDIANS, SPREADS

Floats = NDArray[np.float64]
DRAWS = 4_000
ROUNDS = 4
FROM_PRIOR = 0.15
WIDER = 1.3
_every_lgamma = np.frompyfunc(lgamma, 1, 1)


def posterior(campaign: Campaign, rng: np.random.Generator, draws: int = DRAWS) -> Floats:
    """Return float64[draws, P]: logarithms of the parameters, equally weighted."""
    standard = rng.standard_normal((draws, len(MEDIANS)))
    weights = _normed(_likelihood(_scaled(standard), campaign))
    for _round in range(ROUNDS):
        mean = weights @ standard
        apart = standard - mean
        spread = WIDER * (apart.T * weights) @ apart + 1e-3 * np.eye(len(mean))
        root: Floats = np.linalg.cholesky(spread).astype(np.float64)
        standard = rng.standard_normal((draws, len(mean)))
        near = rng.random(draws) >= FROM_PRIOR
        standard[near] = mean + standard[near] @ root.T
        prior = _normal(standard, np.zeros(len(mean)), np.eye(len(mean)))
        proposed = np.logaddexp(
            np.log(FROM_PRIOR) + prior, np.log(1 - FROM_PRIOR) + _normal(standard, mean, root)
        )
        weights = _normed(_likelihood(_scaled(standard), campaign) + prior - proposed)
    return _scaled(standard[_systematic(weights, rng)])


def _scaled(standard: Floats) -> Floats:
    return MEDIANS + SPREADS * standard


def _likelihood(draws: Floats, campaign: Campaign) -> Floats:
    """Return the logarithm of each draw's likelihood, float64[S]: negative binomial days."""
    seen = campaign.daily[: campaign.close + 1].astype(np.float64)
    means = expected(draws, campaign.mailings, campaign.close)[:, : len(seen)]
    shape = 1 / named(draws)["scatter"]
    rising = _log_gamma(seen + shape) - _log_gamma(shape)
    terms = (
        rising + seen * np.log(means / (means + shape)) + shape * np.log(shape / (means + shape))
    )
    total: Floats = terms.sum(axis=1)
    return total


def _normal(points: Floats, mean: Floats, root: Floats) -> Floats:
    scaled = np.linalg.solve(root, (points - mean).T)
    density: Floats = -0.5 * (scaled**2).sum(axis=0) - np.log(np.diag(root)).sum()
    return density


def _normed(logs: Floats) -> Floats:
    weights = np.exp(logs - logs.max())
    normed: Floats = weights / weights.sum()
    return normed


def _systematic(weights: Floats, rng: np.random.Generator) -> NDArray[np.intp]:
    """Return as many places as there are weights, each as often as its weight says."""
    steps = (rng.random() + np.arange(len(weights))) / len(weights)
    return np.minimum(np.searchsorted(np.cumsum(weights), steps), len(weights) - 1)


def _log_gamma(numbers: Floats) -> Floats:
    return np.asarray(_every_lgamma(numbers), dtype=np.float64)
