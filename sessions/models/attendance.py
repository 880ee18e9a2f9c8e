from django.db import models
from django.db.models import Q

from recruitment.models import Member

from .programme import Session


class Attendance(models.Model):
    """Whether one member was there for one half-day, as last recorded."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    member = models.ForeignKey(Member, models.PROTECT, related_name="attendances")
    present = models.BooleanField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "member"], name="attendance_once"),
        ]
        indexes = [
            models.Index(fields=["member"], condition=Q(present=True), name="attendance_present"),
        ]

    def __str__(self) -> str:
        return "Present" if self.present else "Absent"


class Honorarium(models.Model):
    """The thank-you gift of one member: every half-day they attended. Frozen once paid."""

    member = models.OneToOneField(Member, models.PROTECT, related_name="honorarium")
    half_days = models.PositiveSmallIntegerField()
    pence = models.PositiveIntegerField()
    computed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "honoraria"
        constraints = [
            models.CheckConstraint(
                condition=Q(half_days__gte=1) | Q(pence=0), name="no_gift_without_attendance"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.half_days} half-days"


class HonorariumLine(models.Model):
    """What one half-day adds to a gift."""

    honorarium = models.ForeignKey(Honorarium, models.CASCADE, related_name="lines")
    session = models.ForeignKey(Session, models.PROTECT, related_name="honorarium_lines")
    pence = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["honorarium", "session"], name="half_day_counted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.pence} pence"
