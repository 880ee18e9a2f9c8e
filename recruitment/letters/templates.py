"""Acts on the letter's text: save a new version. Versions are kept and never change."""

from datetime import datetime

from assembly import audit
from assembly.errors import BadInput
from assembly.models import Assembly
from assembly.permissions import Actor

from ..models import LetterKind, LetterTemplate
from . import languages
from .wording import brought, first_side, first_version

LONGEST = 6_000


def current(assembly: Assembly, kind: str = LetterKind.INVITATION) -> LetterTemplate:
    """Return the latest version of a text, or the one that comes with the product."""
    saved = LetterTemplate.objects.filter(assembly=assembly, kind=kind).order_by("-version").first()
    return saved or first_version(assembly, kind)


ENGLISH_TEXT = ("front", "back")
OTHER_TEXT = ("language", "other_front", "other_back")


def outdated_since(template: LetterTemplate, *, now: datetime) -> datetime | None:
    """Return since when the text in the second language says what the English no longer says.

    It fits the English of the version in which it was written. To save a version again just as it
    is says that it fits that one too. A draft is compared with all that was saved.
    """
    saved = LetterTemplate.objects.filter(assembly=template.assembly, kind=template.kind)
    if template.pk:
        saved = saved.filter(version__lt=template.version)
    before, fits, since = None, None, None
    for one in [*saved.order_by("version"), template]:
        written = before is None or _said(one, OTHER_TEXT) != _said(before, OTHER_TEXT)
        if written or fits is None or (one.pk and before and _is_the_same(one, before)):
            fits = _said(one, ENGLISH_TEXT)
        is_outdated = bool(one.language) and _said(one, ENGLISH_TEXT) != fits
        since = (since or one.saved_at or now) if is_outdated else None
        before = one
    return since


def _said(template: LetterTemplate, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(getattr(template, name) for name in names)


def _is_the_same(one: LetterTemplate, other: LetterTemplate) -> bool:
    texts = (*ENGLISH_TEXT, *OTHER_TEXT)
    return _said(one, texts) == _said(other, texts) and one.others == other.others


def draft(
    assembly: Assembly,
    kind: str,
    *,
    front: str,
    back: str,
    language: str = "",
    other_front: str = "",
    other_back: str = "",
    others: tuple[str, ...] | list[str] = (),
) -> LetterTemplate:
    """Return a version that is not saved, to look at; a second language starts from our text."""
    for text in (front, back, other_front, other_back):
        if len(text) > LONGEST:
            raise BadInput(f"A page’s text has at most {LONGEST:,} characters.")
    if language and (language == languages.ENGLISH or language not in languages.CARRYING):
        raise BadInput("Letters cannot be printed in that language yet.")
    if not front.strip() or not back.strip():
        raise BadInput("Both the first page and the pages after it need a text.")
    if unknown := set(others) - languages.LANGUAGES.keys():
        raise BadInput(f"“{unknown.pop()}” is not a language of the panel.")
    return LetterTemplate(
        assembly=assembly,
        kind=kind,
        front=_tidy(front),
        back=_tidy(back),
        language=language,
        other_front=_tidy(other_front) or first_side(language, kind),
        other_back=_tidy(other_back) or brought(language, "back"),
        others=list(others),
    )


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def save(template: LetterTemplate, *, by: Actor, now: datetime) -> LetterTemplate:
    """Keep a draft as the next version of its text."""
    assembly = template.assembly
    with audit.act("letters.write", assembly, by=by, now=now) as record:
        Assembly.objects.select_for_update().get(pk=assembly.pk)
        latest = current(assembly, template.kind)
        template.version = latest.version + 1
        template.saved_by, template.saved_at = by.label, now
        template.save(force_insert=True)
        record.about(template, kind=template.kind, version=template.version)
    return template
