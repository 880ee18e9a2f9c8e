"""Invented addresses with a letter each."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from assembly.models import Assembly
from recruitment import codes
from recruitment.models import Address, AddressDraw, Frame, Invitation

BATCH = 1_000
FIRST_UDPRN = 50_000_000


def draw(of: Assembly, count: int, now: datetime) -> AddressDraw:
    """Return a draw of so many addresses; `letters` makes them."""
    frame = Frame.objects.create(
        assembly=of, kind=Frame.Kind.PAF, edition="Invented", licence="None", file_name="none",
        sha256="0" * 64, rows=count, residential=count, postcodes_name="none",
        postcodes_sha256="0" * 64, read_at=now,
    )  # fmt: skip
    return AddressDraw.objects.create(
        assembly=of, frame=frame, wave=1, seed="bench", size=count, even_share=100, drawn_at=now,
    )  # fmt: skip


def letters(drawn: AddressDraw, **fields: Any) -> list[str]:
    """Make the addresses of a draw, with a letter each; return the codes of the letters."""
    batches = (
        range(first, min(drawn.size, first + BATCH)) for first in range(0, drawn.size, BATCH)
    )
    return [code for numbers in batches for code in _batch(drawn, numbers, fields)]


def _batch(drawn: AddressDraw, numbers: Iterable[int], fields: dict[str, Any]) -> list[str]:
    addresses = Address.objects.bulk_create(
        Address(
            assembly=drawn.assembly, draw=drawn, udprn=FIRST_UDPRN + number,
            lines=[f"{number} Invented Road", "LONDON"], postcode=f"E{number % 17 + 1} 0ZZ",
            ward="Leyton", lsoa="E01000001", decile=number % 10 + 1, stratum="even",
            rank=number + 1,
        )
        for number in numbers
    )  # fmt: skip
    made = [address.code() for address in addresses]
    Invitation.objects.bulk_create(
        Invitation(assembly=drawn.assembly, address=address, code_hash=codes.index(code), **fields)
        for address, code in zip(addresses, made, strict=True)
    )
    return made
