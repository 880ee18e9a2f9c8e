"""The chapters in order."""

from . import confirm, draw, meet, register, report, review
from .chapters import Chapter

CHAPTERS = (
    Chapter("register", register.OPENS_AT, register.tell),
    Chapter("draw", draw.OPENS_AT, draw.tell),
    Chapter("confirm", confirm.OPENS_AT, confirm.tell),
    Chapter("meet", meet.OPENS_AT, meet.tell),
    Chapter("report", report.OPENS_AT, report.tell),
    Chapter("review", review.OPENS_AT, review.tell),
)
BY_KEY = {chapter.key: chapter for chapter in CHAPTERS}
