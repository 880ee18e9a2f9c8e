from django.db import models

from recruitment.models import Member

from .recommendation import Recommendation


class MinorityStatement(models.Model):
    """What members who disagree want said beside a recommendation, in their own words.

    Only the number of supporters is published. A trigger refuses to change the words.
    """

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="statements")
    text = models.TextField()
    submitted_at = models.DateTimeField()
    supporters = models.ManyToManyField(Member, related_name="statements_supported")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="statement_has_text")
        ]

    def __str__(self) -> str:
        return f"Minority statement {self.pk}"
