import json
from hashlib import sha256

from django.db import models
from django.db.models import Q

from assembly.models import Assembly
from sessions.models import EvidenceItem


def hash_of(title: str, text: str) -> str:
    """Return the SHA-256 of a title and a text: line ends and outer blanks do not count."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    content = json.dumps(
        {"text": lines, "title": title.strip()}, sort_keys=True, ensure_ascii=False
    )
    return sha256(content.encode()).hexdigest()


class Recommendation(models.Model):
    """What the members ask for. Its wording lives in versions; once locked it cannot change."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=150)
    theme = models.CharField(max_length=80, blank=True)
    locked_version = models.OneToOneField(
        "RecommendationVersion", models.PROTECT, null=True, related_name="locks"
    )
    locked_at = models.DateTimeField(null=True)
    evidence = models.ManyToManyField(
        EvidenceItem, blank=True, related_name="recommendations", help_text="What it rests on"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assembly", "number"], name="recommendation_number_once"
            ),
            models.CheckConstraint(
                condition=Q(locked_version__isnull=True, locked_at__isnull=True)
                | Q(locked_version__isnull=False, locked_at__isnull=False),
                name="lock_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def is_locked(self) -> bool:
        return self.locked_version_id is not None


class RecommendationVersion(models.Model):
    """One wording of a recommendation. A trigger refuses to change or remove it."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=150)
    text = models.TextField(help_text="Markdown")
    reason = models.CharField(max_length=300, help_text="Why it was written, or changed")
    author = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "number"], name="version_number_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="version_has_text"),
        ]

    def __str__(self) -> str:
        return f"Version {self.number} of {self.recommendation_id}"
