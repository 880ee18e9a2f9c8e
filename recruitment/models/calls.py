from uuid import uuid4

from django.db import models
from django.db.models import Q

from assembly.encryption import EncryptedTextField
from assembly.models import Assembly

from .members import Offer


class Call(models.Model):
    """One attempt to reach a person about their offer, and what came of it."""

    class Channel(models.TextChoices):
        PHONE = "phone", "Phone"
        TEXT = "text", "Text message"
        EMAIL = "email", "E-mail"
        VISIT = "visit", "Visit"

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "Yes: they take the seat"
        DECLINED = "declined", "No: they decline"
        CALL_BACK = "call_back", "Call back later, as they asked"
        LEFT_MESSAGE = "left_message", "Left a message"
        NO_ANSWER = "no_answer", "No answer"
        WRONG_NUMBER = "wrong_number", "Wrong number"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="calls")
    number = models.PositiveSmallIntegerField(help_text="First attempt, second …")
    channel = models.CharField(max_length=5, choices=Channel)
    outcome = models.CharField(max_length=12, choices=Outcome)
    note = EncryptedTextField(default=str, help_text="For the next caller")
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "number"], name="attempt_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="attempts_from_one"),
        ]

    def __str__(self) -> str:
        return f"Attempt {self.number}"


class CallScript(models.Model):
    """What callers read out: Markdown and fields. Versions are kept and never change."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="call_scripts")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assembly", "version"], name="call_script_once"),
        ]

    def __str__(self) -> str:
        return f"Call script, version {self.version}"
