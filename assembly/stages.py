"""The stages of an assembly's life, as data. Permissions and task lists consult it."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True)
class Stage:
    """One stage: `key` is stored, `name` is shown, `doing` tells the public what is going on."""

    key: str
    name: str
    doing: str


SETUP = Stage("setup", _("Setting up"), _("We are preparing the assembly."))
REGISTER = Stage(
    "register",
    _("Registration"),
    _("Letters are out. People who got one can register to take part."),
)
DRAW = Stage(
    "draw", _("The lottery"), _("Registration has closed. The lottery chooses the members.")
)
MEET = Stage("meet", _("The weekends"), _("The members meet, hear evidence and decide together."))
REPORT = Stage(
    "report", _("The report"), _("The members have decided. The report is being published.")
)
REVIEW = Stage("review", _("Answers and progress"), _("Those who must answer have been asked to."))

STAGES = (SETUP, REGISTER, DRAW, MEET, REPORT, REVIEW)
BY_KEY = {stage.key: stage for stage in STAGES}
CHOICES = [(stage.key, stage.name) for stage in STAGES]
ALL = frozenset(BY_KEY)


def since(stage: Stage) -> frozenset[str]:
    """Return the keys of `stage` and of every stage after it."""
    return frozenset(later.key for later in STAGES[STAGES.index(stage) :])


def until(stage: Stage) -> frozenset[str]:
    """Return the keys of every stage up to and including `stage`."""
    return frozenset(earlier.key for earlier in STAGES[: STAGES.index(stage) + 1])


def during(*stages: Stage) -> frozenset[str]:
    """Return the keys of just these stages."""
    return frozenset(stage.key for stage in stages)


def following(key: str) -> Stage | None:
    """Return the stage after the one with this key, or None at the last."""
    place = STAGES.index(BY_KEY[key])
    return STAGES[place + 1] if place + 1 < len(STAGES) else None
