"""Check a lottery without the solver: check LOTTERY --targets T --people P.

Shares no code with what found the lottery: it reads the files itself and needs only arithmetic.
It checks that every panel meets every target and the rule of one person an address, that the
probabilities are exact and give the chances stated, that the equally likely panels keep within
rounding of them, and that the prices prove that no lottery does better. Exit status 0 if all
holds, 1 if not, 2 if a file cannot be read.

Why prices prove: let x_i be 1 if person i is on a panel. Every panel keeps low ≤ Σ x_i ≤ high for
each target, Σ x_i = size, Σ x_i ≤ 1 for each address. Multiply each by its price π and add: every
panel, so every lottery with chances q, has Σ w_i·q_i ≤ U, where w_i is the sum of the prices of
person i's targets, size, address, cap and cuts, and U = Σ π⁺·high − π⁻·low. If the w_i of those
not yet settled are at least 0, the lowest chance q of them is at most
(U − Σ_settled w_i·p_i) / Σ_rest w_i, and those with w_i > 0 have just that in every best lottery.
"""

import argparse
import csv
import json
import sys
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

NEAR = 1e-9  # of chances and bounds
SIGN = 1e-7  # of a price sum that should be at least 0, beside the largest
Floats = NDArray[np.float64]


class Unreadable(ValueError):
    """A file cannot be read; the message says which and why."""


class Wrong(ValueError):
    """The lottery does not hold; the message says where."""


@dataclass
class Pool:
    """What the checker read: ids, one row of flags a target, addresses by number."""

    ids: list[str]
    names: list[str]
    low: Floats
    high: Floats
    on: Floats  # [targets, people]
    home: list[int]
    place: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.place = {name: number for number, name in enumerate(self.ids)}


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m recruitment.lottery.check")
    parser.add_argument("lottery", type=Path)
    parser.add_argument("--targets", type=Path, required=True)
    parser.add_argument("--people", type=Path, required=True)
    parser.add_argument("--id-column")
    parser.add_argument("--address-columns", default="")
    options = parser.parse_args(words)
    try:
        found = _json(options.lottery)
        pool = read(options.targets, options.people, options.id_column, options.address_columns)
    except Unreadable as error:
        print(error, file=sys.stderr)
        return 2
    except (KeyError, ValueError) as error:
        print(f"{options.targets} or {options.people}: {error!r}", file=sys.stderr)
        return 2
    try:
        for line in check(found, pool):
            print(f"holds: {line}")
    except Wrong as error:
        print(f"DOES NOT HOLD: {error}", file=sys.stderr)
        return 1
    except (KeyError, TypeError, ValueError, IndexError, ZeroDivisionError) as error:
        print(f"DOES NOT HOLD: the file is not as described: {error!r}", file=sys.stderr)
        return 1
    return 0


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise Unreadable(f"{path}: {error}") from error
    if not isinstance(found, dict):
        raise Unreadable(f"{path}: not a lottery")
    return found


def read(targets: Path, people: Path, id_column: str | None, address_columns: str) -> Pool:
    """Read the two CSV files as anyone would."""

    def rows(path: Path) -> list[dict[str, str]]:
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                table = [[plain(cell) for cell in row] for row in csv.reader(file)]
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise Unreadable(f"{path}: {error}") from error
        heads = [cell.casefold() for cell in table[0]] if table else []
        return [dict(zip(heads, row, strict=False)) for row in table[1:] if any(row)]

    def plain(text: str) -> str:
        return " ".join(text.split())

    wanted = rows(targets)
    heads = list(wanted[0]) if wanted else []
    first = "category" if "category" in heads else "feature"
    second = next((h for h in ("name", "feature", "value") if h in heads and h != first), "")
    if not second:
        raise Unreadable(f"{targets}: no columns for category and value")
    crowd = rows(people)
    if not crowd:
        raise Unreadable(f"{people}: nobody")
    identity = plain(id_column).casefold() if id_column else next(iter(crowd[0]))
    at = [plain(name).casefold() for name in address_columns.split(",") if name.strip()]
    on = np.array(
        [
            [person[row[first].casefold()].casefold() == row[second].casefold() for person in crowd]
            for row in wanted
        ],
        dtype=float,
    )
    homes: dict[tuple[str, ...], int] = {}
    home = []
    for number, person in enumerate(crowd):
        key = tuple(person[name].casefold() for name in at)
        home.append(homes.setdefault(key if any(key) else (str(number), "alone"), number))
    spelt: dict[str, str] = {}
    for row in wanted:
        spelt.setdefault(row[first].casefold(), row[first])
    return Pool(
        [person[identity] for person in crowd],
        [f"{spelt[row[first].casefold()]}/{row[second]}" for row in wanted],
        np.array([float(row["min"]) for row in wanted]),
        np.array([float(row["max"]) for row in wanted]),
        on,
        home,
    )


