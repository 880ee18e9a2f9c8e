import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """One figure. `peer` is the same work done the plain way in the same run; `ratio` is theirs
    over ours for times, ours over theirs for rates: above 1 we are better."""

    bench: str
    case: str
    figure: float
    unit: str
    goal: float | None = None
    peer: float | None = None
    ratio: float | None = None
    holds: bool | None = None


@dataclass
class Clock:
    """CPU seconds of this process over a block."""

    seconds: float = field(default=0.0)


@contextmanager
def cpu() -> Iterator[Clock]:
    clock = Clock()
    began = time.process_time()
    yield clock
    clock.seconds = time.process_time() - began
