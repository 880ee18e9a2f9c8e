"""Drawing addresses: a seeded order that anyone with the file can repeat (docs/addresses.md)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from django.conf import settings
from django.db import transaction

from assembly import audit, permissions
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly
from assembly.permissions import Actor

from . import categories, census, codes, frames
from .frames import DeliveryPoint, Reading
from .frames.order import Choice, Earlier, Plan, choose
from .models import Address, AddressDraw, Frame, Invitation

EVEN, DEPRIVED = "even", "deprived"
ROWS_AT_ONCE = 2_000


@dataclass(frozen=True)
class _Given:
    """What staff say about the address file; recorded with it and published."""

    kind: frames.Kind
    edition: str
    licence: str
    columns: str
    districts: str
    multi_residence: frames.Choice
    institutions: frames.Choice


def draw(
    assembly: Assembly,
    *,
    file: Path | BinaryIO,
    postcodes: Path | BinaryIO,
    edition: str,
    licence: str,
    size: int,
    even_share: int = 80,
    deprived_deciles: int = 3,
    wards: Collection[str] = (),
    seed: str,
    kind: frames.Kind = "paf",
    columns: str = "",
    districts: str = "",
    multi_residence: frames.Choice = "keep",
    institutions: frames.Choice = "leave",
    by: Actor,
    now: datetime,
    progress: Callable[[int], None] | None = None,
    beside: bool = False,
) -> AddressDraw:
    """Draw the next wave of addresses from an address file and make an invitation for each.

    The file is read before the transaction: a country's takes a minute. If another wave was drawn
    meanwhile this one is refused. `wards` confine the wave to them.
    `progress` is told how many bytes are read; `beside` uses two more processes.
    """
    permissions.require(by, "addresses.draw", assembly)
    given = _Given(
        kind, edition, licence, columns.strip(), districts.strip(), multi_residence, institutions
    )
    plan = _plan(assembly, Plan(size, even_share, deprived_deciles, seed.strip(), frozenset(wards)))
    _require_same_numbers(assembly, kind)
    wave, earlier = _next_wave(assembly), _earlier(assembly)
    names = census.ward_names(settings.DATA_DIR)
    lookup = frames.read_lookup(postcodes, given.districts, names)
    reading = Reading(
        file,
        lookup,
        kind=kind,
        columns=given.columns,
        choices=frames.Choices(multi_residence, institutions),
        progress=progress,
        beside=beside,
    )
    choice = choose(reading, plan, earlier)
    _require_enough(choice, plan)
    wards = {point.area.ward for point in (*choice.even, *choice.extra)}
    categories.require_areas(assembly, wards)
    with audit.act("addresses.draw", assembly, by=by, now=now) as record:
        Assembly.objects.select_for_update().get(pk=assembly.pk)
        if _next_wave(assembly) != wave:
            raise DomainError("Somebody else has just drawn this wave of addresses.")
        frame = _frame(assembly, reading, lookup, given, now)
        drawn = AddressDraw.objects.create(
            assembly=assembly,
            frame=frame,
            wave=wave,
            seed=plan.seed,
            size=plan.size,
            even_share=plan.even_share,
            deprived_deciles=plan.deprived_deciles,
            wards=sorted(plan.wards),
            counts=_counts(choice, plan),
            drawn_at=now,
        )
        _store(drawn, choice)
        record.about(
            drawn,
            wave=wave,
            size=size,
            seed=plan.seed,
            sha256=frame.sha256,
            **({"wards": drawn.wards} if drawn.wards else {}),
        )
    return drawn


def _plan(assembly: Assembly, plan: Plan) -> Plan:
    """Check a plan, and that it keeps the seed of the waves before it."""
    first = assembly.address_draws.order_by("wave").first()
    if not 1 <= plan.size <= 1_000_000:
        raise BadInput("Enter how many addresses to draw, from 1 to 1,000,000.")
    if not 0 <= plan.even_share <= 100:
        raise BadInput("The share drawn evenly is a percentage from 0 to 100.")
    if not 0 <= plan.deprived_deciles <= 10 or (plan.extra and not plan.deprived_deciles):
        raise BadInput("Choose which deciles count as more deprived: 1 up to 10.")
    if not 1 <= len(plan.seed) <= 64:
        raise BadInput("Enter a seed of 1 to 64 characters, for example numbers drawn in public.")
    if first and first.seed != plan.seed:
        raise BadInput(
            f"A further wave continues the order of the first: its seed is “{first.seed}”."
        )
    return plan


def _require_same_numbers(assembly: Assembly, kind: frames.Kind) -> None:
    """Refuse a wave from another kind of file: its addresses go by other numbers."""
    other = Frame.objects.filter(assembly=assembly).exclude(kind=kind).first()
    if other:
        raise BadInput(
            f"The waves before were drawn from {other.get_kind_display()}. Another kind of file "
            "numbers addresses differently, so that some could be drawn twice."
        )


def _next_wave(assembly: Assembly) -> int:
    return assembly.address_draws.count() + 1


def _earlier(assembly: Assembly) -> Earlier:
    """Return the numbers and the letterboxes of all addresses drawn so far."""
    found = (
        assembly.addresses.exclude(**{name: None}).order_by(name).values_list(name, flat=True)
        for name in ("udprn", "letterbox")
    )
    return Earlier(*(np.fromiter(numbers.iterator(), np.uint64) for numbers in found))


def _require_enough(choice: Choice, plan: Plan) -> None:
    if len(choice.even) < plan.even:
        raise BadInput(
            f"The file has only {choice.available:,} residential addresses in the "
            f"{'wards you named' if plan.wards else 'area'} that were "
            f"not drawn before. {plan.even:,} are needed."
        )
    if len(choice.extra) < plan.extra:
        raise BadInput(
            f"The file has only {choice.available_deprived:,} such addresses in deciles 1 to "
            f"{plan.deprived_deciles}: not enough to draw {plan.extra:,} more among them."
        )


def _counts(choice: Choice, plan: Plan) -> dict[str, Any]:
    """Return addresses, drawn and the chance of each, per group.

    By symmetry within a group every address has the same chance: even/all in the less deprived
    group, and even/all + extra/deprived in the more deprived one.
    """
    deprived = choice.available_deprived
    others = choice.available - deprived
    evenly = plan.even / choice.available
    from_deprived = sum(point.area.decile <= plan.deprived_deciles for point in choice.even)
    groups = [
        {
            "group": DEPRIVED,
            "addresses": deprived,
            "even": from_deprived,
            "extra": len(choice.extra),
            "chance": evenly + plan.extra / deprived if deprived else 0,
        },
        {
            "group": "other",
            "addresses": others,
            "even": len(choice.even) - from_deprived,
            "extra": 0,
            "chance": evenly,
        },
    ]
    return {
        "available": choice.available,
        "behind_letterbox": choice.behind_letterbox,
        "groups": groups,
    }


def _frame(
    assembly: Assembly, reading: Reading, lookup: frames.Lookup, given: _Given, now: datetime
) -> Frame:
    """Record the file, or find the record of an earlier wave from the very same files."""
    frame, _ = Frame.objects.get_or_create(
        assembly=assembly,
        sha256=reading.sha256,
        postcodes_sha256=lookup.sha256,
        kind=given.kind,
        edition=given.edition,
        licence=given.licence,
        columns=given.columns,
        districts=given.districts,
        multi_residence=given.multi_residence,
        institutions=given.institutions,
        defaults={
            "file_name": reading.file_name,
            "postcodes_name": lookup.file_name,
            "rows": reading.rows,
            "residential": reading.residential,
            "exclusions": dict(reading.exclusions),
            "kept": dict(reading.kept),
            "untold": reading.untold,
            "read_at": now,
        },
    )
    return frame


def _store(drawn: AddressDraw, choice: Choice) -> None:
    """Write the drawn addresses and an invitation for each."""
    with transaction.atomic():
        addresses = Address.objects.bulk_create(
            [
                _address(drawn, stratum, rank, point)
                for stratum, points in ((EVEN, choice.even), (DEPRIVED, choice.extra))
                for rank, point in enumerate(points, start=1)
            ],
            batch_size=ROWS_AT_ONCE,
        )
        Invitation.objects.bulk_create(
            [_invitation(drawn.assembly, address) for address in addresses], batch_size=ROWS_AT_ONCE
        )


def _address(drawn: AddressDraw, stratum: str, rank: int, point: DeliveryPoint) -> Address:
    return Address(
        assembly=drawn.assembly,
        draw=drawn,
        udprn=point.number,
        letterbox=point.letterbox or None,
        lines=point.lines,
        postcode=point.postcode,
        ward=point.area.ward,
        lsoa=point.area.lsoa,
        decile=point.area.decile,
        stratum=stratum,
        rank=rank,
    )


def _invitation(assembly: Assembly, address: Address) -> Invitation:
    return Invitation(assembly=assembly, address=address, code_hash=codes.index(address.code()))
