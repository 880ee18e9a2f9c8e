"""What the pages about the lottery show."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from assembly import stages
from assembly.charts import Bar
from assembly.models import Assembly, AuditEntry

from .. import draws, lottery, retention, totals
from ..models import Alternates, Category, Pool, Registration, Value
from ..totals import Tally
from .members import empty_seats

BANDS = ((0, 50), (50, 100), (100, 200), (200, 400), (400, 700), (700, 1001))


@dataclass(frozen=True)
class TargetRow:
    """One value on the targets page: its share, its seats, who has registered so far."""

    value: Value
    share: float | None
    exact_seats: float | None
    registered: int

    @property
    def is_short(self) -> bool:
        return self.registered < (self.value.low or 0)


def targets(assembly: Assembly) -> list[tuple[Category, list[TargetRow]]]:
    """Return each category's targets beside the number of people who could meet them."""
    counts = registered_by_value(assembly)
    tables = []
    for category in assembly.categories.order_by("place").prefetch_related("values"):
        values = sorted(category.values.all(), key=lambda value: value.place)
        total = sum(value.population or 0 for value in values)
        rows = [
            TargetRow(
                value,
                100 * value.population / total if value.population else None,
                assembly.seats * value.population / total if value.population else None,
                counts[category.key, value.key],
            )
            for value in values
        ]
        tables.append((category, rows))
    return tables


def registered_by_value(assembly: Assembly) -> Counter[tuple[str, str]]:
    """Return how many registered people have each (category key, value key)."""
    people = Registration.objects.filter(assembly=assembly, status=Registration.Status.REGISTERED)
    tally = Tally.of(person.answers or {} for person in people)
    return (tally + totals.erased(assembly, totals.Column.REGISTERED)).pairs


def advice(
    assembly: Assembly, ranges: dict[int, tuple[int | None, int | None]] | None = None
) -> str:
    """Say whether a panel could be made from those registered now; if not, what would help.

    `ranges` are targets to try, by value id, in place of those that are set.
    """
    people = [
        lottery.Person(person.reference, person.answers or {}, str(person.invitation_id))
        for person in Registration.objects.filter(
            assembly=assembly, status=Registration.Status.REGISTERED
        )
    ]
    targets = []
    for value in Value.objects.filter(category__assembly=assembly).select_related("category"):
        low, high = (ranges or {}).get(value.pk, (value.low, value.high))
        if low is not None and high is not None:
            targets.append(lottery.Target(value.category.key, value.key, low, high))
    if len(people) < assembly.seats:
        return (
            f"{len(people)} people have registered; {assembly.seats} seats need at least as many."
        )
    try:
        changes = lottery.advise(lottery.Problem(people, targets, assembly.seats))
    except lottery.BadProblem as error:
        return str(error)
    return f"{lottery.NoPanel(changes)}" if changes else ""


def latest_pool(assembly: Assembly) -> Pool | None:
    return assembly.pools.order_by("number").last()


def chances(pool: Pool) -> list[Bar]:
    """Return how many people have which chance, in bands of panels out of 1,000."""
    held = [entry for entry in pool.entries.values_list("panels", flat=True) if entry is not None]
    return [
        Bar(_band(low, high), (sum(low <= panels < high for panels in held),))
        for low, high in BANDS
    ]


def _band(low: int, high: int) -> str:
    if not low:
        return _("under %(high)s") % {"high": f"{high / 10:.0f}%"}
    return _("%(low)s to %(high)s") % {
        "low": f"{low / 10:.0f}%",
        "high": f"{(high - 1) / 10:.0f}%",
    }


def extremes(pool: Pool) -> dict[str, Any]:
    """Return the lowest and highest chance of anyone, in panels of 1,000, and who shares them."""
    panels = pool.entries.values_list("panels", flat=True)
    held = sorted(number for number in panels if number is not None)
    if not held:
        return {}
    return {
        "lowest": held[0],
        "highest": held[-1],
        "people": len(held),
        "at_lowest": held.count(held[0]),
    }


@dataclass(frozen=True)
class Attempt:
    """Somebody entered or confirmed what was drawn; `refused` says why it was not taken."""

    at: datetime
    what: str
    digits: str
    refused: str


def attempts(pool: Pool) -> list[Attempt]:
    """Return every attempt to draw from a pool, in order, without who it was."""
    entries = AuditEntry.objects.filter(
        assembly=pool.assembly, act__in=draws.ATTEMPTS, detail__pool=pool.number
    )
    words = {
        "lottery.enter_number": _("A number was entered"),
        "lottery.confirm_number": _("A second official typed the number"),
        "lottery.enter_beacon": _("The beacon’s round was entered"),
    }
    told = ("digits", "refused")
    return [
        Attempt(entry.at, words[entry.act], *(entry.detail.get(key, "") for key in told))
        for entry in entries.order_by("position")
    ]


def alternates_of(pool: Pool) -> Alternates | None:
    """Return the alternates named for the panel of a pool, once they are chosen."""
    return Alternates.objects.filter(draw__pool=pool, pseudonyms__isnull=False).first()


def chances_of(outcome: dict[str, Any] | None) -> list[Bar]:
    """Return how many people have which chance in a run, in bands of panels out of 1,000."""
    counts = (outcome or {}).get("bands", [])
    return [
        Bar(_band(low, high), (count,)) for (low, high), count in zip(BANDS, counts, strict=False)
    ]


def expected_seats(
    assembly: Assembly, outcome: dict[str, Any] | None
) -> list[tuple[Category, list[Bar]]]:
    """Return each category's values with the seats they get on average, beside their targets."""
    expected = (outcome or {}).get("expected", {})
    tables = []
    for category in assembly.categories.order_by("place").prefetch_related("values"):
        values = sorted(category.values.all(), key=lambda value: value.place)
        bars = [
            Bar(value.name, (expected[name],), value.low, value.high)
            for value in values
            if (name := f"{category.key}/{value.key}") in expected
        ]
        if bars:
            tables.append((category, bars))
    return tables


def may_freeze(assembly: Assembly) -> bool:
    """Tell whether a pool can be frozen: the first, after one given up, or for empty seats."""
    pool = latest_pool(assembly)
    return pool is None or pool.status == Pool.Status.ABANDONED or may_replace(assembly)


def may_replace(assembly: Assembly) -> bool:
    """Tell whether seats of a drawn and offered panel have fallen empty, and somebody is left."""
    pool = latest_pool(assembly)
    if pool is None or pool.status != Pool.Status.DRAWN or not pool.draw.offers.exists():
        return False
    if assembly.stage not in stages.until(stages.MEET) or retention.nobody_left(assembly):
        return False
    return empty_seats(assembly) > 0
