"""Who takes the seats of a class: in turn, and no two of one household on a panel."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from .problem import Problem

Seat = tuple[int, int]  # panel, class


def names(problem: Problem, counts: NDArray[np.int64]) -> list[list[str]]:
    """Return each panel's ids, sorted, from int64[N, T] seats of each class on each panel."""
    ids = [person.id for person in problem.people]
    return [sorted(ids[place] for place in panel) for panel in places(problem, counts).tolist()]


def places(problem: Problem, counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return int64[N, k], the places of the people on each panel.

    People of one class are on the same number of panels, or differ by one. Raises `ValueError` if
    a panel has more seats of a kind of household than there are such households.
    """
    classes = problem.classes
    dealt = np.zeros((len(counts), int(counts[0].sum())), dtype=np.int64)
    filled = np.zeros(len(counts), dtype=np.int64)

    def put(panels: NDArray[np.int64], people: NDArray[np.int64]) -> None:
        turn = np.zeros(len(panels), dtype=np.int64)
        same = np.flatnonzero(np.append(False, panels[1:] == panels[:-1]))
        for place in same:  # seats of one panel stand together
            turn[place] = turn[place - 1] + 1
        dealt[panels, filled[panels] + turn] = people
        np.add.at(filled, panels, 1)

    for members in _together(classes.kinds):
        homes = len(classes.homes[members[0]])
        if len(members) == 1 and classes.kinds[members[0]] < 0:
            people = np.array(classes.people[members[0]])
            panels = np.repeat(np.arange(len(counts)), counts[:, members[0]])
            put(panels, people[np.arange(len(panels)) % len(people)])
            continue
        seats = _in_order(counts, members)
        turns: dict[tuple[int, int], int] = defaultdict(int)
        chosen = []
        for (panel, t), home in zip(seats, _paint(seats, homes), strict=True):
            living = classes.homes[t][home]
            chosen.append((panel, living[turns[t, home] % len(living)]))
            turns[t, home] += 1
        if chosen:
            chosen.sort()
            both = np.array(chosen)
            put(both[:, 0], both[:, 1])
    return dealt


def _together(kinds: NDArray[np.int64]) -> list[list[int]]:
    """Return the classes that share households, together; the others alone."""
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for t, kind in enumerate(kinds.tolist()):
        found[(kind, -1) if kind >= 0 else (-1, t)].append(t)
    return list(found.values())


def _in_order(counts: NDArray[np.int64], members: list[int]) -> list[Seat]:
    """Return the seats of these classes, class by class and panel by panel."""
    return [
        (int(panel), t)
        for t in members
        for panel in np.repeat(np.arange(len(counts)), counts[:, t])
    ]


def _paint(seats: list[Seat], homes: int) -> list[int]:
    """Return a household for each seat: no household twice on a panel, each of a class in turn.

    The seats of a class fall into blocks of `homes`, in which no household stands twice either.
    Panels and blocks are the two sides of a graph whose edges are the seats, with at most `homes`
    at each: by König's theorem that many colours do. Each seat takes a colour that is free on both
    sides, or makes one so by changing two colours along a path.
    """
    painting = _Painting(homes)
    done: dict[int, int] = defaultdict(int)
    for number, (panel, t) in enumerate(seats):
        painting.add(number, (0, panel, 0), (1, t, done[t] // homes))
        done[t] += 1
    return painting.colours


Node = tuple[int, int, int]


class _Painting:
    def __init__(self, homes: int) -> None:
        self.homes = homes
        self.colours: list[int] = []
        self.ends: list[tuple[Node, Node]] = []
        self.at: dict[Node, dict[int, int]] = defaultdict(dict)
        self.last = -1

    def add(self, edge: int, panel: Node, block: Node) -> None:
        at_panel, at_block = self.at[panel], self.at[block]
        self.ends.append((panel, block))
        for step in range(1, self.homes + 1):
            colour = (self.last + step) % self.homes
            if colour not in at_panel and colour not in at_block:
                break
        else:
            colour = self._make_way(panel, block)
        self.colours.append(colour)
        self.at[panel][colour] = self.at[block][colour] = edge
        self.last = colour

    def _make_way(self, panel: Node, block: Node) -> int:
        """Free a colour of the panel at the block; return it."""
        if len(self.at[panel]) >= self.homes:
            raise ValueError("A panel has more seats than there are households")
        first = next(c for c in range(self.homes) if c not in self.at[panel])
        other = next(c for c in range(self.homes) if c not in self.at[block])
        path, node, colour = [], block, first
        while colour in self.at[node]:
            edge = self.at[node][colour]
            path.append(edge)
            one, two = self.ends[edge]
            node, colour = (two if node == one else one), first + other - colour
        for edge in path:
            for end in self.ends[edge]:
                if self.at[end].get(self.colours[edge]) == edge:
                    del self.at[end][self.colours[edge]]
            self.colours[edge] = first + other - self.colours[edge]
        for edge in path:
            for end in self.ends[edge]:
                self.at[end][self.colours[edge]] = edge
        return first
