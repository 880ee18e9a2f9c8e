"""How addresses were chosen, for staff and for the public page: counts only, never an address."""

from dataclasses import dataclass
from functools import cached_property
from typing import cast

from django.db.models import Count
from django.utils.translation import gettext as _

from assembly import languages
from assembly.charts import Bar
from assembly.models import Assembly
from recruitment.addresses import DEPRIVED
from recruitment.frames import FORMATS, KEPT, REASONS, Kind
from recruitment.models import AddressDraw, Frame


@dataclass(frozen=True)
class Tally:
    """Rows of the file, and why."""

    label: str
    rows: int


@dataclass(frozen=True)
class Group:
    """Addresses that all had the same chance in one wave."""

    label: str
    addresses: int
    evenly: int
    extra: int
    chance: float

    @property
    def drawn(self) -> int:
        return self.evenly + self.extra

    @property
    def one_in(self) -> str:
        """The chance as people say it: 1 in 11."""
        if not self.chance:
            return _("none")
        if self.chance > 0.5:
            return f"{self.chance:.0%}"
        return _("1 in %(n)s") % {"n": languages.number(1 / self.chance)}


@dataclass(frozen=True)
class Wave:
    """One draw of addresses as it is published."""

    draw: AddressDraw

    @property
    def frame(self) -> Frame:
        return self.draw.frame

    @property
    def number(self) -> int:
        return self.draw.wave

    @property
    def wards(self) -> list[str]:
        """The wards it was confined to; none if it was drawn in the whole area."""
        return list(self.draw.wards)

    @cached_property
    def left_out(self) -> list[Tally]:
        """Rows left out, by reason, those of the largest number first."""
        return _counted(self.frame.exclusions, REASONS)

    @cached_property
    def kept(self) -> list[Tally]:
        return _counted(self.frame.kept, KEPT)

    @property
    def behind_letterbox(self) -> int:
        """Homes that could get no letter: one of an earlier wave went to their letterbox."""
        return int(self.draw.counts.get("behind_letterbox", 0))

    @property
    def untold(self) -> list[str]:
        """What the file has no column for, so that no row could be left out for it."""
        return [_(REASONS[reason]) for reason in self.frame.untold]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What staff chose about rows that may or may not be homes to write to."""
        frame = self.frame
        return [
            (_(KEPT["institution"]), _(frame.get_institutions_display())),
            (_(KEPT["multi_residence"]), _(frame.get_multi_residence_display())),
        ]

    @property
    def columns(self) -> str:
        """The names of the file's columns in their order, as they were read."""
        return self.frame.columns or ", ".join(FORMATS[cast(Kind, self.frame.kind)].columns)

    @cached_property
    def bars(self) -> list[Bar]:
        return [Bar(count.label, (count.rows,)) for count in self.left_out]

    @cached_property
    def groups(self) -> list[Group]:
        """The more deprived areas and the others; just one group where all had the same chance."""
        deciles = self.draw.deprived_deciles
        groups = [
            Group(
                _("More deprived areas (deciles 1 to %(deciles)s)") % {"deciles": deciles}
                if entry["group"] == DEPRIVED
                else _("Other areas"),
                entry["addresses"],
                entry["even"],
                entry["extra"],
                entry["chance"],
            )
            for entry in self.draw.counts.get("groups", ())
            if entry["addresses"]
        ]
        return [_merged(groups)] if groups and self.draw.even_share == 100 else groups


def _counted(counts: dict[str, int], labels: dict[str, str]) -> list[Tally]:
    found = [Tally(_(labels.get(key, key)), rows) for key, rows in counts.items() if rows]
    return sorted(found, key=lambda count: (-count.rows, count.label))


def _merged(groups: list[Group]) -> Group:
    return Group(
        _("All areas"),
        sum(group.addresses for group in groups),
        sum(group.evenly for group in groups),
        sum(group.extra for group in groups),
        groups[0].chance,
    )


def waves(assembly: Assembly) -> list[Wave]:
    """Return each draw of addresses with its file, in order."""
    return [Wave(draw) for draw in assembly.address_draws.select_related("frame").order_by("wave")]


def by_ward(assembly: Assembly) -> list[Bar]:
    """Return how many addresses were drawn in each ward, over all waves."""
    counts = assembly.addresses.values_list("ward").annotate(drawn=Count("pk")).order_by("ward")
    return [Bar(ward, (drawn,)) for ward, drawn in counts]
