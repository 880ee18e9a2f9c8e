from django.db import models
from django.db.models import Q

from assembly.models import Assembly

from .addresses import Address, AddressDraw


class LetterRun(models.Model):
    """One printing of letters to a wave of addresses, released by a second person."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="letter_runs")
    draw = models.OneToOneField(AddressDraw, models.PROTECT, related_name="letter_run")
    letters = models.PositiveIntegerField()
    weekends = models.PositiveSmallIntegerField(default=3, help_text="What the letter says")
    body = models.FileField(upload_to="letters", help_text="The two pages that all letters share")
    body_sha256 = models.CharField(max_length=64)
    manifest = models.FileField(upload_to="letters", blank=True)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    started_by = models.CharField(max_length=60)
    started_at = models.DateTimeField()
    printed_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=60, blank=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | ~Q(released_by=models.F("started_by")),
                name="released_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(printed_at__isnull=False),
                name="released_once_printed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letters:,} letters"


class LetterBatch(models.Model):
    """A share of a run: one PDF for the print house. Rows are claimed with SKIP LOCKED."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        PRINTING = "printing", "Printing"
        PRINTED = "printed", "Printed"
        FAILED = "failed", "Failed"

    run = models.ForeignKey(LetterRun, models.CASCADE, related_name="batches")
    number = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0, help_text="Letters made so far")
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    file = models.FileField(upload_to="letters", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(default=0)
    printed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="batch_number_once"),
            models.CheckConstraint(
                condition=Q(size__gte=1, done__lte=models.F("size")), name="batch_done_within_size"
            ),
            models.CheckConstraint(
                condition=~Q(status="printed") | (Q(printed_at__isnull=False) & ~Q(sha256="")),
                name="printed_batch_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"Batch {self.number:02d}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def in_order(self) -> "InvitationQuerySet":
        """In the order of the print, which is that of postcodes."""
        return self.order_by("address__postcode", "address__udprn")

    def live(self) -> "InvitationQuerySet":
        return self.filter(cancelled_at__isnull=True)


class Invitation(models.Model):
    """One letter to one address, with one code. The code itself is never stored."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="invitations")
    address = models.OneToOneField(Address, models.CASCADE, related_name="invitation")
    batch = models.ForeignKey(LetterBatch, models.PROTECT, null=True, related_name="invitations")
    place = models.PositiveIntegerField(
        null=True, help_text="Place of the letter in its batch, from 1"
    )
    issue = models.PositiveSmallIntegerField(default=1, help_text="Raised when a code is replaced")
    code_hash = models.BinaryField(max_length=32, unique=True)
    cancelled_at = models.DateTimeField(null=True)
    posted_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="one_letter_a_place"),
            models.CheckConstraint(
                condition=Q(batch__isnull=True, place__isnull=True)
                | Q(batch__isnull=False, place__gte=1),
                name="place_goes_with_batch",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"
