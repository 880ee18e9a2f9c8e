"""The plain way to draw addresses: row by row with what Python brings, one process.

This is the peer that the product's reader is measured against, and a second opinion on its result:
it shares no code with it.
"""

import csv
from collections import Counter
from hashlib import sha256
from heapq import heappush, heappushpop
from pathlib import Path

HOMES = ("FLAT", "APARTMENT", "APT", "MAISONETTE", "BEDSIT", "STUDIO")


def draw(
    addresses: Path, postcodes: Path, *, size: int, even: int, deciles: int, seed: str
) -> tuple[list[str], Counter[str]]:
    """Return the UDPRNs of a first wave in order, and how many rows were left out, by reason."""
    with postcodes.open(encoding="utf-8", newline="") as file:
        decile = {row["postcode"]: int(row["imd_decile"]) for row in csv.DictReader(file)}
    lowest: list[tuple[int, str]] = []
    deprived: list[tuple[int, str]] = []
    left_out: Counter[str] = Counter()
    seen = bytearray(100_000_000 // 8)
    with addresses.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, strict=True):
            number = int(row[12])
            if seen[number >> 3] & 1 << (number & 7):
                raise ValueError(f"{number} is there twice")
            seen[number >> 3] |= 1 << (number & 7)
            if reason := _left_out(row, decile):
                left_out[reason] += 1
                continue
            key = -int.from_bytes(sha256(f"{seed}:{row[12]}".encode()).digest(), "big")
            _keep(lowest, (key, row[12]), even)
            if decile[row[0]] <= deciles:
                _keep(deprived, (key, row[12]), size)
    first = [number for _, number in sorted(lowest, reverse=True)]
    taken = set(first)
    rest = [number for _, number in sorted(deprived, reverse=True) if number not in taken]
    return first + rest[: size - even], left_out


def _left_out(row: list[str], decile: dict[str, int]) -> str:
    if row[13] == "L":
        return "large_user"
    if row[9]:
        return "po_box"
    if row[1] == "BFPO" or row[0].startswith("BF1"):
        return "forces"
    if (row[10] or row[11]) and not any(word in row[8].split() for word in HOMES):
        return "organisation"
    return "" if row[0] in decile else "outside"


def _keep(heap: list[tuple[int, str]], entry: tuple[int, str], size: int) -> None:
    if len(heap) < size:
        heappush(heap, entry)
    elif entry > heap[0]:
        heappushpop(heap, entry)
