from django.db import models

from .assembly import Assembly


class MailText(models.Model):
    """One version of a message's text as staff saved it. A trigger refuses any change to it.

    A version without a subject goes back to the text that comes with the product.
    """

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="mail_texts")
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    version = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=150, blank=True)
    body = models.TextField(blank=True)
    source = models.TextField(help_text="The English text in use when this was written")
    saved_by = models.CharField(max_length=60)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assembly", "kind", "language", "version"], name="mail_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language}), version {self.version}"
