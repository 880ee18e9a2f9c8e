from .addresses import Address, AddressDraw, Frame
from .calls import Call, CallScript
from .commitments import Commitment
from .erasures import Erasure
from .letters import (
    Invitation,
    Letter,
    LetterAlarm,
    LetterBatch,
    LetterKind,
    LetterRun,
    LetterTemplate,
    SingleLetter,
)
from .lost_codes import LinkRequest, LostCode
from .lottery import Alternates, Category, Draw, Pool, PoolEntry, Run, Value
from .members import Member, Offer
from .questions import AddedQuestion
from .registration import Registration
from .totals import Totals

__all__ = [
    "AddedQuestion",
    "Address",
    "AddressDraw",
    "Alternates",
    "Call",
    "CallScript",
    "Category",
    "Commitment",
    "Draw",
    "Erasure",
    "Frame",
    "Invitation",
    "Letter",
    "LetterAlarm",
    "LetterBatch",
    "LetterKind",
    "LetterRun",
    "LetterTemplate",
    "LinkRequest",
    "LostCode",
    "Member",
    "Offer",
    "Pool",
    "PoolEntry",
    "Registration",
    "Run",
    "SingleLetter",
    "Totals",
    "Value",
]
