"""How many gave each answer: of those whose answers we hold, and of those whose we have erased."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assembly.models import Assembly

from .models import Totals

Column = Totals.Column
Answers = Mapping[str, str]


@dataclass
class Tally:
    """So many people, and of each (category key, value key) how many of them gave it."""

    people: int = 0
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    @classmethod
    def of(cls, answers: Iterable[Answers]) -> "Tally":
        tally = cls()
        for each in answers:
            tally.people += 1
            tally.pairs.update(each.items())
        return tally

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.people + other.people, self.pairs + other.pairs)

    def __bool__(self) -> bool:
        return self.people > 0


def erased(assembly: Assembly, column: str) -> Tally:
    """Return the tally of those in a column of the representativeness whose answers are erased."""
    row = Totals.objects.filter(assembly=assembly, column=column).first()
    return _read(row) if row else Tally()


def add(assembly: Assembly, column: str, answers: Iterable[Answers]) -> None:
    """Add people whose answers are about to be erased; part of that act, in its transaction."""
    tally = Tally.of(answers)
    if not tally:
        return
    Totals.objects.get_or_create(assembly=assembly, column=column)
    row = Totals.objects.select_for_update().get(assembly=assembly, column=column)
    tally += _read(row)
    row.people, row.counts = tally.people, {}
    for (category, value), people in sorted(tally.pairs.items()):
        row.counts.setdefault(category, {})[value] = people
    row.save(update_fields=["people", "counts"])


def _read(row: Totals) -> Tally:
    pairs = {
        (category, value): people
        for category, values in row.counts.items()
        for value, people in values.items()
    }
    return Tally(row.people, Counter(pairs))
