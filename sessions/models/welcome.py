from django.db import models

from assembly.models import Assembly


class WelcomeText(models.Model):
    """What the welcome pack says: Markdown and fields. Versions are kept and never change."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="welcome_texts")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assembly", "version"], name="welcome_text_once"),
        ]

    def __str__(self) -> str:
        return f"Welcome pack, version {self.version}"
