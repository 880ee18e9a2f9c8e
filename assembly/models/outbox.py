from uuid import uuid4

from django.db import models

from ..encryption import EncryptedTextField


class OutboxMessage(models.Model):
    """A message that leaves after its act has been committed. `key` makes it leave once."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Sending"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        UNCERTAIN = "uncertain", "Uncertain"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assembly = models.ForeignKey(
        "assembly.Assembly", models.CASCADE, null=True, related_name="outbox"
    )
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    to = EncryptedTextField()
    subject = models.CharField(max_length=200)
    body = EncryptedTextField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    created_at = models.DateTimeField()
    send_after = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
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
        ]

    def __str__(self) -> str:
        return self.subject
