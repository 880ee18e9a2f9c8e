from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q

from assembly.encryption import EncryptedJSONField, EncryptedTextField
from assembly.models import Assembly

from .letters import Invitation

UNCOUNTED = ("draft", "test")
COUNTED = ("registered", "forgotten")


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def sent_in(self) -> "RegistrationQuerySet":
        """Whoever has registered, also those who withdrew; never a test."""
        return self.exclude(status__in=UNCOUNTED)

    def registered(self) -> "RegistrationQuerySet":
        """Whoever has registered and not withdrawn, also those whose data we have erased since."""
        return self.filter(status__in=COUNTED)

    def tests(self) -> "RegistrationQuerySet":
        return self.filter(is_test=True)


class Registration(models.Model):
    """A resident's answer to a letter. Everything that says who they are is encrypted.

    A test entry ends in the status `test`, which nothing counts and no lottery sees. Whoever was
    not picked ends in `forgotten`: counted, but nothing is held of them and none can be drawn.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Started"
        CONSENT = "consent", "Waiting for a parent or carer"
        REGISTERED = "registered", "Registered"
        WITHDRAWN = "withdrawn", "Withdrawn"
        FORGOTTEN = "forgotten", "Registered, data erased"
        TEST = "test", "Test entry"

    class Channel(models.TextChoices):
        WEB = "web", "Online"
        PHONE = "phone", "By phone"
        POST = "post", "By post"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="registrations")
    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="registrations")
    issue = models.PositiveSmallIntegerField(
        default=1, help_text="Which issue of the letter’s code began it"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    channel = models.CharField(max_length=5, choices=Channel, default=Channel.WEB)
    language = models.CharField(max_length=5, default="en-gb")
    is_test = models.BooleanField(default=False)
    entered_by = models.CharField(
        max_length=60, blank=True, help_text="Who filled it in for someone, by phone or post"
    )
    late_reason = models.CharField(
        max_length=300, blank=True, help_text="Why it was taken after the close; published"
    )
    reference = models.CharField(max_length=12, unique=True)
    place = models.PositiveSmallIntegerField(
        null=True, help_text="Which of the registrations one letter allows, from 1"
    )
    draft_hash = models.BinaryField(max_length=32, unique=True, null=True)
    link_hash = models.BinaryField(max_length=32, unique=True, null=True)
    email_hash = models.BinaryField(max_length=32, null=True, db_index=True)
    consent_hash = models.BinaryField(max_length=32, unique=True, null=True)
    draft = EncryptedJSONField(null=True, help_text="Answers so far, until the person registers")
    name = EncryptedTextField(null=True)
    email = EncryptedTextField(null=True)
    phone = EncryptedTextField(null=True)
    date_of_birth = EncryptedTextField(null=True, help_text="ISO 8601")
    answers = EncryptedJSONField(null=True, help_text="Category key → value key, for the lottery")
    needs = EncryptedJSONField(null=True, help_text="Kind of need → what the person wrote")
    added = EncryptedJSONField(null=True, help_text="Answers to questions the assembly added")
    guardian = EncryptedJSONField(null=True, help_text="Parent or carer: name, e-mail, phone")
    consented_at = models.DateTimeField(null=True)
    consented_by = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField()
    registered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "place"], name="one_registration_a_place"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["registered", "consent"], place__gte=1)
                | ~Q(status__in=["registered", "consent"]) & Q(place__isnull=True),
                name="registered_has_its_place",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "test"]) | Q(registered_at__isnull=False),
                name="registered_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | Q(withdrawn_at__isnull=False),
                name="withdrawn_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(is_test=True, status__in=["draft", "test"])
                | Q(is_test=False) & ~Q(status="test"),
                name="test_is_never_registered",
            ),
            models.CheckConstraint(
                condition=Q(channel="web") | Q(status="draft") | ~Q(entered_by=""),
                name="assisted_says_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["assembly", "status"], name="registration_by_status")]

    def __str__(self) -> str:
        return self.reference

    @property
    def given(self) -> dict[str, Any]:
        """What the person answered: so far, or as it was sent in and corrected since."""
        if self.draft is not None:
            return dict(self.draft)
        return {
            "date_of_birth": self.date_of_birth,
            "needs": self.needs or {},
            "added": self.added or {},
            "guardian": self.guardian or {},
        }

    @property
    def address_shown(self) -> list[str]:
        """The lines to show as where the person lives: invented ones in a test."""
        if self.is_test:
            return ["1 Example Street", self.assembly.area_name, "AA1 1AA"]
        address = self.invitation.address
        return [*address.lines, address.postcode]
