"""Many residents: some go the whole way of registration, the others read its first page."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from .browser import LATER, Browser, Line

Time = tuple[float, float]


@dataclass
class Crowd:
    """Everybody who comes, what they were told, and how long they waited.

    `world` says where: “slug”, the “codes” of the letters, and the “steps” of the way. Whoever
    comes in the first `warm` seconds is not counted: then every process loads its pages. Each
    of the `times` is when a page was asked for, by `time.perf_counter`, and after how many seconds
    it came. `acknowledged` are the letters of those who were told that they are registered.
    """

    port: int
    world: dict[str, Any]
    per_minute: float
    readers: float
    warm: float
    accepted: int = 0
    acknowledged: list[str] = field(default_factory=list)
    counting: bool = False
    said: Counter[str] = field(default_factory=Counter)
    times: dict[str, list[Time]] = field(default_factory=lambda: {"journey": [], "landing": []})
    idle: list["Line"] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        """How many answers were not as expected."""
        return sum(count for what, count in self.said.items() if what != "as expected")

    @property
    def asked_to_come_back(self) -> int:
        """How many were told that too many are here, and when to come again."""
        return self.said[LATER]

    async def come(self, seconds: float) -> None:
        """Let people come for the warm-up and then so many seconds; wait for the last to end."""
        rates = ((self.per_minute / 60, self.register), (self.readers, self.read))
        every = seconds + self.warm
        arrivals = [self._arrive(rate, every, person) for rate, person in rates]
        self.counting = self.warm == 0
        await asyncio.gather(self._count(), *arrivals)
        for line in self.idle:
            await line.close()

    async def _count(self) -> None:
        await asyncio.sleep(self.warm)
        self.counting = True

    async def _arrive(
        self, rate: float, seconds: float, person: Callable[[int], Coroutine[Any, Any, None]]
    ) -> None:
        began, under_way = time.perf_counter(), set()
        for number in range(round(rate * seconds)):
            ahead = began + number / rate - time.perf_counter()
            if ahead > 0:
                await asyncio.sleep(ahead)
            task = asyncio.create_task(person(number))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        await asyncio.gather(*under_way)

    async def read(self, number: int) -> None:
        """Read the landing page, over a connection that somebody else has done with."""
        counting, began = self.counting, time.perf_counter()
        line = self.idle.pop() if self.idle else Line(self.port)
        try:
            answer = await line.ask("GET", f"/{self.world['slug']}/register/")
        except (OSError, EOFError) as error:
            await line.close()
            self._note(counting, type(error).__name__)
            return
        self.idle.append(line)
        self._note(counting, answer.told or f"landing page: {answer.status}")
        if counting:
            self.times["landing"].append((began, time.perf_counter() - began))

    async def register(self, number: int) -> None:
        """Go the whole way of a resident with a letter, page by page."""
        counting = self.counting
        browser = Browser(Line(self.port), self._timed(counting))
        try:
            told = await browser.register(self.world, number)
        except (OSError, EOFError) as error:
            told = type(error).__name__
        self._note(counting, told)
        if told == "as expected":
            self.accepted += counting
            self.acknowledged.append(self.world["codes"][number])
        await browser.line.close()

    def _timed(self, counting: bool) -> Callable[[Time], None]:
        return self.times["journey"].append if counting else lambda time: None

    def _note(self, counting: bool, what: str) -> None:
        if counting or what != "as expected":
            self.said[what] += 1
