"""All that the letters of a run say, fixed when printing begins and kept with the run."""

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from assembly.errors import DomainError
from assembly.models import Assembly

from ..models import LetterKind, LetterRun, LetterTemplate
from . import fields, languages

TEXTS = Path(__file__).parent / "texts"
Layout = LetterRun.Layout
FIRST_SIDE = {LetterKind.INVITATION: "front", LetterKind.REMINDER: "reminder"}


@dataclass(frozen=True)
class Text:
    """The letter in one language: Markdown of its first page and of the rest, and its fields."""

    language: str
    front: str
    back: str
    values: dict[str, str]


@dataclass(frozen=True)
class Wording:
    """What a letter says. `others` are the languages of the panel on the back."""

    layout: str
    texts: tuple[Text, ...]
    others: tuple[str, ...]
    month: str

    def kept(self) -> dict[str, Any]:
        """Return this as JSON to keep with a run."""
        return asdict(self)

    @property
    def values(self) -> dict[str, str]:
        return self.texts[0].values


def of_run(run: LetterRun) -> Wording:
    """Return what the letters of a run say, whatever has changed since."""
    kept = run.wording
    if not kept:
        raise DomainError("These letters were printed before their words were kept.")
    texts = tuple(Text(**text) for text in kept["texts"])
    return Wording(kept["layout"], texts, tuple(kept["others"]), kept["month"])


def make(
    assembly: Assembly, template: LetterTemplate, layout: str, *, weekends: int, now: datetime
) -> Wording:
    """Return what letters would say if printing began now."""
    sides = [(languages.ENGLISH, template.front, template.back)]
    if layout == Layout.BILINGUAL and template.language in languages.CARRYING:
        sides.append((template.language, template.other_front, template.other_back))
    texts = tuple(
        Text(code, front, back, fields.values(assembly, weekends, code))
        for code, front, back in sides
    )
    month = f"{timezone.localtime(now):%B %Y}"
    return Wording(layout, texts, tuple(template.others), month)


def first_side(language: str, kind: str) -> str:
    """Return the first page that comes with the product, of a kind of letter."""
    return brought(language, FIRST_SIDE[LetterKind(kind)])


@cache
def brought(language: str, side: str) -> str:
    """Return a text that comes with the product; empty if there is none in this language."""
    path = TEXTS / f"{language}.{side}.md"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def first_version(assembly: Assembly, kind: str) -> LetterTemplate:
    """Return the text that comes with the product, as a version that nobody has saved."""
    return LetterTemplate(
        assembly=assembly,
        kind=kind,
        version=0,
        front=first_side(languages.ENGLISH, kind),
        back=brought(languages.ENGLISH, "back"),
        others=list(languages.OTHERS),
    )
