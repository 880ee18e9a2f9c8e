"""Who answers a letter: a seeded model with the biases seen in practice, and invented people.

Older and better-off areas answer more. Ages follow each ward's mid-2020 estimate, ethnic group and
disability each ward's Census 2021 counts; the factors below are ours, set so that the pool leans
as volunteer pools do, not fitted to any one assembly.
"""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

AGES = {
    "16-29": (16, 29),
    "30-44": (30, 44),
    "45-59": (45, 59),
    "60-74": (60, 74),
    "75-plus": (75, 92),
}
AGE_COLUMNS = dict(
    zip(AGES, ("age16_29", "age30_44", "age45_59", "age60_74", "age75_plus"), strict=True)
)
WILL_BY_AGE = {"16-29": 0.55, "30-44": 0.9, "45-59": 1.2, "60-74": 1.7, "75-plus": 1.1}
WILL_BY_GROUP = {"asian": 0.7, "black": 0.8, "mixed": 1.0, "white": 1.25, "other": 0.7}
DISABLED_BY_AGE = {"16-29": 0.6, "30-44": 0.7, "45-59": 1.1, "60-74": 1.7, "75-plus": 3.0}
FIRST = """
Abena Aidan Aisha Alistair Amara Anton Asha Beatriz Bilal Bridie Callum Carmen Chidi
Clara Conor Dalia Daria Dele Dora Edwin Efua Elspeth Emeka Esme Fatou Felix Fiona Gita
Gloria Hamza Hana Harvey Ida Imran Iona Isaac Jamila Jonah Joyce Kacper Kamala Keziah
Kofi Lara Leif Lena Lorna Malik Marek Mei Mina Moses Nadia Nell Nikhil Oksana Olu Oscar
Parveen Percy Petra Quentin Rafi Rhoda Ravi Rosa Rufus Sadia Samir Selma Shona Silas
Tamsin Tariq Thea Tunde Una Vera Viktor Wanda Wilf Xanthe Yemi Yusuf Zainab Zofia
""".split()  # noqa: SIM905
LAST = """
Abernathy Achterberg Adomako Aldersey Bancroft Barzani Birchall Bramley Calloway
Chaudhury Cobbold Dabrowski Darko Dunmore Eastlake Ekwueme Fairbrother Farouk Fenwick
Galanis Garrick Gyamfi Halloran Haverstock Ibeh Ingleby Jaffrey Jolliffe Kallon Kestrel
Kowalczyk Lamptey Larkin Lockyer Mahmoudi Merriweather Mordaunt Narayan Nettleton Nyarko
Obi Oakeshott Orlando Pemberton Pettigrew Quaye Quigley Ramdeen Redfern Rostami Sackey
Selwyn Szymanski Tamworth Thackeray Tolley Umar Underhill Vasquez Venkatesan Wadham
Wetherby Xavier Yeboah Yardley Zielinski
""".split()  # noqa: SIM905
NEEDS = (
    ("access", "Step-free way in, please"),
    ("access", "I hear better near the front"),
    ("access", "Large print papers"),
    ("diet", "Vegetarian"),
    ("diet", "Halal"),
    ("diet", "No nuts: allergy"),
    ("childcare", "Two children, four and seven"),
    ("interpreter", "Urdu, for the harder parts"),
    ("travel", "I would need a taxi home in the evening"),
)


@dataclass(frozen=True)
class Letter:
    """What the model knows of an invitation."""

    code: str
    ward: str
    decile: int


@dataclass(frozen=True)
class Answer:
    """One resident's answer: which code, what they say, when."""

    code: str
    answers: dict[str, Any]
    at: datetime


class Wards:
    """Shares of age, ethnic group and disability by ward, from the ward table."""

    def __init__(self, path: Path) -> None:
        with path.open(encoding="utf-8", newline="") as file:
            self.rows = {row["ward_name"]: row for row in csv.DictReader(file)}

    def weights(self, ward: str, columns: dict[str, str]) -> list[float]:
        return [float(self.rows[ward][column]) for column in columns.values()]

    def ages(self, ward: str) -> list[float]:
        return self.weights(ward, {key: f"{name}_mid2020" for key, name in AGE_COLUMNS.items()})

    def groups(self, ward: str) -> list[float]:
        return self.weights(ward, {key: f"eth_{key}" for key in WILL_BY_GROUP})

    def disabled(self, ward: str) -> float:
        row = self.rows[ward]
        return float(row["disabled"]) / float(row["residents"])


