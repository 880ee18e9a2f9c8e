"""Who sits where, for all sessions at once. Pure: no Django, no clock; the seed brings chance."""

from .facilitators import rotate
from .planning import plan, replan
from .plans import (
    DESIRABLE_AT_A_TABLE,
    MOST_AT_A_TABLE,
    Id,
    Impossible,
    Person,
    Plan,
    fewest_repeats,
    tables_for,
)

__all__ = [
    "DESIRABLE_AT_A_TABLE",
    "MOST_AT_A_TABLE",
    "Id",
    "Impossible",
    "Person",
    "Plan",
    "fewest_repeats",
    "plan",
    "replan",
    "rotate",
    "tables_for",
]