def check(found: dict[str, Any], pool: Pool) -> list[str]:
    """Return what holds, in words; raise `Wrong` at the first thing that does not."""
    chances = stated(found, pool)
    return [
        f"{len(pool.ids)} people, each named once",
        _exact(found, pool, chances),
        _uniform(found, pool, chances),
        certificate(found, pool, chances),
    ]


def _need(true: bool, words: str) -> None:
    if not true:
        raise Wrong(words)


def stated(found: dict[str, Any], pool: Pool) -> Floats:
    """Return the chance the file states for each person of the pool."""
    given = {person["id"]: float(person["chance"]) for person in found["people"]}
    _need(len(given) == len(found["people"]), "a person is named twice")
    _need(given.keys() == pool.place.keys(), "the people are not those of the people file")
    chances = np.array([given[name] for name in pool.ids])
    least, most = float(chances.min()), float(chances.max())
    _need(least >= 0 and most <= (found["cap"] or 1) + NEAR, f"a chance is {least} or {most}")
    excused = {name for each in found["unreachable"] for name in each["ids"] if each["reason"]}
    for name, chance in given.items():
        _need(chance > 0 or name in excused, f"{name} has no chance, and no reason is given")
    return chances


def _panel(members: list[str], size: int, pool: Pool, which: str) -> list[int]:
    _need(all(name in pool.place for name in members), f"{which} holds a stranger")
    places = [pool.place[name] for name in members]
    _need(len(places) == size == len(set(places)), f"{which} has not {size} people")
    _need(len({pool.home[place] for place in places}) == size, f"{which}: two share an address")
    sums = pool.on[:, places].sum(axis=1)
    for row in np.flatnonzero((sums < pool.low) | (sums > pool.high)):
        raise Wrong(f"{which} misses the target {pool.names[row]}: {sums[row]:.0f}")
    return places


def _exact(found: dict[str, Any], pool: Pool, chances: Floats) -> str:
    total = Fraction(0)
    given = [Fraction(0)] * len(pool.ids)
    panels = found["exact"]["panels"]
    for number, panel in enumerate(panels):
        probability = Fraction(panel["probability"])
        _need(probability > 0, f"panel {number} has the probability {probability}")
        total += probability
        for place in _panel(panel["members"], found["size"], pool, f"panel {number}"):
            given[place] += probability
    _need(total == 1, f"the probabilities add up to {float(total)}, not to 1")
    gap = float(np.abs(np.array([float(each) for each in given]) - chances).max())
    _need(gap <= NEAR, f"the panels miss the chances stated by {gap:.2e}")
    return f"{len(panels)} panels meet every target; their probabilities give every chance"


def _uniform(found: dict[str, Any], pool: Pool, chances: Floats) -> str:
    panels = found["uniform"]["panels"]
    count = found["uniform"]["count"]
    _need(len(panels) == count > 0, f"{len(panels)} equally likely panels, not {count}")
    held = np.zeros(len(pool.ids))
    for number, panel in enumerate(panels):
        held[_panel(panel, found["size"], pool, f"equally likely panel {number}")] += 1
    gap = float(np.abs(held / count - chances).max())
    _need(gap <= 1 / count + NEAR, f"a chance is off by {gap:.5f} in {count} panels")
    return f"{count} equally likely panels meet every target; no chance is off by over {gap:.5f}"


def certificate(found: dict[str, Any], pool: Pool, chances: Floats) -> str:
    """Check the prices; return what they prove."""
    proof = found["certificate"]
    classes = [[pool.place[name] for name in people] for people in proof["classes"]]
    everyone = sorted(place for people in classes for place in people)
    _need(everyone == list(range(len(pool.ids))), "the classes do not hold everyone once")
    for number, cut in enumerate(proof["cuts"]):
        _cut(cut, number, pool, found["size"], classes)
    settled = np.zeros(len(pool.ids), dtype=bool)
    for number, level in enumerate(proof["levels"]):
        newly = [place for t in level["classes"] for place in classes[t]]
        _level(found, proof, pool, (chances, settled, classes), level, newly, number)
        settled[newly] = True
    best = {"leximin": "no chance", "maximin": "no lowest chance", "nash": "no product"}
    if found["objective"] == "leximin":
        _need(bool(settled.all()), "the levels do not settle everyone")
    else:
        last = proof["levels"][-1]["value"] if proof["levels"] else 0
        _need(last > 0, "no level proves how high the objective can be")
    return f"{len(proof['levels'])} levels of prices prove that {best[found['objective']]} " + (
        "can be raised without lowering one that is no higher"
        if found["objective"] == "leximin"
        else "can be higher"
    )


