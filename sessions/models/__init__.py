from .attendance import Attendance, Honorarium, HonorariumLine
from .calendars import CalendarAddress
from .evidence import EvidenceItem, EvidenceReview, Question
from .programme import AgendaItem, ProgrammeRelease, Session, Speaker, Weekend
from .tables import TableFacilitator, TablePlan, TableSeat
from .welcome import WelcomeText

__all__ = [
    "AgendaItem",
    "Attendance",
    "CalendarAddress",
    "EvidenceItem",
    "EvidenceReview",
    "Honorarium",
    "HonorariumLine",
    "ProgrammeRelease",
    "Question",
    "Session",
    "Speaker",
    "TableFacilitator",
    "TablePlan",
    "TableSeat",
    "Weekend",
    "WelcomeText",
]
