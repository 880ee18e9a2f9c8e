"""Sheets of letters: what differs is stamped by fpdf2 on the body that WeasyPrint made once.

The body's two pages become one shared object each, so that a thousand letters weigh little more
than one. The same input gives the same bytes. Positions are millimetres from the top left of A4.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import segno
from django.conf import settings
from fpdf import FPDF
from PIL import Image

PAGES = 2
FAMILY = "Assembly Sans"
INK = (20, 32, 29)

# The window of the envelope: 24.6–120 across, 39.5–66.3 down. Nothing else may show in it.
ADDRESS_LEFT, ADDRESS_WIDTH = 27.0, 91.0
ADDRESS_TOP, ADDRESS_HEIGHT = 40.5, 25.0
TALLEST_LINE = 4.6
CODE_BOX = (66.0, 259.0, 124.0, 13.0)
CODE_SIZE = 21
QR_LEFT, QR_TOP, QR_WIDTH = 20.0, 234.0, 41.0
REFERENCE_RIGHT, REFERENCE_BASE = 195.0, 291.0

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


def matrix(link: str) -> list[list[int]]:
    """Return a QR code as rows of 0 and 1, its quiet zone included."""
    code = segno.make(link, error="m", mask=MASK, boost_error=False, micro=False)
    return [list(row) for row in code.matrix_iter(border=QUIET)]


def render(
    body: bytes,
    stamps: Iterable[Stamp],
    *,
    title: str,
    made_at: datetime,
    made: Callable[[int], None] = lambda count: None,
) -> bytes:
    """Return the PDF of these letters, two pages each; `made` hears how many are done."""
    sheet = _empty(title, made_at)
    for count, stamp in enumerate(stamps, start=1):
        _stamp(sheet, stamp)
        made(count)
    return _laid_over(body, bytes(sheet.output()))


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


def _stamp(sheet: FPDF, stamp: Stamp) -> None:
    sheet.add_page()
    sheet.set_text_color(*INK)
    _address(sheet, stamp.lines)
    _qr(sheet, stamp.link)
    left, top, width, height = CODE_BOX
    sheet.set_font(FAMILY, "B", CODE_SIZE)
    sheet.set_xy(left, top)
    sheet.cell(width, height, stamp.code, align="C")
    sheet.set_font(FAMILY, "", 7)
    sheet.text(
        REFERENCE_RIGHT - sheet.get_string_width(stamp.reference), REFERENCE_BASE, stamp.reference
    )
    for _ in range(PAGES - 1):
        sheet.add_page()


def _address(sheet: FPDF, lines: tuple[str, ...]) -> None:
    """Write the address as large as the window lets it, each line within its width."""
    step = min(TALLEST_LINE, ADDRESS_HEIGHT / len(lines))
    for number, line in enumerate(lines):
        size = min(12.0, step * 72 / 25.4 * 0.92)
        sheet.set_font(FAMILY, "", size)
        width = sheet.get_string_width(line)
        if width > ADDRESS_WIDTH:
            sheet.set_font(FAMILY, "", size * ADDRESS_WIDTH / width)
        sheet.text(ADDRESS_LEFT, ADDRESS_TOP + step * (number + 0.8), line)


def _qr(sheet: FPDF, link: str) -> None:
    rows = matrix(link)
    image = Image.frombytes(
        "L", (len(rows), len(rows)), bytes(0 if dark else 255 for row in rows for dark in row)
    )
    image = image.resize((len(rows) * DOTS, len(rows) * DOTS), Image.Resampling.NEAREST)
    sheet.image(image.convert("1"), QR_LEFT, QR_TOP, QR_WIDTH, QR_WIDTH)


def _laid_over(body: bytes, stamped: bytes) -> bytes:
    """Put the body's pages under the stamped ones."""
    result = BytesIO()
    with pikepdf.open(BytesIO(body)) as under, pikepdf.open(BytesIO(stamped)) as pdf:
        forms = [pdf.copy_foreign(page.as_form_xobject()) for page in under.pages]
        draws = [pdf.make_stream(f"q /Body{n} Do Q\n".encode()) for n in range(len(forms))]
        for number, page in enumerate(pdf.pages):
            resources = page.obj.Resources
            if "/XObject" not in resources:
                resources.XObject = pikepdf.Dictionary()
            if "/Body0" not in resources.XObject:
                for n, form in enumerate(forms):
                    resources.XObject[f"/Body{n}"] = form
            page.obj.Contents = pikepdf.Array([draws[number % PAGES], page.obj.Contents])
        pdf.save(
            result, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
    return result.getvalue()
