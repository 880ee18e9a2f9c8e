from django.db import models

from .assembly import Assembly


class Translation(models.Model):
    """One of an assembly's own texts in another language, with the source it was made from."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="translations")
    language = models.CharField(max_length=5)
    key = models.CharField(max_length=120, help_text="Which text: question, category:gender …")
    source = models.TextField(help_text="The English as it was translated")
    text = models.TextField()
    translated_at = models.DateTimeField()
    translated_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assembly", "language", "key"], name="translation_once")
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.key}"
