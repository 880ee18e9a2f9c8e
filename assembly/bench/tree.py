"""What a process and all its children use together. Linux only: it reads /proc."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

EVERY = 0.05  # seconds between two looks
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Tree:
    """Wall seconds, CPU seconds and the most memory (proportional set size) over a block.

    A page that several processes share counts once. Children that end are remembered with what
    they had used when last looked at.
    """

    seconds: float = 0.0
    megabytes: float = 0.0
    _cpu: dict[int, float] = field(default_factory=dict)

    @property
    def cpu(self) -> float:
        return sum(self._cpu.values())

    def look(self) -> None:
        memory = 0
        for pid in _family(os.getpid()):
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:
                continue
            self._cpu[pid] = (int(fields[11]) + int(fields[12])) / TICKS
            memory += next(int(line.split()[1]) for line in rollup.splitlines() if "Pss:" in line)
        self.megabytes = max(self.megabytes, memory / 1024)


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))


@contextmanager
def watched() -> Iterator[Tree]:
    tree, over = Tree(), threading.Event()

    def watch() -> None:
        while not over.wait(EVERY):
            tree.look()

    thread = threading.Thread(target=watch)
    tree.look()
    before = tree.cpu
    thread.start()
    began = time.perf_counter()
    try:
        yield tree
        tree.look()
    finally:
        tree.seconds = time.perf_counter() - began
        over.set()
        thread.join()
    tree._cpu[0] = -before
