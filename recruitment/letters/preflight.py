"""Preflight: what is wrong with a letter, in plain English, before anything is printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from django.utils import timezone
from django.utils.html import strip_tags

from assembly import markdown, merge_fields
from assembly.models import Assembly
from assembly.templatetags.assembly import day

from ..models import Invitation, LetterKind, LetterTemplate
from . import body, fields, languages, pages, templates, window, wording
from .wording import Layout, Text, Wording

SHORTEST = {LetterKind.INVITATION: timedelta(days=7), LetterKind.REMINDER: timedelta(days=3)}
PAPER = frozenset(
    {"blockquote", "br", "em", "h1", "h2", "h3", "hr", "li", "ol", "p", "strong", "ul"}
)
WHAT = {"a": "Links", "table": "Tables", "code": "Code", "img": "Pictures"}
INVISIBLE = frozenset("\n\t\u00a0\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\u00ad")
FACES = ("AssemblySans-Regular", "AssemblySans-Bold")
URDU = ("NotoNastaliqUrdu-Regular", "NotoNastaliqUrdu-Bold")
ALWAYS = (
    ("council", "No council is named", "The letter must say who it comes from."),
    ("phone", "There is no phone number", "People who cannot register online need one to call."),
    ("email", "There is no e-mail address", "The letter says where to write to."),
)


@dataclass(frozen=True)
class Failure:
    """One thing that is wrong: a title, what exactly, and what to do about it."""

    title: str
    detail: str
    do: str


@dataclass(frozen=True)
class Report:
    """What preflight found, and the pages if they could be laid out. Warnings stop nothing."""

    wording: Wording
    failures: tuple[Failure, ...]
    content: bytes | None
    warnings: tuple[Failure, ...] = ()

    @property
    def passes(self) -> bool:
        return not self.failures and self.content is not None


@dataclass(frozen=True)
class Unprintable:
    """An address that cannot stand in the window."""

    invitation: Invitation
    reason: str

    @property
    def shown(self) -> str:
        """The address, short enough for a list."""
        whole = ", ".join(map(str, [*self.invitation.address.lines,
                                    self.invitation.address.postcode]))  # fmt: skip
        return whole if len(whole) <= 80 else f"{whole[:79]}…"


def check(
    assembly: Assembly,
    template: LetterTemplate,
    layout: str,
    *,
    weekends: int,
    now: datetime,
) -> Report:
    """Look at all that letters printed now would say and how they would look."""
    says = wording.make(assembly, template, layout, weekends=weekends, now=now)
    failures = [
        *_of_assembly(assembly, says, template.kind, now),
        *_of_languages(template, says),
        *(failure for text in says.texts for failure in _of_text(text)),
    ]
    content, misfit = _laid_out(says)
    found = tuple(dict.fromkeys([*failures, *misfit]))
    return Report(says, found, content, tuple(_outdated(template, says, now)))


def unprintable(invitations: Any) -> list[Unprintable]:
    """Return those of a query's invitations whose address cannot be printed, with the reason."""
    found = []
    for invitation in invitations.select_related("address").iterator(chunk_size=2_000):
        address = invitation.address
        if reason := window.trouble(address.lines, address.postcode):
            found.append(Unprintable(invitation, reason))
    return found


def _of_assembly(assembly: Assembly, says: Wording, kind: str, now: datetime) -> Iterator[Failure]:
    for name, title, detail in ALWAYS:
        if not says.values[name]:
            yield Failure(title, detail, "Add it to the assembly’s details.")
    closes, least = assembly.registration_closes, SHORTEST[LetterKind(kind)]
    if closes <= now:
        yield Failure(
            "The deadline is in the past",
            f"The letter asks people to register by {says.values['deadline']}.",
            "Set a later day for the end of registration.",
        )
    elif closes < now + least:
        yield Failure(
            "The deadline is too close",
            f"People would get the letter only just before {says.values['deadline']}.",
            f"Leave at least {least.days} days for the print house, the post and the answer.",
        )
    if assembly.first_day <= closes.date():
        yield Failure(
            "The first day is before the deadline",
            f"The assembly starts on {says.values['first day']}, when people can still register.",
            "Correct the first day or the end of registration.",
        )


def _of_languages(template: LetterTemplate, says: Wording) -> Iterator[Failure]:
    if says.layout != Layout.BILINGUAL:
        return
    if len(says.texts) < 2:
        yield Failure(
            "There is no second language",
            "Letters in two languages need a text in the second one.",
            "Choose a language on the page of the letter’s text and save it.",
        )
    for text in says.texts[1:]:
        name = languages.LANGUAGES[text.language].name
        if "question" in merge_fields.used(text.front + text.back):
            yield Failure(
                f"The question is not in {name}",
                f"The {name} text uses ((question)), which is in English.",
                f"Write the question in {name} in place of ((question)).",
            )


