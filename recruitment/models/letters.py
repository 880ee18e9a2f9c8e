from django.db import models
from django.db.models import Q

from assembly.models import Assembly

from .addresses import Address, AddressDraw


class LetterKind(models.TextChoices):
    INVITATION = "invitation", "Invitation"
    REMINDER = "reminder", "Reminder"


class LetterTemplate(models.Model):
    """One version of a letter's text as staff saved it. A trigger refuses any change to it."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="letter_templates")
    kind = models.CharField(max_length=10, choices=LetterKind)
    version = models.PositiveSmallIntegerField()
    front = models.TextField(help_text="Markdown and merge fields of the first page")
    back = models.TextField(help_text="Markdown and merge fields of the pages after it")
    language = models.CharField(max_length=5, blank=True, help_text="Second language, if any")
    other_front = models.TextField(blank=True)
    other_back = models.TextField(blank=True)
    others = models.JSONField(default=list, help_text="Languages of the panel on the back")
    saved_by = models.CharField(max_length=60)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assembly", "kind", "version"], name="letter_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, version {self.version}"


class LetterRun(models.Model):
    """One printing of letters to a wave of addresses, released by a second person."""

    class Layout(models.TextChoices):
        STANDARD = "standard", "Standard print, two pages"
        BILINGUAL = "bilingual", "Two languages, four pages"
        LARGE = "large", "Large print (18 point)"

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="letter_runs")
    draw = models.ForeignKey(AddressDraw, models.PROTECT, related_name="letter_runs")
    kind = models.CharField(max_length=10, choices=LetterKind, default=LetterKind.INVITATION)
    layout = models.CharField(max_length=9, choices=Layout, default=Layout.STANDARD)
    template = models.ForeignKey(
        LetterTemplate, models.PROTECT, null=True, help_text="None for the text we bring along"
    )
    wording = models.JSONField(help_text="All that the letter says, as it was when printing began")
    letters = models.PositiveIntegerField(help_text="Letters to print")
    pages = models.PositiveSmallIntegerField(default=2, help_text="Pages of each letter")
    body = models.FileField(upload_to="letters", help_text="The pages that all letters share")
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
            models.UniqueConstraint(fields=["draw", "kind"], name="one_run_a_wave_and_kind"),
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


class LetterAlarm(models.Model):
    """A run of which nothing was printed for too long: raised once, ended when it goes on."""

    run = models.ForeignKey(LetterRun, models.CASCADE, related_name="alarms")
    since = models.DateTimeField(help_text="The last progress before it")
    raised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run"], condition=Q(ended_at=None), name="one_standing_alarm_a_run"
            ),
        ]

    def __str__(self) -> str:
        return f"Alarm of {self.run_id}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def live(self) -> "InvitationQuerySet":
        return self.filter(cancelled_at__isnull=True)


class Invitation(models.Model):
    """One address that was invited, with one code. The code itself is never stored."""

    class Returned(models.TextChoices):
        UNDELIVERED = "undelivered", "Returned"
        GONE_AWAY = "gone_away", "Gone away"

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="invitations")
    address = models.OneToOneField(Address, models.CASCADE, related_name="invitation")
    issue = models.PositiveSmallIntegerField(default=1, help_text="Raised when a code is replaced")
    code_hash = models.BinaryField(max_length=32, unique=True)
    cancelled_at = models.DateTimeField(null=True)
    posted_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    returned_as = models.CharField(max_length=11, choices=Returned, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True, returned_as="")
                | Q(returned_at__isnull=False) & ~Q(returned_as=""),
                name="returned_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"


class Letter(models.Model):
    """One letter of a run: where it lies in the print, or why it could not be printed."""

    run = models.ForeignKey(LetterRun, models.CASCADE, related_name="rows")
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="letters")
    batch = models.ForeignKey(LetterBatch, models.PROTECT, null=True, related_name="rows")
    place = models.PositiveIntegerField(
        null=True, help_text="Place of the letter in its batch, from 1"
    )
    problem = models.CharField(max_length=200, blank=True, help_text="Why it was left out")
    issue = models.PositiveSmallIntegerField(
        null=True, help_text="Which issue of the code it was printed with"
    )
    code_hash = models.BinaryField(
        max_length=32, null=True, db_index=True, help_text="That code, hashed"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "invitation"], name="one_letter_an_invitation"),
            models.UniqueConstraint(fields=["batch", "place"], name="one_letter_a_place"),
            models.CheckConstraint(
                condition=Q(batch__isnull=True, place__isnull=True) & ~Q(problem="")
                | Q(batch__isnull=False, place__gte=1, problem=""),
                name="letter_is_placed_or_left_out",
            ),
        ]

    def __str__(self) -> str:
        return f"Letter {self.pk}"


class SingleLetter(models.Model):
    """What became of a letter that was left out of its run: made by itself, posted, or not sent."""

    class Outcome(models.TextChoices):
        POSTED = "posted", "Posted by hand"
        NOT_SENT = "not_sent", "Not sent"

    letter = models.OneToOneField(Letter, models.CASCADE, related_name="single")
    made_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    reason = models.CharField(max_length=200, blank=True, help_text="Why it is not sent")
    settled_by = models.CharField(max_length=60, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", settled_at__isnull=True, settled_by="")
                | ~Q(outcome="") & Q(settled_at__isnull=False) & ~Q(settled_by=""),
                name="single_letter_is_settled_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="posted") | Q(made_at__isnull=False),
                name="posted_single_letter_was_made",
            ),
            models.CheckConstraint(
                condition=Q(outcome="not_sent") & ~Q(reason="")
                | ~Q(outcome="not_sent") & Q(reason=""),
                name="unsent_letter_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display() or "Waiting"
