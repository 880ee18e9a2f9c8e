"""What must hold of printed letters, read from the files themselves.

`faults` looks at a whole run: each letter once, each file what its row says. `misprints` looks at
each page as a picture: the code scans to itself, the window shows the address and nothing else, the
mailing house's zones are blank, and the letter can be folded at its marks.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np
import pypdfium2
import zxingcpp
from django.conf import settings

from assembly.models import AuditEntry
from recruitment import codes
from recruitment.letters import window
from recruitment.letters.geometry import (
    CLEAR,
    CLEAR_OTHER,
    FOLD_MARKS,
    PAGE,
    POINT,
    QR,
    WINDOW,
    Box,
)
from recruitment.models import Invitation, Letter, LetterBatch, LetterRun

SHARP = 1.6  # pixels a point: about 115 to the inch, less than any phone sees
PAPER = 250
HALO = 0.35  # millimetres of blur around a letter's shape
EDGE = 0.25  # millimetres: one dot of the picture
WHOLE = 0.8  # of a fold mark's length, as its ends may share a dot with the paper


def content(batch: LetterBatch) -> bytes:
    with batch.file.open("rb") as file:
        return file.read()


def printed_codes(batch: LetterBatch, pages: int = 2) -> list[str]:
    """Return the code in clear on each letter of a batch."""
    with pypdfium2.PdfDocument(content(batch)) as pdf:
        texts = [pdf[n].get_textpage().get_text_bounded() for n in range(0, len(pdf), pages)]
    lines = [[line.strip() for line in text.splitlines()] for text in texts]
    return [
        line.replace("-", "")
        for page in lines
        for line in page
        if len(line) == 16 and line[4::5] == "---"
    ]


def faults(run: LetterRun, fingerprints: tuple[str, dict[int, str]] | None = None) -> list[str]:
    """Return what is wrong with a printed run, in words; nothing if all is well."""
    run.refresh_from_db()
    found = []
    batches = list(run.batches.order_by("number"))
    seen: Counter[str] = Counter()
    for batch in batches:
        name = f"batch {batch.number}"
        if batch.status != "printed":
            found.append(f"{name} is {batch.status}")
        elif not Path(batch.file.path).exists():
            found.append(f"{name} has no file")
        else:
            if sha256(content(batch)).hexdigest() != batch.sha256:
                found.append(f"{name} is not what its fingerprint says")
            seen.update(printed_codes(batch))
    expected = {
        codes.make(invitation.address.udprn, invitation.issue, invitation.assembly_id)
        for invitation in Invitation.objects.filter(letters__run=run, letters__problem="")
        .select_related("address")
    }  # fmt: skip
    if missing := expected - seen.keys():
        found.append(f"{len(missing)} letters are missing")
    if strange := seen.keys() - expected:
        found.append(f"{len(strange)} letters are nobody's")
    if doubled := [code for code, count in seen.items() if count > 1]:
        found.append(f"{len(doubled)} letters are there twice")
    marks = Counter(
        AuditEntry.objects.filter(act="letters.print", assembly=run.assembly).values_list(
            "object_id", flat=True
        )
    )
    if uneven := [str(b.number) for b in batches if marks[str(b.pk)] != 1]:
        found.append(f"the audit chain has not one mark for batches {', '.join(uneven)}")
    found += _faults_of_manifest(run, expected)
    if fingerprints and fingerprints != (
        run.manifest_sha256,
        {batch.number: batch.sha256 for batch in batches},
    ):
        found.append("the files differ from those of an undisturbed run")
    return found


def _faults_of_manifest(run: LetterRun, expected: set[str]) -> Iterator[str]:
    if not run.manifest or not Path(run.manifest.path).exists():
        yield "there is no manifest"
        return
    with run.manifest.open("rb") as file:
        text = file.read()
    if sha256(text).hexdigest() != run.manifest_sha256:
        yield "the manifest is not what its fingerprint says"
    listed = [row["code_hash"] for row in csv.DictReader(io.StringIO(text.decode()))]
    if sorted(listed) != sorted(codes.index(code).hex() for code in expected):
        yield "the manifest does not list each letter once"


def misprints(pdf: bytes, letters: Iterable[Letter], pages: int = 2) -> list[str]:
    """Return what is wrong with the pages of each letter of a batch, in words."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, letter in enumerate(letters):
            page = document[number * pages]
            found += [f"letter {number + 1}: {fault}" for fault in _of_page(page, letter)]
            page.close()
            for later in range(1, pages):
                page = document[number * pages + later]
                zones = _stained(_shades(page), CLEAR_OTHER)
                found += [f"letter {number + 1}, page {later + 1}: {fault}" for fault in zones]
                page.close()
    return found


