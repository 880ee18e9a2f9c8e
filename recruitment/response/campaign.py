"""What is known while letters are out: what was posted when, and who has registered since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .errors import BadCampaign


@dataclass(frozen=True)
class Mailing:
    """`letters` posted on `day`, a local day of the campaign; below 0 if before its first."""

    day: int
    letters: int
    is_reminder: bool = False


@dataclass(frozen=True)
class Campaign:
    """Mailings and the registrations of each day that is over: `daily`, int64[D], days 0 to D − 1.

    Day 0 is the first on which a letter was posted and a person could register. `today` are the
    registrations of day D so far; `close` is the last day on which a person can register. Raises
    `BadCampaign` if no letter has been posted, or a number is negative.
    """

    mailings: Sequence[Mailing]
    daily: NDArray[np.int64]
    close: int
    today: int = 0

    def __post_init__(self) -> None:
        if not any(mailing.letters > 0 and not mailing.is_reminder for mailing in self.mailings):
            raise BadCampaign("No letter has been posted.")
        if min((mailing.letters for mailing in self.mailings), default=0) < 0:
            raise BadCampaign("A mailing has fewer than no letters.")
        if self.today < 0 or (len(self.daily) and int(self.daily.min()) < 0):
            raise BadCampaign("A day has fewer than no registrations.")

    @property
    def so_far(self) -> int:
        return int(self.daily.sum()) + self.today

    @property
    def days_left(self) -> int:
        """How many days can still bring registrations, today included."""
        return max(0, self.close + 1 - len(self.daily))


@dataclass(frozen=True)
class Cell:
    """A ward's addresses in one deprivation band: letters out, and answers to them so far.

    `values` counts the registrations by (category, value); what it does not name is 0.
    """

    ward: str
    band: str
    letters: int
    registered: int
    values: Mapping[tuple[str, str], int]
