"""The benchmarks by name. Each gives rows of figures against goals, peers in the same run."""

from collections.abc import Callable

from . import frame, letters, load, lottery, seating
from .row import Row

BENCHES: dict[str, Callable[..., list[Row]]] = {
    "frame": frame.measure,
    "letters": letters.measure,
    "load": load.measure,
    "lottery": lottery.measure,
    "seating": seating.measure,
}