def respond(
    letters: list[Letter],
    *,
    wards: Wards,
    about: int,
    first_day: date,
    opens: datetime,
    rng: random.Random,
) -> list[Answer]:
    """Return about so many answers to these letters, in the order in which they arrive."""
    people = [(letter, _person(letter, wards, rng)) for letter in letters]
    will = [_will(letter, person) for letter, person in people]
    scale = about / sum(will)
    answers = []
    taken: set[str] = set()
    for (letter, person), wish in zip(people, will, strict=True):
        if rng.random() >= wish * scale:
            continue
        answers.append(_answer(letter, person, first_day, opens, rng, taken))
        if rng.random() < 0.03:  # a second adult in the same home
            answers.append(
                _answer(letter, _person(letter, wards, rng), first_day, opens, rng, taken)
            )
    return sorted(answers, key=lambda answer: answer.at)


def _person(letter: Letter, wards: Wards, rng: random.Random) -> dict[str, str]:
    age = rng.choices(list(AGES), wards.ages(letter.ward))[0]
    group = rng.choices(list(WILL_BY_GROUP), wards.groups(letter.ward))[0]
    disabled = rng.random() < wards.disabled(letter.ward) * DISABLED_BY_AGE[age]
    gender = rng.choices(["woman", "man", "another", "not-said"], [52, 46, 1.2, 0.8])[0]
    return {
        "age": age,
        "gender": gender,
        "ethnicity": "not-said" if rng.random() < 0.015 else group,
        "disability": "not-said"
        if rng.random() < 0.02
        else "disabled"
        if disabled
        else "not-disabled",
    }


def _will(letter: Letter, person: dict[str, str]) -> float:
    better_off = 0.65 + 0.07 * letter.decile
    return WILL_BY_AGE[person["age"]] * WILL_BY_GROUP.get(person["ethnicity"], 1.0) * better_off


def _answer(
    letter: Letter,
    person: dict[str, str],
    first_day: date,
    opens: datetime,
    rng: random.Random,
    taken: set[str],
) -> Answer:
    name = _new_name(rng, taken)
    email = f"{name.lower().replace(' ', '.')}@example.com"
    return Answer(
        letter.code,
        {
            "lives_here": True,
            "name": name,
            "email": "" if rng.random() < 0.05 else email,
            "phone": f"07700 900{rng.randrange(1000):03d}",
            "date_of_birth": _born(person["age"], first_day, rng).isoformat(),
            "categories": {key: person[key] for key in ("gender", "ethnicity", "disability")},
            "needs": dict(rng.sample(NEEDS, k=rng.choice((1, 1, 2)))) if rng.random() < 0.4 else {},
        },
        opens + timedelta(days=_wait(rng), hours=rng.uniform(8, 21)),
    )


def _new_name(rng: random.Random, taken: set[str]) -> str:
    """Return a first and a last name that nobody else in the demonstration has."""
    while (name := f"{rng.choice(FIRST)} {rng.choice(LAST)}") in taken:
        pass
    taken.add(name)
    return name


def _born(band: str, first_day: date, rng: random.Random) -> date:
    low, high = AGES[band]
    return first_day - timedelta(days=int(365.25 * rng.uniform(low + 0.02, high + 0.97)))


def _wait(rng: random.Random) -> int:
    """Return whole days from posting to answering: half within days, a rise at the end."""
    return (
        rng.choice((18, 19, 20)) if rng.random() < 0.12 else min(int(rng.expovariate(1 / 4.5)), 20)
    )


def until(answers: list[Answer], moment: datetime) -> Iterator[Answer]:
    return (answer for answer in answers if answer.at <= moment)
