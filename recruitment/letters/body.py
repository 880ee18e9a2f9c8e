"""The pages that all letters of a run share, laid out by WeasyPrint from the run's wording."""

from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import pikepdf
import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

from assembly import pdf
from assembly.errors import BadInput

from . import fields, languages, sheet, window
from .languages import Language
from .wording import Layout, Text, Wording

TEMPLATE, STYLESHEET = "pdf/letter.html", "pdf/letter.css"
STANDARD_SIZES = (1, 2, 3, 4)  # 13.5, 13, 12.5 and 12 points, in the stylesheet
LARGE_SIZES = (0,)  # 18 points
INK = "#14201d"
MOST_PAGES = {Layout.STANDARD: 2, Layout.BILINGUAL: 4, Layout.LARGE: 6}


class TooLong(BadInput):
    """A text needs more pages than its layout has."""


@dataclass(frozen=True)
class Side:
    """The letter in one language, as the page's template wants it."""

    language: Language
    front: SafeString
    back: SafeString
    words: dict[str, SafeString]
    qr: SafeString


def render(wording: Wording, own: sheet.Stamp | None = None) -> bytes:
    """Return the pages in the largest print that fits, blank where letters differ.

    With `own` (what one letter has of its own) return that letter whole, tagged for screen readers.
    Raise `TooLong` if the text needs more pages than the layout has.
    """
    most = MOST_PAGES[Layout(wording.layout)]
    content = context(wording, own)
    for size in LARGE_SIZES if wording.layout == Layout.LARGE else STANDARD_SIZES:
        made = pdf.render(
            TEMPLATE, {**content, "size": size}, stylesheet=STYLESHEET, tagged=own is not None
        )
        if pages(made) <= most:
            return made
    raise TooLong(f"The letter does not fit on {most} pages. Make its text shorter.")


def fits_alone(wording: Wording, text: Text) -> bool:
    """Tell whether one language's text fits where it goes, in the smallest print."""
    alone = replace(wording, texts=(text,))
    sizes = LARGE_SIZES if wording.layout == Layout.LARGE else STANDARD_SIZES
    made = pdf.render(
        TEMPLATE, {**context(alone), "size": sizes[-1]}, stylesheet=STYLESHEET, tagged=False
    )
    return pages(made) <= (MOST_PAGES[Layout.LARGE] if wording.layout == Layout.LARGE else 2)


def pages(content: bytes) -> int:
    with pikepdf.open(BytesIO(content)) as made:
        return len(made.pages)


def code_pages(wording: Wording) -> tuple[int, ...]:
    """Return the numbers, from 0, of the pages that carry the code."""
    return tuple(2 * number for number in range(len(wording.texts)))


def context(wording: Wording, own: sheet.Stamp | None = None) -> dict[str, Any]:
    """Return what the page's template needs."""
    values = wording.values
    return {
        "layout": wording.layout,
        "values": values,
        "web": values["web address"],
        "month": wording.month,
        "own": own,
        "address": window.set_lines(own.lines) if own else [],
        "step": window.step_of(own.lines) if own else 0,
        "sides": [_side(text, own) for text in wording.texts],
        "others": [
            (language, _with_phone(language.ask, values["phone"]))
            for language in map(languages.LANGUAGES.__getitem__, wording.others)
            if language.ask
        ],
    }


def _side(text: Text, own: sheet.Stamp | None) -> Side:
    words = languages.panel(text.language)
    values = text.values
    return Side(
        languages.LANGUAGES[text.language],
        fields.render(text.front, values, text.language),
        fields.render(text.back, values, text.language),
        {
            "scan": SafeString(words.scan),
            "by": format_html(words.by, date=values["deadline"]),
            "go": SafeString(words.go),
            "enter": SafeString(words.enter),
            "talk": _with_phone(words.talk, values["phone"], strong=True),
        },
        _qr(own.link, words.qr) if own else SafeString(),
    )


def _qr(link: str, says: str) -> SafeString:
    code = segno.make(link, error="m", mask=sheet.MASK, boost_error=False, micro=False)
    return SafeString(code.svg_inline(border=sheet.QUIET, dark=INK, title=says))


def _with_phone(sentence: str, phone: str, *, strong: bool = False) -> SafeString:
    number = format_html('<bdi dir="ltr" class="web-name">{}</bdi>', phone)
    return format_html(sentence, phone=format_html("<strong>{}</strong>", number)
                       if strong else number)  # fmt: skip
