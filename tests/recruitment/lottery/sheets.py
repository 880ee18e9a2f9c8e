"""Pools as the CSV files that practitioners keep, and the command line run on them."""

import csv
from collections.abc import Sequence
from pathlib import Path

from recruitment.lottery import Person, Target
from recruitment.lottery.__main__ import main


def write(folder: Path, people: Sequence[Person], targets: Sequence[Target]) -> None:
    """Write T.csv and P.csv (id, home, then the categories); values without a target are free."""
    categories = list(dict.fromkeys(target.category for target in targets))
    named = {(target.category, target.value) for target in targets}
    held = {(category, person.values[category]) for person in people for category in categories}
    free = [Target(*each, 0, len(people)) for each in sorted(held - named)]
    with (folder / "T.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["category", "value", "min", "max"])
        table.writerows([t.category, t.value, t.low, t.high] for t in [*targets, *free])
    with (folder / "P.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", "home", *categories])
        for person in people:
            values = [person.values[category] for category in categories]
            table.writerow([person.id, person.household or "", *values])


def run(folder: Path, act: str, *words: object) -> int:
    """Run `solve` or `relax` on the files of a folder; return the exit status."""
    given = [act, "--targets", folder / "T.csv", "--people", folder / "P.csv"]
    if act == "solve":
        given += ["--out", folder / "lottery.json"]
    return main([str(word) for word in [*given, *words]])


def solve(folder: Path, size: int, *words: object) -> int:
    return run(folder, "solve", "--size", size, "--address-columns", "home", *words)
