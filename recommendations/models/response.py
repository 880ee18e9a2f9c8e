from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from assembly.models import Organisation

from .recommendation import Recommendation


class Response(models.Model):
    """One body's answer to one recommendation. A published version is only ever followed."""

    class Position(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        PARTLY = "partly", _("Accepted in part")
        REJECTED = "rejected", _("Rejected")
        FURTHER_WORK = "further_work", _("Further work needed")

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="responses")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="responses")
    version = models.PositiveSmallIntegerField()
    position = models.CharField(max_length=15, choices=Position)
    text = models.TextField(help_text="Markdown")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "body", "version"], name="response_version_once"
            ),
            models.UniqueConstraint(
                fields=["recommendation", "body"],
                condition=Q(status="draft"),
                name="one_response_draft",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(published_at__isnull=False),
                name="published_response_has_its_moment",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="response_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.get_position_display()}"


class Action(models.Model):
    """What a body says it will do, who does it, by when, and what will prove it."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="actions")
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=120, help_text="A post, not a person's name")
    due_on = models.DateField()
    evidence_needed = models.CharField(max_length=300)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title

    @property
    def last(self) -> "ProgressUpdate | None":
        """The newest update; uses the prefetched ones."""
        return max(self.updates.all(), key=lambda update: (update.at, update.pk), default=None)

    @property
    def status(self) -> "ProgressUpdate.Status":
        last = self.last
        return ProgressUpdate.Status(last.status) if last else ProgressUpdate.Status.NOT_STARTED

    @property
    def is_over(self) -> bool:
        return self.status in (ProgressUpdate.Status.DONE, ProgressUpdate.Status.STOPPED)

    def days_late(self, today: date) -> int:
        return 0 if self.is_over else max(0, (today - self.due_on).days)


class ProgressUpdate(models.Model):
    """What became of an action, as told at one moment. Append-only: a trigger refuses changes."""

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", _("Not started")
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")

    action = models.ForeignKey(Action, models.PROTECT, related_name="updates")
    at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=Status)
    text = models.TextField()
    proof = models.URLField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="done") | ~Q(proof=""), name="done_needs_its_proof"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} at {self.at:%Y-%m-%d}"
