from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from assembly.models import Assembly


class Weekend(models.Model):
    """One meeting of the assembly, usually a Saturday and a Sunday."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="weekends")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    venue = models.CharField(max_length=200, blank=True, help_text="Its name and address")
    directions = models.TextField(max_length=3000, blank=True, help_text="How to get there")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assembly", "number"], name="weekend_once")]

    def __str__(self) -> str:
        return f"Weekend {self.number}: {self.title}"


class SessionQuerySet(models.QuerySet["Session"]):
    def of(self, assembly: Assembly) -> SessionQuerySet:
        """Return the sessions of an assembly in the order in which they happen."""
        return self.filter(weekend__assembly=assembly).order_by("starts_at")


class Session(models.Model):
    """A half-day, morning or afternoon: attendance, tables and the gift are counted by it."""

    weekend = models.ForeignKey(Weekend, models.CASCADE, related_name="sessions")
    title = models.CharField(max_length=120)
    room = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"
            ),
            ExclusionConstraint(
                name="sessions_of_a_weekend_apart",
                expressions=[
                    (
                        Func("weekend_id", "weekend_id", Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(
                            "starts_at",
                            "ends_at",
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def half(self) -> str:
        """Return which half of its day the session is, by its start in local time."""
        return "morning" if timezone.localtime(self.starts_at).hour < 12 else "afternoon"

    @property
    def name(self) -> str:
        """Return the half-day in words: Saturday 24 February, morning."""
        day = timezone.localtime(self.starts_at)
        return f"{day:%A} {day.day} {day:%B}, {self.half}"


class Speaker(models.Model):
    """Someone who speaks to the members, with what they have declared."""

    class Sector(models.TextChoices):
        COUNCIL = "council", _("Council")
        POLICE = "police", _("Police")
        ACADEMIC = "academic", _("University or research")
        COMMUNITY = "community", _("Charity or community group")
        LIVED = "lived", _("Lived experience")
        BUSINESS = "business", _("Business")
        OTHER = "other", _("Other")

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="speakers")
    name = models.CharField(max_length=120)
    post = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    sector = models.CharField(max_length=10, choices=Sector)
    position = models.CharField("view on the question", max_length=40)
    interests = models.TextField("declared interests", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assembly", "name"], name="speaker_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def from_where(self) -> str:
        return ", ".join(part for part in (self.post, self.organisation) if part)


class AgendaItem(models.Model):
    """One thing on the programme of a session."""

    class Kind(models.TextChoices):
        TALK = "talk", _("Talk")
        PANEL = "panel", _("Panel")
        GROUPS = "groups", _("Small groups")
        PLENARY = "plenary", _("Everyone together")
        VOTE = "vote", _("Vote")
        BREAK = "break", _("Break")

    session = models.ForeignKey(Session, models.CASCADE, related_name="items")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=8, choices=Kind)
    description = models.TextField(blank=True)
    speakers: models.ManyToManyField[Speaker, Any] = models.ManyToManyField(
        Speaker, blank=True, related_name="items"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 480)), name="item_minutes_in_a_day"
            ),
            models.UniqueConstraint(fields=["session", "starts_at"], name="one_item_at_a_time"),
        ]

    def __str__(self) -> str:
        return self.title


class ProgrammeRelease(models.Model):
    """The programme as it was released: what members and the public see until the next release."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="programme_releases")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    released_at = models.DateTimeField()
    released_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assembly", "version"], name="programme_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="programme_versions_from_one"),
        ]

    def __str__(self) -> str:
        return f"Programme, version {self.version}"
