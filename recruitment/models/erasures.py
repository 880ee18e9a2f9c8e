from django.db import models

from assembly.models import Assembly

from .registration import Registration


class Erasure(models.Model):
    """The certificate that a person's data is gone: what was erased, what stays and why."""

    class Cause(models.TextChoices):
        ASKED = "asked", "As they asked"
        TIME = "time", "The time was over for which we keep it"

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="erasures")
    registration = models.OneToOneField(Registration, models.PROTECT, related_name="erasure")
    number = models.CharField(max_length=16, unique=True)
    cause = models.CharField(max_length=5, choices=Cause, default=Cause.ASKED)
    erased = models.JSONField(help_text="The fields that were emptied")
    kept = models.JSONField(help_text="What stays → why")
    answers_due = models.BooleanField(
        default=False, help_text="The lottery's answers go when the draw has been held"
    )
    erased_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.number
