"""Population, invited, registered, drawn, confirmed, attended: one row a value. Never a name.

Between registered and drawn stands what the lottery promised: the sum of everyone's chance.
All are counted as they stand now, so that each column is part of the one before and no seat counts
twice: registered is who is in the pool or would be, drawn is who has a seat or is offered one,
confirmed is who is a member, attended is which members came.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext, gettext_noop

from assembly import disclosure, translations
from assembly.charts import Bar
from assembly.models import Assembly

from .. import totals
from ..models import Address, Category, Member, Offer, Pool, Registration, Value
from ..totals import Tally

OTHERS = gettext_noop("Another answer, or none")
SEATS = ("drawn", "confirmed", "attended")
SOLVED = (Pool.Status.SOLVED, Pool.Status.COMMITTED, Pool.Status.DRAWN)


@dataclass(frozen=True)
class Row:
    """Shares are whole percentages; seats are people. None: too few to show, or not known.

    `expected` is the number of seats that the lottery's chances give on average.
    """

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
    expected: float | None = None

    @property
    def seats(self) -> int | None:
        return self.confirmed if self.is_confirmed else self.drawn


@dataclass(frozen=True)
class Table:
    """One category. `known` are the columns that there is something to say of yet."""

    category: str
    source: str
    rows: tuple[Row, ...]
    known: tuple[str, ...] = ()

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
        """Return the chart of shares: population, registered."""
        return [
            Bar(row.value, (row.population, row.registered))
            for row in self.rows
            if row.population is not None
        ]

    @property
    def before(self) -> list[str]:
        """Return the columns up to registration that are known, in order."""
        return [name for name in ("population", "invited", "registered") if name in self.known]

    @property
    def after(self) -> list[str]:
        """Return the columns from the lottery on that are known, in order."""
        return [name for name in ("expected", *SEATS) if name in self.known]

    @property
    def before_bars(self) -> list[Bar]:
        return [self._bar(row, self.before) for row in self.rows if row.low is not None]

    @property
    def after_bars(self) -> list[Bar]:
        return [
            self._bar(row, self.after, row.low, row.high)
            for row in self.rows
            if row.low is not None
        ]

    @staticmethod
    def _bar(row: Row, columns: list[str], low: int | None = None, high: int | None = None) -> Bar:
        return Bar(row.value, tuple(getattr(row, name) for name in columns), low, high)


def table(assembly: Assembly, attended: Collection[UUID] | None = None) -> list[Table]:
    """Return the whole picture; `attended` are the ids of members who took part, if known."""
    registered = Registration.objects.filter(
        assembly=assembly, status=Registration.Status.REGISTERED
    )
    members = Member.objects.filter(
        assembly=assembly, status=Member.Status.CONFIRMED, registration__erasure=None
    )
    drawn = registered.filter(Q(offer__status=Offer.Status.OFFERED) | Q(member__in=members))
    held = {
        "registered": (person.answers or {} for person in registered.iterator()),
        "drawn": (person.answers or {} for person in drawn),
        "confirmed": (member.answers for member in members),
        "attended": (member.answers for member in members if member.pk in (attended or ())),
    }
    people = {
        column: Tally.of(answers) + totals.erased(assembly, column)
        for column, answers in held.items()
    }
    wards = Counter(
        Address.objects.filter(assembly=assembly, invitation__posted_at__isnull=False).values_list(
            "ward", flat=True
        )
    )
    expected = expectation(assembly)
    categories = assembly.categories.order_by("place").prefetch_related("values")
    return [
        _table(category, people, wards, expected, is_attended=attended is not None)
        for category in categories
    ]


def expectation(assembly: Assembly) -> dict[str, float]:
    """Return category/value → Σ of everyone's chance, from the draw of the members.

    A replacement draw has other seats to fill, so it does not count here.
    """
    pools = Pool.objects.filter(assembly=assembly, status__in=SOLVED)
    pool = pools.exclude(kind=Pool.Kind.REPLACEMENT).order_by("number").last()
    return (pool.result or {}).get("expected", {}) if pool else {}


def _table(
    category: Category,
    people: dict[str, Tally],
    wards: Counter[str],
    expected: dict[str, float],
    *,
    is_attended: bool,
) -> Table:
    """Return one category's rows. Values without a target share the last one."""
    values = sorted(category.values.all(), key=lambda value: value.place)
    counted = [value for value in values if value.low is not None]
    population = sum(value.population or 0 for value in values)
    seen = [name for name in SEATS if people[name] or (name == "attended" and is_attended)]
    columns = ["registered", *seen]
    counts = [_counts(category, counted, people[name]) for name in columns]
    has_others = len(counted) < len(values) or any(column[-1] for column in counts)
    if not has_others:
        counts = [column[:-1] for column in counts]
    sizes = [*(value.population or 0 for value in counted), *([0] if has_others else [])]
    shown = disclosure.protect(
        counts,
        [disclosure.POOL, *[disclosure.PANEL] * len(seen)],
        sorted(range(len(sizes)), key=lambda row: (sizes[row], row)),
    )
    cells = dict(zip(columns, shown, strict=True))
    letters, everyone = sum(wards.values()), people["registered"].people

    def row(place: int, value: Value | None) -> Row:
        seats = {name: cells[name][place] if name in cells else None for name in SEATS}
        registered = cells["registered"][place]
        chances = expected.get(f"{category.key}/{value.key}") if value else None
        return Row(
            value=_name(category, value) if value else gettext(OTHERS),
            population=_share(value.population, population) if value else None,
            invited=_share(_letters(value, wards), letters) if value else None,
            registered=_share(registered, everyone),
            low=value.low if value else None,
            high=value.high if value else None,
            is_confirmed="confirmed" in cells,
            expected=round(chances, 1) if chances is not None and registered is not None else None,
            **seats,
        )

    rows = [row(place, value) for place, value in enumerate(counted)]
    if has_others:
        rows.append(row(len(counted), None))
    known = {
        "population": bool(population),
        "invited": any(each.invited is not None for each in rows),
        "registered": bool(everyone),
        "expected": bool(expected),
        **{name: name in cells for name in SEATS},
    }
    return Table(
        translations.own_text(category.assembly, f"category:{category.key}", category.name),
        category.source,
        tuple(rows),
        tuple(name for name in known if known[name]),
    )


def _name(category: Category, value: Value) -> str:
    key = f"value:{category.key}:{value.key}"
    return translations.own_text(category.assembly, key, value.name)


def _counts(category: Category, counted: list[Value], tally: Tally) -> list[int]:
    """Return how many have each value, and last how many have another or none."""
    of_values = [tally.pairs[category.key, value.key] for value in counted]
    return [*of_values, tally.people - sum(of_values)]


def _letters(value: Value, wards: Counter[str]) -> int | None:
    return sum(wards[ward] for ward in value.wards) if value.wards else None


def _share(part: int | None, whole: int) -> float | None:
    return round(100 * part / whole) if part is not None and whole else None
