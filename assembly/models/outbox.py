from uuid import uuid4

from django.db import models

from ..encryption import EncryptedTextField
from .assembly import Assembly


class Mailing(models.Model):
    """The messages of one act that writes to many: they wait together before they leave."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="mailings")
    title = models.CharField(max_length=120, help_text="What the act was, for staff: Offers …")
    written_by = models.CharField(max_length=60)
    written_at = models.DateTimeField()
    leaves_at = models.DateTimeField(help_text="Until then the messages wait and can be stopped")
    stopped_by = models.CharField(max_length=60, blank=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["assembly", "-written_at"], name="mailing_by_assembly")]

    def __str__(self) -> str:
        return self.title


class OutboxMessage(models.Model):
    """A message that leaves after its act has been committed. `key` makes it leave once."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Sending"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        UNCERTAIN = "uncertain", "Uncertain"
        BOUNCED = "bounced", "Bounced"
        STOPPED = "stopped", "Stopped"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assembly = models.ForeignKey(Assembly, models.CASCADE, null=True, related_name="outbox")
    mailing = models.ForeignKey(Mailing, models.CASCADE, null=True, related_name="messages")
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=5, default="en-gb")
    to = EncryptedTextField()
    address_hash = models.BinaryField(null=True, help_text="The address, to find what bounced")
    reference = models.CharField(max_length=20, blank=True, help_text="Whom it is about")
    subject = models.CharField(max_length=200)
    body = EncryptedTextField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="When it should have left")
    send_after = models.DateTimeField(help_text="When it is tried next")
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    complained_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=200, blank=True, help_text="The provider’s own name")
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["send_after"],
                condition=models.Q(status="waiting"),
                name="outbox_waiting",
            ),
            models.Index(fields=["assembly", "-created_at"], name="outbox_by_assembly"),
            models.Index(fields=["assembly", "status"], name="outbox_by_status"),
            models.Index(
                fields=["provider_id"],
                condition=~models.Q(provider_id=""),
                name="outbox_by_provider_id",
            ),
            models.Index(fields=["sent_at"], name="outbox_by_sent_at"),
        ]

    def __str__(self) -> str:
        return self.subject
