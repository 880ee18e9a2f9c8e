"""Runs of letters for the tests."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from assembly.models import Assembly
from recruitment import codes, letters
from recruitment.models import (
    Address,
    AddressDraw,
    Frame,
    Invitation,
    Letter,
    LetterBatch,
    LetterRun,
)

from . import make, make_addresses

NOW = make.NOW
FIRST = 90_000_000


def started(assembly: Assembly, folder: Path, *, by: Any = None, **options: Any) -> LetterRun:
    """Start to print twenty letters in batches of eight; options may be of draw or printing."""
    printing = {"batch_size": 8}
    for name in ("batch_size", "kind", "layout", "weekends", "leave_out"):
        if name in options:
            printing[name] = options.pop(name)
    make.commissioned(assembly)
    draw = make_addresses.draw(assembly, folder, **options)
    by = by or make.actor_with(assembly, "organiser")
    return letters.start(assembly, draw, by=by, now=NOW, **printing)


def print_all(run: LetterRun) -> list[LetterBatch]:
    while letters.print_next(NOW):
        pass
    run.refresh_from_db()
    return list(run.batches.order_by("number"))


def released(assembly: Assembly, folder: Path, **options: Any) -> LetterRun:
    """Return twenty letters in the post."""
    run = started(assembly, folder, **options)
    print_all(run)
    letters.release(run, by=make.actor_with(assembly, "recruiter"), now=NOW)
    return run


def in_order(**which: Any) -> QuerySet[Letter]:
    """Return printed letters in the order of the print."""
    found = Letter.objects.filter(batch__isnull=False, **which)
    return found.select_related("invitation__address", "batch", "run__draw").order_by(
        "batch__number", "place"
    )


def letter_of(**which: Any) -> Letter:
    return in_order().get(**which)


def code_of(letter: Letter) -> str:
    """Return the code that is printed on a letter."""
    invitation = letter.invitation
    return codes.make(invitation.address.udprn, invitation.issue, invitation.assembly_id)


def addressed(assembly: Assembly, count: int) -> AddressDraw:
    """Return a wave of so many invented addresses, of one to five lines, without a file."""
    frame = Frame.objects.create(
        assembly=assembly, kind="paf", edition="Invented", licence="None", file_name="none",
        sha256="0" * 64, rows=count, residential=count, postcodes_name="none",
        postcodes_sha256="0" * 64, read_at=NOW,
    )  # fmt: skip
    draw = AddressDraw.objects.create(
        assembly=assembly, frame=frame, wave=1, seed="1", size=count, even_share=100, drawn_at=NOW
    )
    made = Address.objects.bulk_create(
        [_address(draw, number) for number in range(count)], batch_size=2_000
    )
    Invitation.objects.bulk_create(
        [
            Invitation(
                assembly=assembly,
                address=address,
                code_hash=codes.index(codes.make(address.udprn, 1, assembly.pk)),
            )
            for address in made
        ],
        batch_size=2_000,
    )
    return draw


PLACES = ("Flat {n}, The Old Wool Works and Cooperative Dairy House", "Rear of", "Eastern Parade",
          "Highams Park")  # fmt: skip


def _address(draw: AddressDraw, number: int) -> Address:
    more = [line.format(n=number) for line in PLACES[: number % 5]]
    return Address(
        assembly=draw.assembly, draw=draw, udprn=FIRST + number,
        lines=[*more, f"{number} Yarrow Road", "LONDON"][-5:],
        postcode=f"E{number % 17 + 1} {number % 10}AA", ward="Leyton", lsoa="E01000001",
        decile=number % 10 + 1, stratum="even", rank=number + 1,
    )  # fmt: skip


def undisturbed(
    run: LetterRun, now: datetime = NOW + timedelta(days=400)
) -> tuple[str, dict[int, str]]:
    """Print a run again from the beginning without any disturbance; return its fingerprints."""
    run.batches.update(status="waiting", attempts=0, done=0, claimed_at=None, problem="")
    LetterRun.objects.filter(pk=run.pk).update(printed_at=None)
    while letters.print_next(now):
        pass
    return fingerprints(run)


def fingerprints(run: LetterRun) -> tuple[str, dict[int, str]]:
    """Return the SHA-256 of a run's manifest and of each of its batches."""
    run.refresh_from_db()
    return run.manifest_sha256, dict(run.batches.values_list("number", "sha256"))