def _outdated(template: LetterTemplate, says: Wording, now: datetime) -> Iterator[Failure]:
    since = templates.outdated_since(template, now=now) if len(says.texts) > 1 else None
    if since:
        name = languages.LANGUAGES[template.language].name
        yield Failure(
            f"The {name} text is out of date",
            f"The English text changed on {day(timezone.localtime(since).date())}, the {name} text "
            "did not.",
            f"Change the {name} text. If it still says the same, save both again as they are.",
        )


def _of_text(text: Text) -> Iterator[Failure]:
    where = languages.LANGUAGES[text.language].name
    for source in (text.front, text.back):
        yield from _of_fields(source, text, where)
        for tag in sorted(markdown.kinds(source) - PAPER - {"thead", "tbody", "tr", "td", "th"}):
            what = WHAT.get(tag, "Headings below the third level" if tag[0] == "h" else tag)
            yield Failure(
                f"{what} cannot be printed in a letter",
                f"The {where} text has something that means nothing on paper.",
                "Write it as plain words. For a web page, write its address.",
            )
        yield from _of_characters(source, text, where)


def _of_fields(source: str, text: Text, where: str) -> Iterator[Failure]:
    for name in merge_fields.used(source):
        field = fields.FIELDS.get(name)
        if field is None:
            yield Failure(
                f"There is no field called “{name}”",
                f"The {where} text uses (({name})), which letters do not know.",
                "Choose a field from the list, or take the double brackets away.",
            )
        elif not text.values[name]:
            yield Failure(
                f"The field “{name}” has nothing to say",
                f"The {where} text uses (({name})), and the assembly has none.",
                "Add it to the assembly’s details, or take the field out of the text.",
            )
        elif field.is_block and not any(
            " ".join(line.lower().split()) == f"(({name}))" for line in source.splitlines()
        ):
            yield Failure(
                f"The field “{name}” must stand on a line of its own",
                f"The {where} text has it among other words.",
                "Put it on its own line, with an empty line before and after it.",
            )


def _of_characters(source: str, text: Text, where: str) -> Iterator[Failure]:
    """Find characters for which a substitute would be printed, or an empty box."""
    html = fields.render(source, text.values, text.language)
    shown = {*unescape(strip_tags(html))} - INVISIBLE
    faces = [FACES, URDU] if text.language == "ur" else [FACES]
    missing = sorted(
        character for character in shown
        if not any(not window.face(name).lacks(character) for pair in faces for name in pair)
    )  # fmt: skip
    if missing:
        listed = " ".join(f"“{one}” (U+{ord(one):04X})" for one in missing[:8])
        yield Failure(
            f"The typeface lacks {len(missing)} character{'s' if len(missing) > 1 else ''}",
            f"The {where} text or a field in it has {listed}.",
            "Write it another way. Emoji and other scripts cannot be printed in this text.",
        )


def _laid_out(says: Wording) -> tuple[bytes | None, list[Failure]]:
    try:
        content = body.render(says)
    except body.TooLong:
        return None, [_too_long(says)]
    return content, [
        Failure(
            "Something stands outside the margins",
            f"On page {stray.page}, at {stray.around.left:.0f} mm from the left and "
            f"{stray.around.top:.0f} mm from the top.",
            "Look for a very long word or web address and shorten it.",
        )
        for stray in pages.strays(content, body.code_pages(says))
    ]


def _too_long(says: Wording) -> Failure:
    """Tell which part of the text needs to be shorter."""
    most = body.MOST_PAGES[Layout(says.layout)]
    for text in says.texts:
        for side, part in (("front", "first page"), ("back", "pages after the first")):
            blank = "back" if side == "front" else "front"
            alone = Text(**{**vars(text), blank: ""})
            if not body.fits_alone(says, alone):
                name = languages.LANGUAGES[text.language].name
                return Failure(
                    f"The {name} text of the {part} is too long",
                    f"Even in the smallest print it does not fit; the letter has {most} pages.",
                    f"Make the {name} text shorter, or the assembly’s question or name.",
                )
    return Failure(
        "The letter is too long",
        f"Even in the smallest print it needs more than {most} pages.",
        "Make the text shorter, or the assembly’s question or name.",
    )
