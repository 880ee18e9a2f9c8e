"""Whether a number is in a file twice, for as many as a country has: four or eight bytes each.

Letterboxes are told as they come, one byte for each number there may be.
"""

import numpy as np
from numpy.typing import NDArray

from assembly.errors import BadInput

MOST = 60_000_000  # Great Britain has about 33 million postal addresses
UDPRNS = 100_000_000  # they have eight digits


class Seen:
    """The numbers of a file as they are read. What is set aside costs nothing until it is used."""

    def __init__(self, digits: int) -> None:
        self._numbers = np.empty(MOST, np.uint32 if digits <= 9 else np.uint64)
        self._count = 0

    def add(self, numbers: NDArray[np.uint64]) -> None:
        end = self._count + len(numbers)
        if end > MOST:
            raise BadInput(f"The file has more than {MOST:,} rows.")
        self._numbers[self._count : end] = numbers
        self._count = end

    def twice(self) -> NDArray[np.uint64]:
        """Return, in ascending order, the numbers that were added more than once."""
        numbers = self._numbers[: self._count]
        numbers.sort()
        return np.unique(numbers[1:][numbers[1:] == numbers[:-1]]).astype(np.uint64)


class Letterboxes:
    """The letterboxes of the homes read so far, by UDPRN; 0 is none."""

    def __init__(self) -> None:
        self._met = np.zeros(UDPRNS, np.bool_)

    def again(self, udprns: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Return which of these an earlier one was, and note them all."""
        again = self._met[udprns]
        _, first = np.unique(udprns, return_index=True)
        later = np.ones(len(udprns), np.bool_)
        later[first] = False
        self._met[udprns] = True
        found: NDArray[np.bool_] = (again | later) & (udprns > 0)
        return found
