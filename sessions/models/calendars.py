from django.db import models

from recruitment.models import Member


class CalendarAddress(models.Model):
    """Which of their secret calendar addresses a member uses; without a row, the first."""

    member = models.OneToOneField(Member, models.CASCADE, related_name="calendar_address")
    number = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"Calendar address {self.number} of {self.member}"
