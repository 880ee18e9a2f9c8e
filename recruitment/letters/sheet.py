"""Sheets of letters: what differs is stamped by fpdf2 on the body that WeasyPrint made once.

The body's pages become one shared object each, so that a thousand letters weigh little more than
one. The same input gives the same bytes. Positions are millimetres from the top left of A4.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import segno
from django.conf import settings
from fpdf import FPDF
from numpy.typing import NDArray
from PIL import Image

from . import window
from .geometry import CODE, QR, REFERENCE

FAMILY = "Assembly Sans"
INK = (20, 32, 29)
CODE_SIZE = 21
REFERENCE_BASE = 291.0

MASK = 3  # searching for the best costs most of a letter; the tests scan codes under this one
QUIET = 4
DOTS = 8


@dataclass(frozen=True)
class Stamp:
    """What one letter has of its own."""

    lines: tuple[str, ...]
    code: str
    link: str
    reference: str


@dataclass(frozen=True)
class Body:
    """The pages that letters share, and which of them (from 0) carry the code."""

    content: bytes
    pages: int
    code_pages: tuple[int, ...] = (0,)


def matrix(link: str) -> NDArray[np.uint8]:
    """Return a QR code as rows of 0 and 1 (dark), its quiet zone included."""
    code = segno.make(link, error="m", mask=MASK, boost_error=False, micro=False)
    return np.pad(np.array(code.matrix, dtype=np.uint8), QUIET)


def render(
    body: Body,
    stamps: Iterable[Stamp],
    *,
    title: str,
    made_at: datetime,
    made: Callable[[int], None] = lambda count: None,
) -> bytes:
    """Return the PDF of these letters, an even number of pages each; `made` hears how many are
    done."""
    sheet = _empty(title, made_at)
    try:
        for count, stamp in enumerate(stamps, start=1):
            _stamp(sheet, stamp, body)
            made(count)
        stamped = bytes(sheet.output())
    finally:
        for font in sheet.fonts.values():
            font.ttfont.close()  # type: ignore[union-attr]  # a letter that fails leaves it open
    return _laid_over(body, stamped)


def even(pages: int) -> int:
    """Return how many sides a letter's sheets of paper have."""
    return pages + pages % 2


def _empty(title: str, made_at: datetime) -> FPDF:
    sheet = FPDF(unit="mm", format="A4")
    sheet.set_creation_date(made_at)
    sheet.set_title(title)
    sheet.set_lang("en-GB")
    sheet.set_auto_page_break(False)
    fonts = Path(settings.BASE_DIR, "static", "build", "fonts")
    sheet.add_font(FAMILY, "", fonts / "AssemblySans-Regular.ttf")
    sheet.add_font(FAMILY, "B", fonts / "AssemblySans-Bold.ttf")
    return sheet


def _stamp(sheet: FPDF, stamp: Stamp, body: Body) -> None:
    """Stamp the address on the first page, the code where it belongs, a mark on each sheet."""
    sides = even(body.pages)
    image = _qr(stamp.link)
    for side in range(sides):
        sheet.add_page()
        sheet.set_text_color(*INK)
        if side == 0:
            _address(sheet, stamp.lines)
        if side in body.code_pages:
            sheet.image(image, QR.left, QR.top, QR.width, QR.height)
            sheet.set_font(FAMILY, "B", CODE_SIZE)
            sheet.set_xy(CODE.left, CODE.top)
            sheet.cell(CODE.width, CODE.height, stamp.code, align="C")
        if side % 2 == 0:
            _reference(sheet, stamp.reference, side // 2 + 1, sides // 2)


def _reference(sheet: FPDF, reference: str, number: int, of: int) -> None:
    text = reference if of == 1 else f"{reference}  {number}/{of}"
    sheet.set_font(FAMILY, "", 7)
    sheet.text(REFERENCE.right - sheet.get_string_width(text), REFERENCE_BASE, text)


def _address(sheet: FPDF, lines: tuple[str, ...]) -> None:
    for line in window.set_lines(lines):
        sheet.set_font(FAMILY, "", line.size)
        sheet.text(line.x, line.y, line.text)


def _qr(link: str) -> Image.Image:
    light = (1 - matrix(link)).repeat(DOTS, axis=0).repeat(DOTS, axis=1)
    return Image.frombytes("1", light.shape, np.packbits(light, axis=1).tobytes())


def _laid_over(body: Body, stamped: bytes) -> bytes:
    """Put the body's pages under the stamped ones."""
    result, sides = BytesIO(), even(body.pages)
    with pikepdf.open(BytesIO(body.content)) as under, pikepdf.open(BytesIO(stamped)) as pdf:
        forms = [pdf.copy_foreign(page.as_form_xobject()) for page in under.pages]
        draws = [pdf.make_stream(f"q /Body{n} Do Q\n".encode()) for n in range(len(forms))]
        for number, page in enumerate(pdf.pages):
            resources = page.obj.Resources
            if "/XObject" not in resources:
                resources.XObject = pikepdf.Dictionary()
            if "/Body0" not in resources.XObject:
                for n, form in enumerate(forms):
                    resources.XObject[f"/Body{n}"] = form
            if number % sides < body.pages:
                page.obj.Contents = pikepdf.Array([draws[number % sides], page.obj.Contents])
        pdf.save(
            result, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
    return result.getvalue()
