"""Calls: whom to ring next about an offer, by whom, what to say and what came of it."""

from .attempts import hand_back, next_attempt, note, take, take_one
from .script import FIELDS, brought, current, read_out, save
from .sheet import open_sheet

__all__ = [
    "FIELDS",
    "brought",
    "current",
    "hand_back",
    "next_attempt",
    "note",
    "open_sheet",
    "read_out",
    "save",
    "take",
    "take_one",
]
