"""Blocks of a large file sifted by two processes, a few at a time, their results in order.

Hashing each address in Python keeps one core busy whatever the threads, so processes it is. They
come from a clean server process: no connection to the database is shared.
"""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, TypeVar

from assembly.errors import BadInput

PROCESSES, AHEAD = 2, 6
Made = TypeVar("Made")
_work: Callable[..., Any]


def in_order(
    work: Callable[..., Made], tasks: Iterable[tuple[Any, ...]], *, beside: bool
) -> Iterator[Made]:
    """Yield `work(*task)` for each task, in order: here, or in processes beside this one.

    `work` goes to each process once, so that it may be large; tasks are taken only a few ahead.
    """
    if not beside:
        for task in tasks:
            yield work(*task)
        return
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "recruitment.frames.order"])
    waiting: deque[Future[Made]] = deque()
    refused: list[BadInput] = []
    with ProcessPoolExecutor(PROCESSES, context, _begin, (work,)) as pool:
        try:
            for task in _until_refused(tasks, refused):
                waiting.append(pool.submit(_do, *task))
                if len(waiting) >= AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
    if refused:
        raise refused[0]


def _until_refused(
    tasks: Iterable[tuple[Any, ...]], refused: list[BadInput]
) -> Iterator[tuple[Any, ...]]:
    """Yield the tasks; a refusal waits until what came before it is done, which may be refused."""
    try:
        yield from tasks
    except BadInput as error:
        refused.append(error)


def _begin(work: Callable[..., Any]) -> None:
    global _work
    _work = work


def _do(*task: Any) -> Any:
    return _work(*task)
