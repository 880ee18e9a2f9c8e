"""What is known of an e-mail address, kept under a keyed hash and never the address itself."""

from django.db import models


class DeadAddress(models.Model):
    """An address to which nothing can be delivered: nothing is written to it any more."""

    address_hash = models.BinaryField(unique=True)
    reason = models.CharField(max_length=200)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.reason


class DoorMail(models.Model):
    """One message that somebody had sent to an address through a page open to the public."""

    address_hash = models.BinaryField()
    door = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address_hash", "at"], name="door_mail_by_address")]

    def __str__(self) -> str:
        return self.door