def _of_page(page: pypdfium2.PdfPage, letter: Letter) -> Iterator[str]:
    invitation, address = letter.invitation, letter.invitation.address
    shades = _shades(page)
    code = codes.make(address.udprn, invitation.issue, invitation.assembly_id)
    slug = letter.run.assembly.slug
    link = f"{settings.SITE_URL}/{slug}/register/code/#{code}"
    read = zxingcpp.read_barcode(np.ascontiguousarray(cut(shades, QR)))
    if read is None or read.text != link:
        yield "the QR code does not scan to its own code"
    yield from _stained(shades, CLEAR)
    for fold, mark in FOLD_MARKS.items():
        if (cut(shades, mark) < PAPER).any(axis=0).mean() < WHOLE:
            yield f"there is no fold mark at {fold} mm"
    characters = _characters(page)
    inside = [(text, box) for text, box in characters if _touches(box, WINDOW)]
    wanted = "".join(window.block(address.lines, address.postcode)).replace(" ", "")
    if "".join(text for text, _ in inside) != wanted:
        yield "the window does not show the address, whole and alone"
    if not all(
        WINDOW.holds(box.left, box.top) and WINDOW.holds(box.right, box.bottom) for _, box in inside
    ):
        yield "a letter of the address is cut by the window"
    for _, box in inside:
        halo = Box(box.left - HALO, box.top - HALO, box.right + HALO, box.bottom + HALO)
        cut(shades, halo)[:] = 255
    if (cut(shades, WINDOW) < PAPER).any():
        yield "something else shows in the window"


def _shades(page: pypdfium2.PdfPage) -> np.ndarray:
    return page.render(scale=SHARP, grayscale=True).to_numpy().copy()


def _stained(shades: np.ndarray, zones: dict[str, Box]) -> Iterator[str]:
    """Name each zone that is not blank. Its edge is left out: a picture's dot may lie across it."""
    for name, zone in zones.items():
        inner = Box(zone.left + EDGE, zone.top + EDGE, zone.right - EDGE, zone.bottom - EDGE)
        if (cut(shades, inner) < PAPER).any():
            yield f"something stands in the {name}"


def cut(shades: np.ndarray, box: Box) -> np.ndarray:
    """Return the part of a page that a box holds. A view."""
    down, across = shades.shape[0] / PAGE.height, shades.shape[1] / PAGE.width
    return shades[
        int(box.top * down) : int(np.ceil(box.bottom * down)),
        int(box.left * across) : int(np.ceil(box.right * across)),
    ]


def _characters(page: pypdfium2.PdfPage) -> list[tuple[str, Box]]:
    """Return each visible character of a page with the box of its shape."""
    text = page.get_textpage()
    whole = text.get_text_range()
    found = []
    for place, character in enumerate(whole):
        if character.isspace():
            continue
        left, bottom, right, top = text.get_charbox(place)
        found.append(
            (character, Box(left * POINT, PAGE.bottom - top * POINT,
                            right * POINT, PAGE.bottom - bottom * POINT))
        )  # fmt: skip
    text.close()
    return found


def _touches(one: Box, other: Box) -> bool:
    return (
        one.left < other.right and one.right > other.left
        and one.top < other.bottom and one.bottom > other.top
    )  # fmt: skip
