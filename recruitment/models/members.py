from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from assembly.encryption import EncryptedJSONField, EncryptedTextField
from assembly.models import Assembly

from .lottery import Draw
from .registration import Registration


class OfferQuerySet(models.QuerySet["Offer"]):
    def waiting(self) -> OfferQuerySet:
        return self.filter(status="offered")

    def to_ring(self, now: datetime) -> OfferQuerySet:
        """Return whom to ring now and nobody is ringing.

        First who asked to be rung by now, then the nearest deadline, then who was tried least.
        """
        free = Q(caller="") | Q(caller_until__lte=now)
        ready = Q(call_after=None) | Q(call_after__lte=now)
        return (
            self.waiting()
            .filter(free, ready)
            .order_by("-is_promised", "deadline", "tried", "call_after", "pk")
        )


class Offer(models.Model):
    """A seat offered to someone drawn. Silence is no refusal: an answer or a person ends it."""

    class Status(models.TextChoices):
        OFFERED = "offered", "Waiting for an answer"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        RELEASED = "released", "Released after the deadline"

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="offers")
    draw = models.ForeignKey(Draw, models.PROTECT, related_name="offers")
    registration = models.OneToOneField(Registration, models.PROTECT, related_name="offer")
    status = models.CharField(max_length=10, choices=Status, default=Status.OFFERED)
    reason = models.CharField(max_length=200, blank=True)
    offered_at = models.DateTimeField()
    deadline = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, blank=True)
    reminded_at = models.DateTimeField(null=True)
    call_after = models.DateTimeField(
        null=True, help_text="When to ring next; empty: as soon as may be"
    )
    is_promised = models.BooleanField(default=False, help_text="They asked to be rung then")
    tried = models.PositiveSmallIntegerField(default=0, help_text="Attempts to reach them")
    caller = models.CharField(max_length=60, blank=True, help_text="Who is ringing them now")
    caller_until = models.DateTimeField(null=True, help_text="When that claim ends by itself")

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="offered") | Q(answered_at__isnull=False),
                name="answer_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(caller="", caller_until__isnull=True)
                | ~Q(caller="") & Q(caller_until__isnull=False, status="offered"),
                name="a_caller_has_the_offer_for_a_time",
            ),
            models.UniqueConstraint(
                fields=["assembly", "caller"],
                condition=~Q(caller=""),
                name="one_call_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["assembly", "status"], name="offer_by_status")]

    def __str__(self) -> str:
        return f"Offer {self.pk}: {self.get_status_display()}"


class MemberQuerySet(models.QuerySet["Member"]):
    def confirmed(self) -> MemberQuerySet:
        return self.filter(status=Member.Status.CONFIRMED)

    def held(self) -> MemberQuerySet:
        """Whoever we hold something of; of the others only the number of the badge is left."""
        return self.filter(registration__erasure=None)

    def with_erased(self) -> models.QuerySet[Any]:
        """Tell of each whether they are erased, as `is_erased`."""
        erased = models.Q(registration__erasure__isnull=False)
        return self.annotate(
            is_erased=models.ExpressionWrapper(erased, output_field=models.BooleanField())
        )


class Member(models.Model):
    """A confirmed member of the assembly, with an account that signs in by a code sent to them."""

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Photos(models.TextChoices):
        UNSAID = "", "Not said"
        YES = "yes", "Yes"
        NO = "no", "No"

    class Channel(models.TextChoices):
        """How what they said reached staff."""

        PHONE = "phone", "By phone"
        POST = "post", "By post"
        IN_PERSON = "in_person", "In person"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="members")
    registration = models.OneToOneField(Registration, models.PROTECT, related_name="member")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    number = models.PositiveSmallIntegerField(help_text="As on the badge")
    name = EncryptedTextField()
    answers = EncryptedJSONField(help_text="Category key → value key")
    needs = EncryptedJSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status, default=Status.CONFIRMED)
    confirmed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)
    rejoined = models.PositiveSmallIntegerField(
        default=0, help_text="How often they left and were given their seat back"
    )
    photos = models.CharField(
        max_length=3,
        choices=Photos,
        default=Photos.UNSAID,
        blank=True,
        help_text="May they be in pictures? Only a yes is a yes",
    )
    photos_said_at = models.DateTimeField(null=True)
    news_read_at = models.DateTimeField(
        null=True, help_text="Up to when they have read what is new on their pages"
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assembly", "number"], name="member_number_once"),
            models.UniqueConstraint(fields=["assembly", "user"], name="member_once"),
            models.CheckConstraint(
                condition=Q(photos="", photos_said_at__isnull=True)
                | Q(photos__in=["yes", "no"], photos_said_at__isnull=False),
                name="said_of_photos_has_its_moment",
            ),
        ]
        indexes = [models.Index(fields=["assembly", "status"], name="member_by_status")]

    def __str__(self) -> str:
        return f"Member {self.number}"
