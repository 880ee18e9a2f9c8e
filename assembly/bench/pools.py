"""Seeded pools of Waltham Forest's people, leaning as pools of volunteers do.

Shares are those of the Census; who lives where, and the leaning, are made up.
"""

import csv
import json
import random
from dataclasses import dataclass
from functools import cache
from math import ceil, floor
from pathlib import Path

from django.conf import settings

from recruitment.lottery import Person, Problem, Target

Shares = dict[str, float]
PLACE = settings.DATA_DIR / "waltham_forest"
WARDS = 20  # the most populous
SPLIT = "Walthamstow West", ("High Street", "Higham Hill", "Markhouse", "St James")
TENURE = {
    "owned": ("Owned", "Shared ownership"),
    "private-rent": ("Private rented", "Lives rent free"),
    "social-rent": ("Social rented",),
}
EDUCATION = {"none": 0.2, "some": 0.35, "degree": 0.45}  # made up: our data has no qualifications
# How many times as likely as others to register. Older, white, educated people and owners do more.
LEANING = {
    "16-29": 0.5, "60-74": 1.7, "asian": 0.6, "black": 0.7, "white": 1.4, "none": 0.5,
    "degree": 1.6, "owned": 1.4,
}  # fmt: skip


@dataclass(frozen=True)
class Pool:
    """What a pool is to be: `areas` is 3, 4 or 20 wards; `shared` the share of people who move in
    with somebody who registered too; `seven` adds education and tenure to the five categories."""

    people: int
    seats: int
    areas: int = 4
    shared: float = 0.0
    seven: bool = False

    def __str__(self) -> str:
        words = f"n={self.people:,} k={self.seats}"
        words += f" {self.areas} wards" if self.areas == WARDS else ""
        words += " 7 categories" if self.seven else ""
        return words + (f" {self.shared:.0%} shared" if self.shared else "")


def problem(pool: Pool, *, seed: int = 2024) -> Problem:
    """Return the pool, with targets from the population: its share of seats, rounded both ways."""
    rng = random.Random(seed)
    wanted = shares(pool.areas, seven=pool.seven)
    leaning = {
        category: [share * LEANING.get(key, 1) for key, share in values.items()]
        for category, values in wanted.items()
    }
    found = []
    for number in range(pool.people):
        values = {
            category: rng.choices(list(wanted[category]), weights)[0]
            for category, weights in leaning.items()
        }
        moved = number and rng.random() < pool.shared
        home = rng.randrange(number) if moved else number
        found.append(Person(f"p{number:05d}", values, f"h{home}"))
    targets = [
        Target(category, key, floor(share * pool.seats), ceil(share * pool.seats))
        for category, values in wanted.items()
        for key, share in values.items()
    ]
    return Problem(found, targets, pool.seats)


@cache
def shares(areas: int, *, seven: bool) -> dict[str, Shares]:
    """Return the share of each value of each category, in the population."""
    counted = {
        (row["variable"], row["category"]): int(row["count"])
        for row in _rows("wf_borough_census2021.csv")
    }
    told = json.loads((PLACE / "categories.json").read_text(encoding="utf-8"))["categories"]
    found = {}
    for category in told:
        values = {
            value["key"]: sum(counted[value["census"][0], name] for name in value["census"][1])
            for value in category["values"]
            if "census" in value
        }
        if category["key"] == "area":
            values = _areas(areas, {each["key"]: each["wards"] for each in category["values"]})
        found[category["key"]] = _parts(values)
    if seven:
        found["education"] = EDUCATION
        found["tenure"] = _parts(
            {
                key: sum(
                    count
                    for (variable, name), count in counted.items()
                    if variable == "tenure_households" and name.startswith(starts)
                )
                for key, starts in TENURE.items()
            }
        )
    return found


def _areas(count: int, grouped: dict[str, list[str]]) -> dict[str, int]:
    """Return residents by area: the assembly's three, one of them split, or the largest wards."""
    residents = {row["ward_name"]: int(row["residents"]) for row in _rows("wf_wards22.csv")}
    if count == WARDS:
        largest = sorted(residents, key=lambda name: (-residents[name], name))[:WARDS]
        return {name: residents[name] for name in sorted(largest)}
    if count == 4:
        name, wards = SPLIT
        grouped = {
            key: [ward for ward in each if ward not in wards] for key, each in grouped.items()
        }
        grouped[name] = list(wards)
    return {key: sum(residents[ward] for ward in wards) for key, wards in grouped.items()}


def _parts(counts: dict[str, int]) -> Shares:
    return {key: count / sum(counts.values()) for key, count in counts.items()}


def _rows(name: str) -> list[dict[str, str]]:
    with (PLACE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(asked: Problem, folder: Path) -> tuple[Path, Path]:
    """Write the two CSV files that practitioners use: targets, and one row a person."""
    targets, people = folder / "targets.csv", folder / "people.csv"
    with targets.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["feature", "value", "min", "max"])
        writer.writerows([each.category, each.value, each.low, each.high] for each in asked.targets)
    categories = sorted({target.category for target in asked.targets})
    with people.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", *categories, "address"])
        writer.writerows(
            [person.id, *(person.values[name] for name in categories), person.household]
            for person in asked.people
        )
    return targets, people
