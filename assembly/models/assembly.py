from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_noop as _

from .. import stages

RESERVED_SLUGS = frozenset(
    {
        "about", "accessibility", "account", "admin", "api", "board", "demo", "healthz", "language",
        "mail", "media", "member", "new", "privacy", "staff", "start", "static",
    }
)  # fmt: skip


class Organisation(models.Model):
    """A body with a part in an assembly: a council, the police, a delivery partner."""

    name = models.CharField(max_length=150, unique=True)
    slug = models.SlugField(unique=True)
    short_name = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


class Assembly(models.Model):
    """One citizens' assembly, from its first letter to the last promise kept."""

    slug = models.SlugField(unique=True, validators=[RegexValidator(r"^[a-z0-9-]+$")])
    name = models.CharField(max_length=120)
    question = models.TextField(help_text="What the members are asked to answer")
    area_name = models.CharField("area", max_length=80)
    summary = models.TextField(
        blank=True, help_text="Two or three plain sentences for the public page"
    )
    stage = models.CharField(max_length=10, choices=stages.CHOICES, default=stages.SETUP.key)
    stage_since = models.DateTimeField()
    seats = models.PositiveSmallIntegerField(default=50, validators=[MinValueValidator(2)])
    letters = models.PositiveIntegerField(default=10_000, validators=[MinValueValidator(1)])
    registrations_per_letter = models.PositiveSmallIntegerField(default=2)
    registration_opens = models.DateTimeField()
    registration_closes = models.DateTimeField()
    first_day = models.DateField(help_text="Age is counted on this day")
    minimum_age = models.PositiveSmallIntegerField(default=16)
    consent_below = models.PositiveSmallIntegerField(
        default=0, help_text="Whoever is younger needs a parent’s or carer’s consent; 0 for nobody"
    )
    gift_pence = models.PositiveIntegerField("gift a day", default=7_500, help_text="In pence")
    contact_email = models.EmailField()
    contact_phone = models.CharField(max_length=20)
    organisations: models.ManyToManyField[Organisation, Part] = models.ManyToManyField(
        Organisation, through="Part", related_name="assemblies"
    )

    class Meta:
        verbose_name_plural = "assemblies"
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=list(stages.BY_KEY)), name="stage_is_known"
            ),
            models.CheckConstraint(
                condition=Q(registration_closes__gt=F("registration_opens")),
                name="registration_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=~Q(slug__in=sorted(RESERVED_SLUGS)), name="slug_is_free"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("public.assembly", args=[self.slug])

    @property
    def current_stage(self) -> stages.Stage:
        return stages.BY_KEY[self.stage]

    def is_open(self, now: datetime) -> bool:
        """Tell whether residents can register at this moment."""
        return (
            self.stage == stages.REGISTER.key
            and self.registration_opens <= now < self.registration_closes
        )

    def needs_consent(self, born: date) -> bool:
        """Tell whether someone is so young that a parent or carer must agree."""
        return self.age_on_first_day(born) < self.consent_below

    def has_reached(self, stage: stages.Stage) -> bool:
        return self.stage in stages.since(stage)

    def age_on_first_day(self, born: date) -> int:
        """Return whole years on the first day. A 29 February birthday counts from 1 March."""
        day = self.first_day
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class Part(models.Model):
    """The part one organisation has in one assembly."""

    class Kind(models.TextChoices):
        COMMISSIONER = "commissioner", _("Commissioner")
        DELIVERY = "delivery", _("Delivery partner")
        RECRUITER = "recruiter", _("Independent recruiter")
        RESPONDING = "responding", _("Responding body")

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="parts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=15, choices=Kind)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "organisation", "kind"], name="part_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_kind_display()}"
