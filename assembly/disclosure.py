"""Disclosure control: numbers so small that they could point at somebody are not shown.

A hidden number must not come back by subtraction from a total, so at least two are hidden.
"""

from collections.abc import Sequence

POOL = 10
PANEL = 3


def suppress(counts: Sequence[int], threshold: int) -> list[int | None]:
    """Return the counts of one table's rows with those from 1 to below `threshold` as None.

    If that hides exactly one, the next smallest that is not zero is hidden with it. Zero is shown:
    it says that nobody is there, of whom nothing can be learnt.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < threshold}
    if len(hidden) == 1:
        others = [place for place, count in enumerate(counts) if count and place not in hidden]
        if others:
            hidden.add(min(others, key=lambda place: counts[place]))
    return [None if place in hidden else count for place, count in enumerate(counts)]
