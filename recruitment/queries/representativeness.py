"""Population, invited, registered, drawn, confirmed, attended: one row a value. Never a name."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from assembly import disclosure
from assembly.charts import Bar
from assembly.models import Assembly

from ..models import Address, Category, Member, Offer, Registration, Value

OTHERS = "Another answer, or none"


@dataclass(frozen=True)
class Row:
    """Shares are whole percentages; seats are people. None: too few to show, or not known."""

    value: str
    population: float | None
    invited: float | None
    registered: float | None
    drawn: int | None
    confirmed: int | None
    attended: int | None
    low: int | None
    high: int | None
    is_confirmed: bool = False

    @property
    def seats(self) -> int | None:
        return self.confirmed if self.is_confirmed else self.drawn


@dataclass(frozen=True)
class Table:
    category: str
    source: str
    rows: tuple[Row, ...]

    @property
    def seat_bars(self) -> list[Bar]:
        """Return the chart of this table: seats confirmed (until then, drawn) and the targets."""
        return [
            Bar(row.value, (row.seats,), row.low, row.high)
            for row in self.rows
            if row.low is not None
        ]

    @property
    def share_bars(self) -> list[Bar]:
        """Return the chart of shares: population, invited where known, registered."""
        return [
            Bar(row.value, (row.population, row.registered))
            for row in self.rows
            if row.population is not None
        ]


def table(assembly: Assembly, attended: Collection[UUID] | None = None) -> list[Table]:
    """Return the whole picture; `attended` are the ids of members who took part, if known."""
    registered = Registration.objects.filter(assembly=assembly).sent_in()
    drawn = registered.filter(offer__in=Offer.objects.filter(assembly=assembly))
    members = Member.objects.filter(assembly=assembly)
    counts = {
        "registered": _count(person.answers for person in registered.iterator()),
        "drawn": _count(person.answers for person in drawn),
        "confirmed": _count(member.answers for member in members),
        "attended": _count(member.answers for member in members if member.pk in (attended or ())),
    }
    known = {
        "drawn": bool(counts["drawn"]),
        "confirmed": bool(counts["confirmed"]),
        "attended": attended is not None,
    }
    wards = Counter(
        Address.objects.filter(assembly=assembly, invitation__posted_at__isnull=False).values_list(
            "ward", flat=True
        )
    )
    categories = assembly.categories.order_by("place").prefetch_related("values")
    return [_table(category, counts, wards, known) for category in categories]


def _count(answers: Iterable[dict[str, str] | None]) -> Counter[tuple[str, str]]:
    return Counter(pair for held in answers for pair in (held or {}).items())


def _table(
    category: Category,
    counts: dict[str, Counter[tuple[str, str]]],
    wards: Counter[str],
    known: dict[str, bool],
) -> Table:
    """Return one category's rows. Values without a target share the last one, without seats.

    Their seats are too few to show each, and hiding them alone would hide a value that has a
    target with them.
    """
    values = sorted(category.values.all(), key=lambda value: value.place)
    counted = [value for value in values if value.low is not None]
    population = sum(value.population or 0 for value in values)
    registered = _shown(category, counted, counts["registered"], disclosure.POOL)
    everyone = sum(counts["registered"][category.key, value.key] for value in values)
    seats = {
        name: _shown(category, counted, counts[name], disclosure.PANEL)
        if known[name]
        else [None] * len(counted)
        for name in known
    }
    letters = sum(wards.values())
    rows = [
        Row(
            value.name,
            _share(value.population, population),
            _share(_letters(value, wards), letters),
            _share(registered[place], everyone),
            seats["drawn"][place],
            seats["confirmed"][place],
            seats["attended"][place],
            value.low,
            value.high,
            known["confirmed"],
        )
        for place, value in enumerate(counted)
    ]
    if len(counted) < len(values):
        rows.append(Row(OTHERS, None, None, None, None, None, None, None, None))
    return Table(category.name, category.source, tuple(rows))


def _shown(
    category: Category, values: list[Value], counts: Counter[tuple[str, str]], threshold: int
) -> list[int | None]:
    return disclosure.suppress([counts[category.key, value.key] for value in values], threshold)


def _letters(value: Value, wards: Counter[str]) -> int | None:
    return sum(wards[ward] for ward in value.wards) if value.wards else None


def _share(part: int | None, whole: int) -> float | None:
    return round(100 * part / whole) if part is not None and whole else None
