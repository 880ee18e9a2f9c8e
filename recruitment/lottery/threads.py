"""One thread, so that sums are added in one order and every run gives the same bytes."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from threadpoolctl import threadpool_limits

P = ParamSpec("P")
R = TypeVar("R")


def one_thread(work: Callable[P, R]) -> Callable[P, R]:
    """Let numpy use one thread while this function runs."""

    @wraps(work)
    def alone(*args: P.args, **kwargs: P.kwargs) -> R:
        with threadpool_limits(limits=1):
            return work(*args, **kwargs)

    return alone
