"""Pages as pictures: to show a letter on a screen, and to find ink where none may be."""

from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from .geometry import CODE, OTHER_PAGES, PAGE, PRINTABLE_FIRST, QR, Box

_one_at_a_time = Lock()  # pdfium is not for several threads at once
WHITE = 245  # of 255: what is lighter is taken for paper
SLACK = 0.4  # millimetres, about a pixel at the sharpness of `strays`
RIM = 1.0  # millimetres: the frame drawn around the code
SHOWN, CHECKED = 1.15, 1.5  # pixels a point


@dataclass(frozen=True)
class Stray:
    """Ink outside the boxes: on which page, counted from 1, and around where."""

    page: int
    around: Box


def shades(content: bytes, *, scale: float, first: int = 0, last: int | None = None
           ) -> list[NDArray[np.uint8]]:  # fmt: skip
    """Return each page as rows of grey, 0 for black, at so many pixels a point."""
    with _one_at_a_time, pypdfium2.PdfDocument(content) as pdf:
        numbers = range(first, len(pdf) if last is None else last)
        return [pdf[n].render(scale=scale, grayscale=True).to_numpy().copy() for n in numbers]


def pictures(content: bytes) -> list[bytes]:
    """Return each page as a PNG for a screen."""
    with _one_at_a_time, pypdfium2.PdfDocument(content) as pdf:
        return [_png(page) for page in pdf]


def _png(page: pypdfium2.PdfPage) -> bytes:
    file = BytesIO()
    page.render(scale=SHOWN).to_pil().save(file, "PNG")
    return file.getvalue()


def texts(content: bytes) -> list[str]:
    """Return the words of each page, for whoever cannot see the picture."""
    with _one_at_a_time, pypdfium2.PdfDocument(content) as pdf:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pdf]


def strays(content: bytes, code_pages: tuple[int, ...]) -> list[Stray]:
    """Return the pages of a body with ink outside the printable boxes, or where codes go."""
    found = []
    for number, page in enumerate(shades(content, scale=CHECKED)):
        boxes = PRINTABLE_FIRST if number == 0 else (OTHER_PAGES,)
        outside = page < WHITE
        for box in boxes:
            _region(outside, box, SLACK)[:] = False
        if number in code_pages:
            for box in (CODE, QR):
                _region(outside, box, -RIM)[:] = _region(page, box, -RIM) < WHITE
        if outside.any():
            found.append(Stray(number + 1, _around(outside)))
    return found


def _region(page: NDArray[Any], box: Box, slack: float) -> NDArray[Any]:
    """Return the part of a page inside a box, grown by `slack` millimetres. A view."""
    down, across = page.shape[0] / PAGE.height, page.shape[1] / PAGE.width
    top, bottom = round((box.top - slack) * down), round((box.bottom + slack) * down)
    left, right = round((box.left - slack) * across), round((box.right + slack) * across)
    return page[max(0, top) : bottom, max(0, left) : right]


def _around(ink: NDArray[np.bool_]) -> Box:
    rows, columns = np.nonzero(ink)
    down, across = ink.shape[0] / PAGE.height, ink.shape[1] / PAGE.width
    return Box(columns.min() / across, rows.min() / down, columns.max() / across, rows.max() / down)
