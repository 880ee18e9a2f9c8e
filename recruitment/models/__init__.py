from .addresses import Address, AddressDraw, Frame
from .letters import Invitation, Letter, LetterBatch, LetterKind, LetterRun, LetterTemplate
from .lottery import Category, Draw, Pool, PoolEntry, Run, Value
from .members import Member, Offer
from .registration import Registration

__all__ = [
    "Address",
    "AddressDraw",
    "Category",
    "Draw",
    "Frame",
    "Invitation",
    "Letter",
    "LetterBatch",
    "LetterKind",
    "LetterRun",
    "LetterTemplate",
    "Member",
    "Offer",
    "Pool",
    "PoolEntry",
    "Registration",
    "Run",
    "Value",
]
