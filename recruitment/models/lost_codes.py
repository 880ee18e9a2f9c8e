from uuid import uuid4

from django.db import models
from django.db.models import Q

from assembly.encryption import EncryptedTextField
from assembly.models import Assembly

from .letters import Invitation


class LostCode(models.Model):
    """Someone who lost their letter asks for a new code. Staff compare the address and decide."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        REISSUED = "reissued", "New code issued"
        REFUSED = "refused", "Refused"

    class By(models.TextChoices):
        EMAIL = "email", "Sent by e-mail"
        VOICE = "voice", "Read out by phone"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="lost_codes")
    attempt = models.CharField(max_length=40, help_text="Of the form: the same one sent twice")
    language = models.CharField(max_length=5, default="en-gb")
    name = EncryptedTextField(null=True)
    address = EncryptedTextField(null=True)
    postcode = EncryptedTextField(null=True)
    email = EncryptedTextField(null=True)
    phone = EncryptedTextField(null=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    match = models.CharField(max_length=6, blank=True, help_text="How well the address agreed")
    invitation = models.ForeignKey(Invitation, models.PROTECT, null=True, related_name="lost_codes")
    sent_by = models.CharField(max_length=6, choices=By, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assembly", "attempt"], name="lost_code_asked_once"),
            models.CheckConstraint(
                condition=Q(status="waiting")
                | Q(decided_at__isnull=False) & ~Q(decided_by="") & ~Q(reason=""),
                name="decision_on_code_has_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status="reissued") | Q(invitation__isnull=False),
                name="reissued_code_has_its_letter",
            ),
        ]
        indexes = [models.Index(fields=["assembly", "status"], name="lost_code_by_status")]

    def __str__(self) -> str:
        return f"Lost code {self.pk}"


class LinkRequest(models.Model):
    """Someone asks for their personal link again. A worker answers, so the page cannot tell."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="link_requests")
    email = EncryptedTextField()
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Link request {self.pk}"
