from django.db import models

from assembly.models import Assembly


class Totals(models.Model):
    """How many gave each answer, of those whose answers are erased. All that is left of them."""

    class Column(models.TextChoices):
        REGISTERED = "registered", "Registered"
        DRAWN = "drawn", "Drawn"
        CONFIRMED = "confirmed", "Confirmed"
        ATTENDED = "attended", "Attended"

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="totals")
    column = models.CharField(max_length=10, choices=Column)
    people = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, help_text="Category key → value key → people")

    class Meta:
        verbose_name_plural = "totals"
        constraints = [
            models.UniqueConstraint(fields=["assembly", "column"], name="totals_of_a_column_once")
        ]

    def __str__(self) -> str:
        return f"{self.people:,} {self.column}"
