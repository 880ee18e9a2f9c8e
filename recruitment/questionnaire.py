"""The questions of registration as its pages ask them."""

from dataclasses import dataclass

from assembly.kept import Kept
from assembly.models import Assembly

from . import categories
from .models import AddedQuestion, Category


@dataclass(frozen=True)
class Questionnaire:
    """What the lottery needs to know, with the answers to choose from, and what else is asked."""

    categories: list[Category]
    added: list[AddedQuestion]


_kept: Kept[Questionnaire] = Kept()


def read(assembly: Assembly) -> Questionnaire:
    """Return an assembly's questions in order."""
    added = assembly.added_questions.select_related("assembly").order_by("place")
    return Questionnaire(categories.asked(assembly), list(added))


def shown(assembly: Assembly) -> Questionnaire:
    """As `read`, up to a second old: for pages that only show. What is sent in is checked anew."""
    return _kept.get(assembly.pk) or _kept.put(assembly.pk, read(assembly))
