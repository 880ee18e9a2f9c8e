"""Population, invited, registered, drawn, confirmed, attended: one row a value. Never a name."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from assembly import disclosure
from assembly.charts import Bar
from assembly.models import Assembly

from ..models import Address, Category, Member, Offer, Registration, Value


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


@dataclass(frozen=True)
class Table:
    category: str
    source: str
    rows: tuple[Row, ...]

    @property
    def seat_bars(self) -> list[Bar]:
        """Return the chart of this table: seats confirmed (or drawn) against the targets."""
        return [
            Bar(
                row.value,
                (row.confirmed if row.confirmed is not None else row.drawn,),
                row.low,
                row.high,
            )
            for row in self.rows
            if row.low is not None or row.confirmed or row.drawn
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
    registered = Registration.objects.filter(assembly=assembly).exclude(
        status=Registration.Status.DRAFT
    )
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
    values = sorted(category.values.all(), key=lambda value: value.place)
    keys = [(category.key, value.key) for value in values]
    population = sum(value.population or 0 for value in values)
    registered = disclosure.suppress([counts["registered"][key] for key in keys], disclosure.POOL)
    total = sum(counts["registered"][key] for key in keys)
    seats = {
        name: disclosure.suppress([counts[name][key] for key in keys], disclosure.PANEL)
        if known[name]
        else [None] * len(keys)
        for name in known
    }
    letters = sum(wards.values())
    return Table(
        category.name,
        category.source,
        tuple(
            Row(
                value.name,
                _share(value.population, population),
                _share(_letters(value, wards), letters),
                _share(registered[place], total),
                seats["drawn"][place],
                seats["confirmed"][place],
                seats["attended"][place],
                value.low,
                value.high,
            )
            for place, value in enumerate(values)
        ),
    )


def _letters(value: Value, wards: Counter[str]) -> int | None:
    return sum(wards[ward] for ward in value.wards) if value.wards else None


def _share(part: int | None, whole: int) -> float | None:
    return round(100 * part / whole) if part is not None and whole else None