def _worth(part: dict[str, Any], pool: Pool, size: int, cap: float) -> tuple[Floats, float]:
    """Return what each person is worth at these prices, and the most that a panel can be."""
    worth, most = np.zeros(len(pool.ids)), 0.0
    known = {name: row for row, name in enumerate(pool.names)}
    for name, price in part["prices"].items():
        if name == "size":
            worth += price
            most += price * size
        else:
            row = known[name]
            worth += price * pool.on[row]
            most += price * (pool.high[row] if price > 0 else pool.low[row])
    homes = np.array(pool.home)
    priced = [pool.home[pool.place[name]] for name in part["addresses"]]
    _need(len(set(priced)) == len(priced), "an address is priced twice")
    for home, price in zip(priced, part["addresses"].values(), strict=True):
        _need(price >= 0, "an address has a price below 0")
        worth[homes == home] += price
        most += price
    for name, price in part["caps"].items():
        _need(price >= 0, "a cap has a price below 0")
        worth[pool.place[name]] += price
        most += price * cap
    return worth, float(most)


def _level(
    found: dict[str, Any],
    proof: dict[str, Any],
    pool: Pool,
    state: tuple[Floats, NDArray[np.bool_], list[list[int]]],
    level: dict[str, Any],
    newly: list[int],
    number: int,
) -> None:
    chances, settled, classes = state
    worth, most = _worth(level, pool, found["size"], float(found["cap"] or 1))
    for name, price in level["cuts"].items():
        _need(price >= 0, "a cut has a price below 0")
        cut = proof["cuts"][int(name)]
        for people, each in zip(classes, cut["coefficients"], strict=True):
            worth[people] += price * each
        most += price * cut["most"]
    rest, which = ~settled, f"level {number + 1}"
    if found["objective"] == "nash" and level["value"] > 0:
        _nash(chances, rest, worth, most, which)
        off = max(abs(level["value"] - rest.sum()), abs(level["bound"] - most))
        _need(off <= NEAR * most, f"{which}: its bound is {most} for {rest.sum()}, not as stated")
        return
    scale = max(1.0, float(np.abs(worth).max()))
    _need(bool((worth[rest] >= -SIGN * scale).all()), f"{which}: a person is worth less than 0")
    _need(bool(newly) and bool((worth[newly] > 0).all()), f"{which} settles nobody by a price")
    bound = (most - float(worth[settled] @ chances[settled])) / float(worth[rest].sum())
    for stated in (level["bound"], level["value"]):
        _need(abs(bound - stated) <= NEAR, f"{which}: its bound is {bound}, not {stated}")
    off = float(np.abs(chances[newly] - bound).max())
    _need(off <= NEAR, f"{which}: a chance is {off:.2e} from what the prices prove")
    lowest = float(chances[rest].min())
    _need(lowest >= bound - NEAR, f"{which}: somebody has {lowest}, below {bound}")


def _nash(chances: Floats, rest: NDArray[np.bool_], worth: Floats, most: float, which: str) -> None:
    people = int(rest.sum())
    short = float((1 - worth[rest] * chances[rest]).max())
    _need(short <= SIGN, f"{which}: a person is worth less than 1 over their chance")
    _need(most <= people * (1 + SIGN), f"{which}: the product could be higher ({most} > {people})")


def _cut(cut: dict[str, Any], number: int, pool: Pool, size: int, classes: list[list[int]]) -> None:
    """Walk the tree that proves Σ coefficients·seats ≤ most for whole numbers of seats."""
    _need(cut["proof"] is not None, f"cut {number} has no proof")
    coefficients = np.array(cut["coefficients"], dtype=float)
    whole = bool((coefficients == np.rint(coefficients)).all())
    limit = cut["most"] + (1 - NEAR if whole else 2e-6)
    sizes = np.array([len(people) for people in classes], dtype=float)

    def walk(branch: dict[str, Any], low: Floats, high: Floats) -> None:
        if "class" not in branch:
            worth, most = _worth(branch, pool, size, 1.0)
            each = np.array([float(worth[people].min()) for people in classes])
            most_each = np.array([float(worth[people].max()) for people in classes])
            _need(float((most_each - each).max()) < NEAR, f"cut {number}: people differ in a class")
            left = coefficients - each
            bound = most + float(np.maximum(left * low, left * high).sum())
            _need(bound < limit, f"cut {number}: a leaf reaches {bound}")
            return
        t, seats = branch["class"], float(branch["seats"])
        less, more = high.copy(), low.copy()
        less[t], more[t] = min(high[t], seats), max(low[t], seats + 1)
        for part, box in (("below", (low, less)), ("above", (more, high))):
            if (box[0] <= box[1]).all():
                walk(branch[part], *box)

    walk(cut["proof"], np.zeros(len(sizes)), sizes)


if __name__ == "__main__":
    sys.exit(main())
