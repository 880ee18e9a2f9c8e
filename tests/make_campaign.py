"""A campaign of letters as it stands at `make.NOW`: hundreds of letters, and who has answered."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import numpy as np

from assembly import stages
from assembly.models import Assembly
from recruitment import targets
from recruitment.models import Address, Invitation, Registration

from . import make, make_recruitment

AREA_OF = {ward: area for area, wards in make_recruitment.WARDS.items() for ward in wards}
POSTED = make.NOW - timedelta(days=9)
CLOSES = make.NOW + timedelta(days=19)
_number = count(1)


def running(**fields: Any) -> Assembly:
    """Return an assembly at registration, open since its letters were posted nine days ago."""
    made = make.assembly(
        **{
            "stage": stages.REGISTER.key,
            "registration_opens": POSTED,
            "registration_closes": CLOSES,
            "seats": 10,
            **fields,
        }
    )
    make_recruitment.categories(made)
    for category in made.categories.prefetch_related("values"):
        values = [value for value in category.values.all() if value.population]
        total = sum(value.population or 0 for value in values)
        for value in values:
            value.low, value.high = targets.seats_for(value.population or 0, total, made.seats)
            value.save(update_fields=["low", "high"])
    return made


def letters(
    assembly: Assembly, number: int, *, posted_at: datetime | None = POSTED
) -> list[Invitation]:
    """Post letters to homes in all wards and tenths alike."""
    draw = make_recruitment.address_draw(assembly)
    wards = list(AREA_OF)
    homes = Address.objects.bulk_create(
        Address(
            assembly=assembly,
            draw=draw,
            udprn=60_000_000 + next(_number),
            lines=[f"{place} Invented Road", "London"],
            postcode="E17 0ZZ",
            ward=wards[place % len(wards)],
            lsoa="E01004300",
            decile=place // len(wards) % 10 + 1,
            stratum="even",
            rank=place + 1,
        )
        for place in range(number)
    )
    return Invitation.objects.bulk_create(
        Invitation(
            assembly=assembly,
            address=home,
            code_hash=home.udprn.to_bytes(32, "big"),
            posted_at=posted_at,
        )
        for home in homes
    )


def answers(
    assembly: Assembly,
    to: list[Invitation],
    number: int,
    *,
    seed: int = 1,
    lacking: str = "",
    **fields: Any,
) -> list[Registration]:
    """Register so many people, most of them in the first days; nobody of the value `lacking`."""
    rng = np.random.default_rng(seed)
    span = (make.NOW - POSTED).days
    chosen = rng.permutation(len(to))[:number].tolist()
    return Registration.objects.bulk_create(
        Registration(
            **{
                "assembly": assembly,
                "invitation": to[place],
                "status": Registration.Status.REGISTERED,
                "place": 1,
                "reference": f"C{next(_number):08d}",
                "answers": _answers(to[place].address.ward, rng, lacking),
                "started_at": make.NOW,
                "registered_at": POSTED
                + timedelta(days=min(span - 1, 1 + int(rng.exponential(3))), hours=2),
                **fields,
            }
        )
        for place in chosen
    )


def _answers(ward: str, rng: np.random.Generator, lacking: str) -> dict[str, str]:
    found = {}
    for key, _name, _question, rows in make_recruitment.CATEGORIES:
        kept = [row for row in rows if row[4] and row[0] != lacking]
        shares = np.array([float(row[4] or 0) for row in kept])
        found[key] = kept[int(rng.choice(len(kept), p=shares / shares.sum()))][0]
    return {**found, "area": AREA_OF[ward]}
