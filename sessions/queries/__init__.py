"""Reads of the weekends, by noun."""

from .attendance import attendance_by_session, attended, finished, roster
from .evidence import balance, by_session, public, released, reviewed, waiting_questions
from .honoraria import honoraria, honoraria_total
from .programme import Next, draft, next_for, released_programme
from .tables import present_plans, quality, tables_of

__all__ = [
    "Next",
    "attendance_by_session",
    "attended",
    "balance",
    "by_session",
    "draft",
    "finished",
    "honoraria",
    "honoraria_total",
    "next_for",
    "present_plans",
    "public",
    "quality",
    "released",
    "released_programme",
    "reviewed",
    "roster",
    "tables_of",
    "waiting_questions",
]
