"""Merge fields: the closed list of what `((name))` in a letter's text stands for.

What staff write is Markdown and these fields, nothing else: no template language reads it. Values
are put in after the Markdown has become safe HTML, and are escaped, so that a question with an
asterisk or a bracket in it stays what it is.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from typing import Any
from unicodedata import bidirectional

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString

from assembly import markdown, money
from assembly.merge_fields import FIELD, name_of
from assembly.models import Assembly, Part

from ..models import Frame
from . import languages

HOLDER = re.compile("\ue000([0-9]+)\ue001")
ALONE = re.compile("<p>\ue000([0-9]+)\ue001</p>")
PRIVATE = dict.fromkeys(range(0xE000, 0xF900))
WEEKENDS = ("no weekends", "one weekend", "two weekends", "three weekends", "four weekends",
            "five weekends", "six weekends")  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One field. A block stands on a line of its own; `left_to_right` holds in any language.

    What `is_english` says is in English whatever the language of the letter.
    """

    name: str
    says: str
    left_to_right: bool = False
    is_block: bool = False
    is_english: bool = False


FIELDS = {
    field.name: field
    for field in (
        Field("assembly", "The assembly’s name", is_english=True),
        Field("question", "The question it answers", is_english=True),
        Field("area", "The area it is for", is_english=True),
        Field("people", "How many members there will be"),
        Field("gift", "The gift for a day", left_to_right=True),
        Field("weekends", "How many weekends, in words"),
        Field("first day", "The first day"),
        Field("deadline", "The last day to register"),
        Field("minimum age", "How old a member must be"),
        Field("phone", "The phone number to call", left_to_right=True),
        Field("email", "The e-mail address to write to", left_to_right=True),
        Field("web address", "Where to register", left_to_right=True),
        Field("about page", "The assembly’s public page", left_to_right=True),
        Field("privacy page", "The privacy page", left_to_right=True),
        Field("council", "Who asked for the assembly", is_english=True),
        Field("organiser", "Who runs the meetings", is_english=True),
        Field("recruiter", "Who runs the lottery", is_english=True),
        Field(
            "address list",
            "Whose list of addresses the letters’ addresses come from",
            is_english=True,
        ),
        Field("who runs it", "A sentence that names all of them", is_english=True),
        Field("key facts", "A row of three boxes: gift, weekends, first day", is_block=True),
    )
}
Values = dict[str, str]
Kind = Frame.Kind
LISTED_BY = {Kind.PAF: "Royal Mail", Kind.ADDRESSBASE: "Ordnance Survey"}


def site() -> str:
    """Return the site's address as people type it."""
    return str(settings.SITE_URL).partition("://")[2].rstrip("/")


def values(assembly: Assembly, weekends: int, language: str) -> Values:
    """Return what each field says; empty where the assembly does not say it."""
    by_kind: dict[str, list[str]] = {}
    parts = assembly.parts.select_related("organisation").order_by("organisation__name")
    for part in parts if assembly.pk else ():
        by_kind.setdefault(part.kind, []).append(part.organisation.name)
    bodies = {kind: " and ".join(names) for kind, names in by_kind.items()}
    frame = assembly.frames.order_by("-pk").first() if assembly.pk else None
    return said(
        assembly, bodies, weekends, language, LISTED_BY[Kind(frame.kind) if frame else Kind.PAF]
    )


