"""One letter: printed again just as it was, in large print or in a second language, made
accessible, or as a sample."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from functools import partial

from django.conf import settings

from assembly.models import Assembly

from .. import codes
from ..models import Letter, LetterKind, LetterRun, LetterTemplate
from . import body, fields, sheet, templates, window, wording
from .sheet import Stamp
from .wording import Layout, Wording


class Copy(StrEnum):
    SAME = "same"
    LARGE = "large"
    ACCESSIBLE = "accessible"
    WELSH = "cy"
    POLISH = "pl"
    URDU = "ur"


SAMPLE_CODE = "0" * codes.LENGTH
SAMPLE_LINES = ("Flat 2", "1 Example Street")


def stamp(letter: Letter) -> Stamp:
    """Return what one letter has of its own, its code made again: the one it was printed with."""
    invitation = letter.invitation
    address, run = invitation.address, letter.run
    code = address.code(letter.issue or invitation.issue)
    lines = window.block(address.lines, address.postcode)
    if letter.batch is None and window.trouble(address.lines, address.postcode):
        lines = (window.TO,)  # the address goes on the envelope by hand
    return Stamp(
        lines,
        codes.pretty(code),
        link(run.assembly.slug, code),
        reference(letter),
    )


def reference(letter: Letter) -> str:
    """Return what stands at the foot: wave, batch and place, such as 1-03-0127; R reminds.

    Letters made by themselves are in batch 0, which the print house never sees.
    """
    run = letter.run
    mark = "R" if run.kind == LetterKind.REMINDER else ""
    number, place = (letter.batch.number, letter.place) if letter.batch else (0, letter.pk)
    return f"{run.draw.wave}{mark}-{number:02d}-{place:04d}"


def link(slug: str, code: str) -> str:
    """Return what the QR code holds: the code is a fragment, so that no server ever logs it."""
    return f"{settings.SITE_URL.rstrip('/')}/{slug}/register/code/#{code}"


def body_of(run: LetterRun) -> sheet.Body:
    """Return the pages that a run's letters share, as they were made when it began."""
    with run.body.open("rb") as file:
        content = file.read()
    return _body(content, wording.of_run(run))


def _body(content: bytes, says: Wording) -> sheet.Body:
    return sheet.Body(content, body.pages(content), body.code_pages(says))


def render(run: LetterRun, stamps: Iterable[Stamp], title: str) -> bytes:
    return sheet.render(body_of(run), stamps, title=title, made_at=run.started_at)


def reprint(letter: Letter) -> bytes:
    """Return one letter with the same content as in its batch; the same bytes each time.

    Only where its code has been replaced since has it, like every copy, the code that works now.
    """
    return render(letter.run, [_to_use(letter)], letter.run.assembly.name)


def _to_use(letter: Letter) -> Stamp:
    """Return the stamp of a copy that somebody is to register with."""
    letter.issue = letter.invitation.issue
    return stamp(letter)


def large(letter: Letter) -> bytes:
    """Return one letter in large print (18 point), with the same code; tagged as `accessible`."""
    says = wording.of_run(letter.run)
    return body.render(replace(says, layout=Layout.LARGE, texts=says.texts[:1]), _to_use(letter))


def accessible(letter: Letter) -> bytes:
    """Return one letter as a tagged PDF (PDF/UA-1), for a screen reader."""
    return body.render(wording.of_run(letter.run), _to_use(letter))


def translated(letter: Letter, language: str) -> bytes:
    """Return one letter in a second language beside the English, tagged, with the same code.

    It says what the run said in that language, or what the text of today says in it; the text that
    comes with the product where staff have written none.
    """
    run = letter.run
    says = wording.of_run(run)
    own = next((text for text in says.texts if text.language == language), None)
    second = own or _in_second(run, language, says.values["weekends"])
    says = replace(says, layout=Layout.BILINGUAL, texts=(says.texts[0], second))
    return body.render(says, _to_use(letter))


def _in_second(run: LetterRun, language: str, weekends: str) -> wording.Text:
    written = templates.current(run.assembly, run.kind)
    is_ours = written.language != language
    return wording.Text(
        language,
        wording.first_side(language, run.kind) if is_ours else written.other_front,
        wording.brought(language, "back") if is_ours else written.other_back,
        fields.values(run.assembly, fields.count_of(weekends), language),
    )


MAKERS: dict[Copy, Callable[[Letter], bytes]] = {
    Copy.SAME: reprint,
    Copy.LARGE: large,
    Copy.ACCESSIBLE: accessible,
    **{
        kind: partial(translated, language=kind.value)
        for kind in (Copy.WELSH, Copy.POLISH, Copy.URDU)
    },
}


def sample(
    assembly: Assembly,
    *,
    now: datetime,
    template: LetterTemplate | None = None,
    layout: str = Layout.STANDARD,
    weekends: int = 3,
) -> bytes:
    """Return a letter as it would be printed now, to an address that does not exist."""
    template = template or templates.current(assembly)
    says = wording.make(assembly, template, layout, weekends=weekends, now=now)
    return specimen(says, body.render(says), assembly, now=now)


def specimen(says: Wording, content: bytes, assembly: Assembly, *, now: datetime) -> bytes:
    """Return a letter on pages already laid out, to an address that does not exist."""
    own = Stamp(
        window.block((*SAMPLE_LINES, assembly.area_name.upper()), "XX1 1XX"),
        codes.pretty(SAMPLE_CODE),
        link(assembly.slug, SAMPLE_CODE),
        "Sample",
    )
    title = f"Sample: {assembly.name}"
    return sheet.render(_body(content, says), [own], title=title, made_at=now)
