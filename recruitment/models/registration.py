from uuid import uuid4

from django.db import models
from django.db.models import Q

from assembly.encryption import EncryptedJSONField, EncryptedTextField
from assembly.models import Assembly

from .letters import Invitation


class Registration(models.Model):
    """A resident's answer to a letter. Everything that says who they are is encrypted."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Started"
        REGISTERED = "registered", "Registered"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Channel(models.TextChoices):
        WEB = "web", "Online"
        PHONE = "phone", "By phone"
        POST = "post", "By post"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="registrations")
    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="registrations")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    channel = models.CharField(max_length=5, choices=Channel, default=Channel.WEB)
    reference = models.CharField(max_length=12, unique=True)
    place = models.PositiveSmallIntegerField(
        null=True, help_text="Which of the registrations one letter allows, from 1"
    )
    draft_hash = models.BinaryField(max_length=32, unique=True, null=True)
    link_hash = models.BinaryField(max_length=32, unique=True, null=True)
    draft = EncryptedJSONField(null=True, help_text="Answers so far, until the person registers")
    name = EncryptedTextField(null=True)
    email = EncryptedTextField(null=True)
    phone = EncryptedTextField(null=True)
    date_of_birth = EncryptedTextField(null=True, help_text="ISO 8601")
    answers = EncryptedJSONField(null=True, help_text="Category key → value key, for the lottery")
    needs = EncryptedJSONField(null=True, help_text="Kind of need → what the person wrote")
    started_at = models.DateTimeField()
    registered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "place"], name="one_registration_a_place"
            ),
            models.CheckConstraint(
                condition=Q(status="registered", place__gte=1)
                | ~Q(status="registered") & Q(place__isnull=True),
                name="registered_has_its_place",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(registered_at__isnull=False),
                name="registered_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | Q(withdrawn_at__isnull=False),
                name="withdrawn_has_its_moment",
            ),
        ]
        indexes = [models.Index(fields=["assembly", "status"], name="registration_by_status")]

    def __str__(self) -> str:
        return self.reference
