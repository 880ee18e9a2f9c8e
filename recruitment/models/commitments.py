from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from assembly.encryption import EncryptedJSONField, EncryptedTextField

from .members import Member


class Commitment(models.Model):
    """Something a member needs to take part, which somebody has undertaken to provide.

    `owner` is the person who sees to it; without one it is for all organisers.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", "Access"
        DIET = "diet", "Food"
        CHILDCARE = "childcare", "Childcare or care"
        INTERPRETER = "interpreter", "Interpreter"
        TRAVEL = "travel", "Travel"
        EQUIPMENT = "equipment", "Equipment"
        OTHER = "other", "Something else"

    class Status(models.TextChoices):
        OPEN = "open", "To arrange"
        ARRANGED = "arranged", "Arranged"
        MET = "met", "Met"
        CANNOT = "cannot", "Cannot be met"

    class Source(models.TextChoices):
        REGISTRATION = "registration", "Said when registering"
        MEMBER = "member", "Asked for by the member"
        STAFF = "staff", "Added by staff"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="commitments")
    kind = models.CharField(max_length=11, choices=Kind)
    source = models.CharField(max_length=12, choices=Source)
    details = EncryptedTextField(default=str, help_text="What is needed")
    diets = EncryptedJSONField(
        default=list, help_text="For food: what the kitchen counts, from its list"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="commitments"
    )
    due_on = models.DateField()
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    reason = EncryptedTextField(default=str, help_text="Why it cannot be met")
    doubted_at = models.DateTimeField(
        null=True, help_text="When the member said that it is not met; empty once settled"
    )
    cost_pence = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind"],
                condition=Q(source="registration"),
                name="need_said_once_is_one_commitment",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "arranged"], settled_at__isnull=True)
                | Q(status__in=["met", "cannot"], settled_at__isnull=False),
                name="settled_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(doubted_at__isnull=True) | Q(status="open"),
                name="doubted_is_open_again",
            ),
        ]
        indexes = [models.Index(fields=["status", "due_on"], name="commitment_by_due")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_status_display()}"
