"""How many registrations to expect on each day."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .campaign import Mailing
from .prior import DELIVERY, FEWEST, LAST_DAYS, NAMES

Floats = NDArray[np.float64]


def named(draws: Floats) -> dict[str, Floats]:
    """Return the columns of draws float64[S, P] of logarithms by name, as values float64[S, 1]."""
    return {name: np.exp(draws[:, [place]]) for place, name in enumerate(NAMES)}


def answers_by(days: Floats, half: Floats, steepness: Floats) -> Floats:
    """Return the share that has answered `days` after the letter came: log-logistic."""
    with np.errstate(divide="ignore", over="ignore"):
        return 1 / (1 + (np.maximum(days, 0.0) / half) ** -steepness)


def shares(draws: Floats, length: int) -> Floats:
    """Return float64[S, length]: the share of answers on day 0, 1 … after posting."""
    of = named(draws)
    edges = np.arange(length + 1, dtype=np.float64)[None, :]
    daily = np.diff(answers_by(edges, of["half"], of["steepness"]), axis=1)
    spread = np.zeros_like(daily)
    for day, share in enumerate(DELIVERY[:length]):
        spread[:, day:] += share * daily[:, : length - day]
    return spread


def expected(draws: Floats, mailings: Sequence[Mailing], close: int) -> Floats:
    """Return float64[S, close + 1]: the registrations expected on each day until the close.

    draws: float64[S, P], logarithms of the parameters. No day is quite without hope.
    """
    return FEWEST + answers(draws, mailings, close)


def answers(draws: Floats, mailings: Sequence[Mailing], close: int) -> Floats:
    """Return float64[S, close + 1]: the answers to these mailings on each day.

    Who had a letter before day 0 could not register earlier: they do on day 0.
    """
    of, length = named(draws), close + 1
    result = np.zeros((len(draws), length))
    first = sum(one.letters for one in mailings if not one.is_reminder and one.day <= close)
    earliest = min((mailing.day for mailing in mailings), default=0)
    curve = shares(draws, length - min(earliest, 0))
    for mailing in mailings:
        if mailing.day <= close:
            effect = of["reminder"] if mailing.is_reminder else 1.0
            came = mailing.letters * of["rate"] * effect * curve[:, : length - mailing.day]
            early = max(-mailing.day, 0)
            result[:, max(mailing.day, 0) :] += came[:, early:]
            result[:, 0] += came[:, :early].sum(axis=1)
    last = min(len(LAST_DAYS), length)
    result[:, length - last :] += first * of["rate"] * of["deadline"] * LAST_DAYS[-last:]
    return result
