"""Targets: how many seats each value of each category has, from its share of the population."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from math import ceil, floor

from assembly import audit
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly
from assembly.permissions import Actor

from . import categories as naming
from .census import CategoryCount
from .models import Category, Pool, Value


def seats_for(population: int, total: int, seats: int) -> tuple[int, int]:
    """Return the whole numbers of seats on either side of an exact share."""
    share = Fraction(population * seats, total)
    return floor(share), ceil(share)


def build(
    assembly: Assembly, categories: Sequence[CategoryCount], *, by: Actor, now: datetime
) -> None:
    """Set the assembly's categories and targets from census counts, in place of any there are."""
    with audit.act("targets.build", assembly, by=by, now=now) as record:
        _refuse_once_frozen(assembly)
        assembly.categories.all().delete()
        for place, category in enumerate(categories):
            _add(assembly, category, place)
        wards = assembly.addresses.values_list("ward", flat=True)
        naming.require_areas(assembly, wards.distinct())
        check(assembly)
        record.about(assembly, categories=[category.key for category in categories])


def _add(assembly: Assembly, count: CategoryCount, place: int) -> None:
    category = Category.objects.create(
        assembly=assembly,
        key=count.key,
        name=count.name,
        question=count.question,
        source=count.source,
        place=place,
    )
    total = sum(value.population or 0 for value in count.values)
    for number, value in enumerate(count.values):
        low, high = (
            seats_for(value.population, total, assembly.seats) if value.population else (None, None)
        )
        Value.objects.create(
            category=category,
            key=value.key,
            name=value.name,
            place=number,
            population=value.population,
            low=low,
            high=high,
            from_age=value.from_age,
            wards=list(value.wards),
        )


def change(
    assembly: Assembly,
    ranges: Mapping[int, tuple[int | None, int | None]],
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Change targets: value id → (at least, at most), or (None, None) for no target."""
    with audit.act("targets.set", assembly, by=by, now=now) as record:
        _refuse_once_frozen(assembly)
        changed = {}
        for value in Value.objects.filter(category__assembly=assembly).select_related("category"):
            low, high = ranges.get(value.pk, (value.low, value.high))
            if (low is None) != (high is None):
                raise BadInput(f"{value.name}: give both “at least” and “at most”, or neither.")
            if low is not None and high is not None and low > high:
                raise BadInput(f"{value.name}: “at least” {low} is more than “at most” {high}.")
            if (low, high) != (value.low, value.high):
                changed[f"{value.category.key}/{value.key}"] = [low, high]
                value.low, value.high = low, high
                value.save(update_fields=["low", "high"])
        check(assembly)
        record.about(assembly, changed=changed)


def check(assembly: Assembly) -> None:
    """Refuse targets that no panel of the assembly's size could meet, whoever registers."""
    for category in assembly.categories.prefetch_related("values"):
        values = list(category.values.all())
        least = sum(value.low or 0 for value in values)
        most = sum(assembly.seats if value.high is None else value.high for value in values)
        if least > assembly.seats:
            raise BadInput(
                f"{category.name}: the “at least” numbers add up to {least}, "
                f"more than {assembly.seats} seats."
            )
        if most < assembly.seats:
            raise BadInput(
                f"{category.name}: the “at most” numbers add up to {most}, "
                f"fewer than {assembly.seats} seats."
            )


def _refuse_once_frozen(assembly: Assembly) -> None:
    if assembly.pools.exclude(status=Pool.Status.ABANDONED).exists():
        raise DomainError("The pool is frozen, so the targets can no longer change.")
