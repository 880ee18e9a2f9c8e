"""The languages of the pages that everyone reads, and which of them a visitor reads."""

from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

COOKIE = "language"
COOKIE_SECONDS = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class Language:
    """A language: its code as Django has it, as HTML has it, its own name, its direction,
    and how it writes a date in full (Polish has its months in the genitive), with its weekday, and
    the marks in a number: between thousands, and before the decimals."""

    code: str
    html: str
    name: str
    direction: str = "ltr"
    long_date: str = "j F Y"
    weekday: str = "l j F"
    marks: str = ",."


ENGLISH = Language("en-gb", "en-GB", "English")
LANGUAGES = (
    ENGLISH,
    Language("cy", "cy", "Cymraeg"),
    Language("pl", "pl", "Polski", long_date="j E Y", weekday="l, j E", marks="\u00a0,"),
    Language("ur", "ur", "اردو", "rtl", weekday="l، j F"),
)
BY_CODE = {language.code: language for language in LANGUAGES}


def wanted(request: HttpRequest) -> str:
    """Return the code of the language chosen on a page before, else what the browser asks for."""
    chosen: str = request.COOKIES.get(COOKIE, "")
    if chosen in BY_CODE:
        return chosen
    return preferred(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))


def preferred(header: str) -> str:
    """Return the code of the language that an Accept-Language header asks for."""
    for tag, _weight in parse_accept_lang_header(header[:200].lower()):
        if tag.startswith("en"):
            return ENGLISH.code
        if (code := tag.split("-")[0]) in BY_CODE:
            return code
    return ENGLISH.code


def reading(code: str) -> AbstractContextManager[None]:
    """Return a context in which texts are in this language, or in English if it is unknown."""
    return translation.override(code if code in BY_CODE else ENGLISH.code)


def current() -> Language:
    """Return the language in which the page under way is written."""
    return BY_CODE.get(translation.get_language() or settings.LANGUAGE_CODE, ENGLISH)


def number(value: float, decimals: int = 0) -> str:
    """Return a number as the language of the page under way writes it: 12,345.6."""
    marks = current().marks
    return f"{value:,.{decimals}f}".translate({ord(","): marks[0], ord("."): marks[1]})
