"""An assembly's own texts in other languages: written by staff, or among the texts of all pages.

A translation remembers the English it was made from. When that changes the translation is out of
date: residents see the English until someone translates it again.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from . import audit, languages
from .errors import BadInput
from .models import Assembly, Translation
from .permissions import Actor

MISSING, CURRENT, OUTDATED, COMMON = "missing", "current", "out of date", "common"


@dataclass(frozen=True)
class Text:
    """One English text with its translation and the state of that."""

    key: str
    source: str
    text: str
    state: str


def own_text(assembly: Assembly, key: str, source: str) -> str:
    """Return an assembly's text in the reader's language, or in English if there is none.

    What staff wrote goes before what the catalogue of all pages has.
    """
    language = languages.current()
    if language is languages.ENGLISH or not source:
        return source
    found = _of(assembly, language.code).get(key)
    return found.text if found and found.source == source else gettext(source)


def _of(assembly: Assembly, language: str) -> dict[str, Translation]:
    """Return an assembly's translations into a language, read once for this object."""
    kept: dict[str, dict[str, Translation]] = assembly.__dict__.setdefault("_translations", {})
    if language not in kept:
        kept[language] = {one.key: one for one in assembly.translations.filter(language=language)}
    return kept[language]


def write(
    assembly: Assembly,
    language: str,
    key: str,
    source: str,
    text: str,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Keep a translation of one text; an empty one takes it away."""
    if language not in languages.BY_CODE or language == languages.ENGLISH.code:
        raise BadInput("Choose one of the other languages.")
    with audit.act("translations.write", assembly, by=by, now=now) as record:
        found = Translation.objects.filter(assembly=assembly, language=language, key=key)
        if text.strip():
            Translation.objects.update_or_create(
                assembly=assembly,
                language=language,
                key=key,
                defaults={
                    "source": source,
                    "text": text.strip(),
                    "translated_at": now,
                    "translated_by": by.label,
                },
            )
        else:
            found.delete()
        record.about(assembly, language=language, key=key)
    assembly.__dict__.pop("_translations", None)


def overview(assembly: Assembly, language: str, sources: dict[str, str]) -> list[Text]:
    """Return each text (key → English) with its translation into a language and how it stands."""
    kept = {one.key: one for one in assembly.translations.filter(language=language)}
    return [_text(key, source, kept.get(key), language) for key, source in sources.items()]


def _text(key: str, source: str, found: Translation | None, language: str) -> Text:
    if found:
        return Text(key, source, found.text, CURRENT if found.source == source else OUTDATED)
    with languages.reading(language):
        common = gettext(source)
    return Text(key, source, common, COMMON) if common != source else Text(key, source, "", MISSING)
