"""Offers, members and their needs, for tests that are not about the lottery."""

from datetime import timedelta
from typing import Any

from assembly import stages
from assembly.models import Assembly
from recruitment.models import Commitment, Draw, Member, Offer, Pool

from . import make, make_recruitment

DEADLINE = make.NOW + timedelta(days=7)


def assembly(seats: int = 12, **fields: Any) -> Assembly:
    """Return an assembly at the stage of the lottery, with categories and wide targets."""
    made = make.assembly(stage=stages.DRAW.key, seats=seats, **fields)
    make_recruitment.categories(made)
    make_recruitment.targets(made, seats)
    return made


def drawn(in_assembly: Assembly) -> Draw:
    """Return a draw that was held, as it stands in the database; nobody is on its panel."""
    pool = Pool.objects.create(
        assembly=in_assembly,
        number=in_assembly.pools.count() + 1,
        seats=in_assembly.seats,
        targets={},
        frozen_at=make.NOW - timedelta(days=2),
        frozen_by="user:1",
        status=Pool.Status.COMMITTED,
        manifest="{}",
        manifest_sha256="0" * 64,
        committed_at=make.NOW - timedelta(days=1),
    )
    held = Draw.objects.create(
        pool=pool,
        digits="042",
        entered_by="user:1",
        entered_at=make.NOW - timedelta(days=1),
        confirmed_by="user:2",
        confirmed_at=make.NOW - timedelta(days=1),
    )
    Pool.objects.filter(pk=pool.pk).update(status=Pool.Status.DRAWN)
    return held


def offer(in_assembly: Assembly, number: int = 0, **fields: Any) -> Offer:
    """Offer a seat to somebody new. Fields of the registration go in `person`."""
    last = Draw.objects.filter(pool__assembly=in_assembly).order_by("-pool__number").first()
    about = {"phone": "07700 900 100", **fields.pop("person", {})}
    return Offer.objects.create(
        **{
            "assembly": in_assembly,
            "draw": last or drawn(in_assembly),
            "registration": make_recruitment.registered(in_assembly, number, **about),
            "offered_at": make.NOW,
            "deadline": DEADLINE,
            **fields,
        }
    )


def commitment(member: Member, **fields: Any) -> Commitment:
    return Commitment.objects.create(
        **{
            "member": member,
            "kind": Commitment.Kind.ACCESS,
            "source": Commitment.Source.STAFF,
            "details": "A ramp",
            "due_on": make.NOW.date() + timedelta(days=5),
            "made_at": make.NOW,
            **fields,
        }
    )
