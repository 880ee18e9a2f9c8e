"""Make an invented address file in the columns of Royal Mail's CSV PAF (20, without a header).

Real: postcodes, and how many households each small area has (Census 2021). Invented: every street,
building, business and UDPRN (from 99000000 on). The same command gives the same bytes:

    python data/make_paf.py data/waltham_forest/wf_paf_synthetic.csv.gz
    python data/make_paf.py out.csv.gz --postcodes FILE --lsoas FILE --first-udprn 60000000
"""

import argparse
import csv
import gzip
import io
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent / "waltham_forest"
FIRST = "Amber Bramley Coppice Dunnock Ember Foxglove Gorse Hollin Ivory Jasmine Kestrel Lapwing"
SECOND = (
    "Marlow Nettle Orchard Primrose Quarry Rosehip Saffron Teasel Umber Violet Whinberry Yarrow"
)
ENDS = "bank combe dale field ford grove hurst lea mead ridge stone wick"
KINDS = (
    ["ROAD"] * 6 + ["STREET"] * 4 + ["AVENUE"] * 4 + ["CLOSE", "GARDENS", "GROVE", "TERRACE", "WAY"]
)
SHOPS = "BAKERY|BARBERS|BOOKS LTD|CAFE|DENTAL PRACTICE|HARDWARE|NURSERY|PHARMACY|TAILORING LTD"
SUFFIX_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
NAMES = [first + end for first in (FIRST + " " + SECOND).split() for end in ENDS.split()]

# What one delivery point is, and how often of a thousand.
KINDS_OF_POINT = {
    "house": 740, "flats": 130, "business": 50, "named house": 18, "numbered name": 14,
    "flat above a shop": 16, "several households": 14, "PO box": 10, "large user": 8,
}  # fmt: skip


class Street:
    """Writes the delivery points of one postcode, house by house."""

    def __init__(self, postcode: str, chance: random.Random, udprns: Iterator[int]) -> None:
        self.postcode, self.chance, self.udprns = postcode, chance, udprns
        self.name = f"{chance.choice(NAMES)} {chance.choice(KINDS)}".upper()
        self.town = "WOODFORD GREEN" if postcode.startswith("IG8") else "LONDON"
        self.number = chance.randrange(1, 60)
        self.written = 0

    def rows(self, wanted: int) -> Iterator[list[str]]:
        kinds, weights = list(KINDS_OF_POINT), list(KINDS_OF_POINT.values())
        while self.written < wanted:
            kind = self.chance.choices(kinds, weights)[0]
            yield from self.house(kind, wanted - self.written)
            self.number += self.chance.choice((1, 2))

    def house(self, kind: str, room: int) -> Iterator[list[str]]:
        number, shop = str(self.number), self.chance.choice(SHOPS.split("|"))
        business = f"{self.chance.choice(NAMES)} {shop}".upper()
        if kind == "house":
            yield self.row(number)
        elif kind == "flats":
            for flat in range(min(self.chance.choice((2, 3, 4, 6, 9, 12, 24)), room)):
                yield self.row(number, sub=f"FLAT {flat + 1}")
        elif kind == "business":
            yield self.row(number, organisation=business)
        elif kind == "named house":
            yield self.row("", name=f"{self.chance.choice(NAMES)} HOUSE".upper())
        elif kind == "numbered name":
            yield self.row("", name=f"{number}A")
        elif kind == "flat above a shop":
            yield self.row(number, sub="FLAT ABOVE", organisation=business)
        elif kind == "several households":
            yield self.row(number, households=self.chance.randrange(2, 7))
        elif kind == "PO box":
            yield self.row("", po_box=str(self.chance.randrange(1000, 9999)))
        else:
            yield self.row(number, organisation=business, large=True)

    def row(
        self,
        number: str,
        *,
        name: str = "",
        sub: str = "",
        po_box: str = "",
        organisation: str = "",
        households: int = 1,
        large: bool = False,
    ) -> list[str]:
        place, udprn = self.written, str(next(self.udprns))
        self.written += 1
        suffix = f"{place // 20 % 9 + 1}{SUFFIX_LETTERS[place % 20]}"
        street = "" if po_box else self.name
        return [
            self.postcode, self.town, "", "", street, "", number, name, sub, po_box, "",
            organisation, udprn, "L" if large else "S", "Y" if organisation else "", suffix,
            udprn, udprn if organisation else "", str(households), "1",
        ]  # fmt: skip


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows(postcodes: Path, lsoas: Path, first_udprn: int) -> Iterator[list[str]]:
    """Yield the file's rows: each small area gets 7% more delivery points than households."""
    chance = random.Random(20240113)  # noqa: S311 an invented town needs no secrecy
    households = {row["lsoa21_code"]: int(row["households"]) for row in table(lsoas)}
    by_area = defaultdict(list)
    for row in table(postcodes):
        by_area[row["lsoa21_code"]].append(row["postcode"])
    udprns = iter(range(first_udprn, 100_000_000))
    for area, codes in sorted(by_area.items()):
        weights = [chance.gammavariate(2.2, 1) for _ in codes]
        for postcode, weight in zip(codes, weights, strict=True):
            wanted = round(households[area] * 1.07 * weight / sum(weights))
            yield from Street(postcode, chance, udprns).rows(max(1, min(100, wanted)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--postcodes", type=Path, default=HERE / "wf_postcodes.csv")
    parser.add_argument("--lsoas", type=Path, default=HERE / "wf_lsoa21.csv")
    parser.add_argument("--first-udprn", type=int, default=99_000_000)
    given = parser.parse_args()
    with (
        given.out.open("wb") as file,
        gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="") as text,
    ):
        csv.writer(text, lineterminator="\r\n").writerows(
            rows(given.postcodes, given.lsoas, given.first_udprn)
        )


if __name__ == "__main__":
    main()
