from .addresses import Address, AddressDraw, Frame
from .letters import Invitation, LetterBatch, LetterRun
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
    "LetterBatch",
    "LetterRun",
    "Member",
    "Offer",
    "Pool",
    "PoolEntry",
    "Registration",
    "Run",
    "Value",
]
