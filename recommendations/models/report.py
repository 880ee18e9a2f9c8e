from django.db import models
from django.db.models import Q

from assembly.models import Assembly, Organisation


class Report(models.Model):
    """One version of the report. Publishing freezes it; a correction is a new version."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"

    assembly = models.ForeignKey(Assembly, models.PROTECT, related_name="reports")
    version = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    foreword = models.TextField(blank=True, help_text="Markdown")
    content = models.JSONField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pdf = models.FileField(upload_to="reports", blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assembly", "version"], name="report_version_once"),
            models.UniqueConstraint(
                fields=["assembly"], condition=Q(status="draft"), name="one_report_draft"
            ),
            models.CheckConstraint(
                condition=Q(status="draft")
                | (Q(content__isnull=False, published_at__isnull=False) & ~Q(sha256="")),
                name="published_report_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"Report version {self.version}"


class Promise(models.Model):
    """By when one body has to answer every recommendation. Set when the report is published."""

    assembly = models.ForeignKey(Assembly, models.PROTECT, related_name="promises")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="promises")
    asked_at = models.DateTimeField()
    due_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assembly", "body"], name="one_promise_a_body")
        ]

    def __str__(self) -> str:
        return f"{self.body} by {self.due_on}"
