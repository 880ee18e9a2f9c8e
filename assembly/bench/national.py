"""An address file of any size in PAF's columns, and its postcode file: all of it invented.

The borough's own invented file is written again and again. Each copy has new UDPRNs and postcodes
of its own, so that a file of 30 million rows has 1.2 million postcodes and no door twice.
"""

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

FIRST_UDPRN = 10_000_000
POSTCODE_BYTES = 7
Bytes = NDArray[np.uint8]


class Borough:
    """The borough's file as bytes, with the places where its UDPRNs and postcodes stand."""

    def __init__(self) -> None:
        folder = settings.DATA_DIR / "waltham_forest"
        with gzip.open(folder / "wf_paf_synthetic.csv.gz", "rt", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        with (folder / "wf_postcodes.csv").open(encoding="utf-8", newline="") as file:
            self.areas = list(csv.DictReader(file))
        number = {area["postcode"]: place for place, area in enumerate(self.areas)}
        text, starts = io.StringIO(newline=""), []
        writer = csv.writer(text, lineterminator="\r\n")
        for row in rows:
            starts.append(text.tell())
            writer.writerow(["POSTCOD", *row[1:12], "########", *row[13:16], "12345678", *row[17:]])
        self.rows = len(rows)
        self.text = np.frombuffer(text.getvalue().encode("ascii"), np.uint8)
        self.starts = np.array(starts)
        self.udprns = np.flatnonzero(self.text == ord("#"))[::8]
        self.postcodes = np.array([number[row[0]] for row in rows])

    def copy(self, number: int, count: int) -> Bytes:
        """Return the first `count` rows of one copy."""
        text = self.text.copy()
        _write_digits(text, self.udprns, FIRST_UDPRN + number * self.rows + np.arange(self.rows))
        codes = _postcodes(self.postcodes + number * len(self.areas))
        text[self.starts[:, None] + np.arange(POSTCODE_BYTES)] = codes
        return text if count >= self.rows else text[: self.starts[count]]

    def lookup(self, copies: int) -> Iterator[bytes]:
        """Yield the postcode file: in each copy the borough's wards and deciles."""
        yield b"postcode,ward_name,lsoa21_code,imd_decile\r\n"
        tails = [
            f",{area['ward22_name']},{area['lsoa21_code']},{area['imd2025_decile']}\r\n".encode()
            for area in self.areas
        ]
        for number in range(copies):
            codes = _postcodes(np.arange(len(tails)) + number * len(tails)).tobytes()
            yield b"".join(
                codes[place * POSTCODE_BYTES : (place + 1) * POSTCODE_BYTES] + tail
                for place, tail in enumerate(tails)
            )


def make(folder: Path, count: int) -> tuple[Path, Path]:
    """Write an address file of so many rows and its postcode file; return their paths."""
    borough = Borough()
    copies = -(-count // borough.rows)
    addresses, postcodes = folder / f"{count}.csv", folder / f"{count}-postcodes.csv"
    with addresses.open("wb") as file:
        for number in range(copies):
            file.write(borough.copy(number, count - number * borough.rows).data)
    with postcodes.open("wb") as file:
        file.writelines(borough.lookup(copies))
    return addresses, postcodes


def _write_digits(text: Bytes, places: NDArray[np.int64], values: NDArray[np.int64]) -> None:
    for place in range(8):
        text[places + place] = values // 10 ** (7 - place) % 10 + ord("0")


def _postcodes(numbers: NDArray[np.int64]) -> Bytes:
    """Return invented postcodes as a row of bytes each: AA1 1AA, AA1 1AB, …"""
    codes = np.empty((len(numbers), POSTCODE_BYTES), np.uint8)
    codes[:, 3] = ord(" ")
    for place, first, base in ((6, "A", 26), (5, "A", 26), (4, "0", 10), (2, "0", 10),
                               (1, "A", 26), (0, "A", 26)):  # fmt: skip
        codes[:, place] = numbers % base + ord(first)
        numbers = numbers // base
    return codes