def said(
    assembly: Assembly, bodies: dict[str, str], weekends: int, language: str, listed_by: str
) -> Values:
    """Return the fields of an assembly whose organisations are known by their part."""
    last = timezone.localtime(assembly.registration_closes) - timedelta(seconds=1)
    council = bodies.get(Part.Kind.COMMISSIONER, "")
    organiser = bodies.get(Part.Kind.DELIVERY, "")
    recruiter = bodies.get(Part.Kind.RECRUITER, "")
    return {
        "assembly": assembly.name,
        "question": assembly.question,
        "area": assembly.area_name,
        "people": str(assembly.seats),
        "gift": money.pounds(assembly.gift_pence) if assembly.gift_pence else "",
        "weekends": _weekends(weekends) if language == languages.ENGLISH else str(weekends),
        "first day": languages.day(assembly.first_day, language),
        "short first day": languages.day(assembly.first_day, language, short=True),
        "deadline": languages.day(last.date(), language),
        "minimum age": str(assembly.minimum_age),
        "phone": assembly.contact_phone,
        "email": assembly.contact_email,
        "web address": f"{site()}/{assembly.slug}/register",
        "about page": f"{site()}/{assembly.slug}",
        "privacy page": f"{site()}/privacy",
        "council": council,
        "organiser": organiser,
        "recruiter": recruiter,
        "address list": listed_by,
        "who runs it": _who(council, organiser, recruiter),
        "key facts": "shown",
    }


def _weekends(count: int) -> str:
    return WEEKENDS[count] if count < len(WEEKENDS) else f"{count} weekends"


def count_of(weekends: str) -> int:
    """Return the number that `_weekends` has put in words."""
    return WEEKENDS.index(weekends) if weekends in WEEKENDS else int(weekends.split()[0])


def _who(council: str, organiser: str, recruiter: str) -> str:
    sentences = []
    if council:
        sentences.append(f"{council} asked for this assembly and will answer what it recommends.")
    if organiser:
        sentences.append(f"{organiser} runs the meetings.")
    if recruiter:
        sentences.append(f"{recruiter}, which is independent, runs the lottery.")
    return " ".join(sentences)


def render(
    text: str, known: Values, language: str, allowed: Mapping[str, Field] = FIELDS
) -> SafeString:
    """Return a text as safe HTML with its fields, those `allowed`, filled in.

    A field that does not exist or has no value stays as it was written, marked.
    """
    written: list[str] = []

    def hold(found: re.Match[str]) -> str:
        written.append(found.group(1))
        return f"\ue000{len(written) - 1}\ue001"

    html = markdown.render(FIELD.sub(hold, text.translate(PRIVATE)), top=1)

    def fill(found: re.Match[str], *, alone: bool) -> str:
        return _filled(written[int(found.group(1))], known, language, allowed, alone=alone)

    filled = ALONE.sub(_with(fill, alone=True), html)
    return SafeString(HOLDER.sub(_with(fill, alone=False), filled))


def _with(fill: Callable[..., str], **options: Any) -> Callable[[re.Match[str]], str]:
    return lambda found: fill(found, **options)


def _filled(
    written: str, known: Values, language: str, allowed: Mapping[str, Field], *, alone: bool
) -> str:
    field = allowed.get(name_of(written))
    value = known.get(field.name, "") if field else ""
    if field is None or not value or (field.is_block and not alone):
        marked = f'<mark class="unfilled">(({escape(written)}))</mark>'
        return f"<p>{marked}</p>" if alone else marked
    if field.is_block:
        return _key_facts(known, language)
    value = escape(value)
    if field.left_to_right:
        value = f'<bdi dir="ltr" class="web-name">{value}</bdi>'
    else:
        english = ' lang="en"' if field.is_english and language != languages.ENGLISH else ""
        if languages.LANGUAGES[language].is_right_to_left:
            value = f'<bdi dir="{_direction(value)}"{english}>{value}</bdi>'
        elif english:
            value = f"<span{english}>{value}</span>"
    return f"<p>{value}</p>" if alone else value


def _direction(text: str) -> str:
    """Return which way a text runs: that of its first letter."""
    kinds = (bidirectional(character) for character in text)
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
    return "ltr" if first == "L" else "rtl"


def _key_facts(known: Values, language: str) -> str:
    words = languages.panel(language)
    gift = words.a_day.format(gift=f'<bdi dir="ltr">{escape(known["gift"])}</bdi>')
    weekends = known["weekends"][:1].upper() + known["weekends"][1:]
    facts = (
        (words.gift, gift),
        (words.weekends, escape(weekends)),
        (words.first_day, escape(known["short first day"])),
    )
    rows = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in facts)
    return f'<dl class="points">{rows}</dl>'
