from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop as _

from assembly.models import Assembly
from recruitment.models import Member

from .programme import Session, Speaker


class EvidenceQuerySet(models.QuerySet["EvidenceItem"]):
    def released(self) -> EvidenceQuerySet:
        """Return what members may read."""
        return self.filter(status=EvidenceItem.Status.RELEASED)

    def public(self, now: datetime) -> EvidenceQuerySet:
        """Return what anyone may read by now."""
        return self.released().filter(public_from__lte=now)


class EvidenceItem(models.Model):
    """One piece of evidence. A change makes a new version; approvals of the old one lapse."""

    class Kind(models.TextChoices):
        PAPER = "paper", _("Paper")
        SLIDES = "slides", _("Slides")
        VIDEO = "video", _("Video")
        TRANSCRIPT = "transcript", _("Transcript")
        NOTE = "note", _("Note")

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        RELEASED = "released", "Released"

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="evidence")
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    speaker = models.ForeignKey(
        Speaker, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=160)
    summary = models.TextField()
    body = models.TextField("text", blank=True)
    link = models.URLField(blank=True)
    position = models.CharField("view on the question", max_length=40)
    minutes = models.PositiveSmallIntegerField("minutes to read or watch")
    version = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT)
    changed_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    public_from = models.DateTimeField(null=True, blank=True, help_text="Empty: for members only")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(body="") | ~Q(link=""), name="evidence_has_text_or_link"
            ),
            models.CheckConstraint(
                condition=~Q(status="released") | Q(released_at__isnull=False),
                name="released_evidence_has_its_moment",
            ),
            models.CheckConstraint(condition=Q(minutes__range=(1, 600)), name="evidence_minutes"),
        ]
        indexes = [models.Index(fields=["assembly", "status"], name="evidence_by_status")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_released(self) -> bool:
        return self.status == self.Status.RELEASED

    def is_public(self, now: datetime) -> bool:
        return self.is_released and self.public_from is not None and self.public_from <= now


class ReviewQuerySet(models.QuerySet["EvidenceReview"]):
    def current(self) -> ReviewQuerySet:
        """Return the reviews of an item's present version: earlier ones have lapsed."""
        return self.filter(version=F("item__version"))


class EvidenceReview(models.Model):
    """What one Board member says of one version of an item."""

    class Verdict(models.TextChoices):
        APPROVE = "approve", "Approve"
        CHANGES = "changes", "Ask for changes"
        CONCERN = "concern", "Concern"

    item = models.ForeignKey(EvidenceItem, models.CASCADE, related_name="reviews")
    version = models.PositiveSmallIntegerField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="evidence_reviews"
    )
    verdict = models.CharField(max_length=8, choices=Verdict)
    comment = models.TextField(blank=True)
    interest = models.TextField("interest declared", blank=True)
    reviewed_at = models.DateTimeField()

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "version", "user"], name="one_review_a_version"
            ),
            models.CheckConstraint(
                condition=Q(verdict="approve") | ~Q(comment=""), name="objection_has_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()


class Question(models.Model):
    """A member's question about one item; shown to members without the name, once answered."""

    item = models.ForeignKey(EvidenceItem, models.CASCADE, related_name="questions")
    member = models.ForeignKey(Member, models.PROTECT, related_name="questions")
    text = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="answer_and_its_moment",
            ),
            models.UniqueConstraint(fields=["item", "member", "text"], name="question_asked_once"),
        ]

    def __str__(self) -> str:
        return f"Question {self.pk}"
