from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop as _

from assembly.encryption import EncryptedJSONField, EncryptedTextField
from assembly.models import Assembly

from .registration import Registration


class Category(models.Model):
    """One way in which the panel must mirror the area: age, gender, area …"""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="categories")
    key = models.SlugField(max_length=30)
    name = models.CharField(max_length=60)
    question = models.CharField(
        max_length=200, help_text="As asked when registering; empty if derived", blank=True
    )
    place = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200, help_text="Table, vintage and age base")

    class Meta:
        verbose_name_plural = "categories"
        constraints = [models.UniqueConstraint(fields=["assembly", "key"], name="category_once")]

    def __str__(self) -> str:
        return self.name


class Value(models.Model):
    """One value of a category with its target: at least `low` and at most `high` seats.

    A value without a target ("prefer not to say") is kept and unconstrained.
    """

    category = models.ForeignKey(Category, models.CASCADE, related_name="values")
    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    place = models.PositiveSmallIntegerField()
    population = models.PositiveIntegerField(
        null=True, help_text="People, in the category's source"
    )
    low = models.PositiveSmallIntegerField("at least", null=True)
    high = models.PositiveSmallIntegerField("at most", null=True)
    from_age = models.PositiveSmallIntegerField(
        null=True, help_text="For an age band: its youngest age"
    )
    wards = models.JSONField(default=list, help_text="For an area: the names of its wards")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "key"], name="value_once"),
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True) | Q(low__lte=F("high")),
                name="target_low_below_high",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Pool(models.Model):
    """Those who can be drawn, frozen, with the lottery over them: chances, panels, manifest.

    Number 1 chooses the panel; later ones fill empty seats, each chained to the one before.
    """

    class Status(models.TextChoices):
        FROZEN = "frozen", "Frozen"
        SOLVING = "solving", "Working out the chances"
        SOLVED = "solved", "Chances worked out"
        COMMITTED = "committed", "Committed"
        DRAWN = "drawn", "Drawn"
        FAILED = "failed", "No panel possible"
        ABANDONED = "abandoned", "Abandoned"

    class Kind(models.TextChoices):
        FIRST = "first", _("The draw of the members")
        REDRAW = "redraw", _("A new draw of the members")
        REPLACEMENT = "replacement", _("A replacement draw")

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="pools")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=11, choices=Kind, default=Kind.FIRST)
    previous = models.OneToOneField("self", models.PROTECT, null=True, related_name="next")
    seats = models.PositiveSmallIntegerField()
    targets = models.JSONField(help_text="category/value → [low, high] for the seats of this pool")
    status = models.CharField(max_length=10, choices=Status, default=Status.FROZEN)
    reason = models.CharField(
        max_length=600, blank=True, help_text="Why seats had to be filled again; published"
    )
    abandoned_because = models.CharField(max_length=200, blank=True)
    problem = models.TextField(blank=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=60)
    result = models.JSONField(
        null=True, help_text="Engine, lowest chance, certificate, panels by place"
    )
    lottery_file = models.TextField(blank=True, help_text="lottery.json, for the auditor")
    solved_at = models.DateTimeField(null=True)
    signed_off_by = models.CharField(max_length=60, blank=True)
    signed_off_at = models.DateTimeField(null=True)
    randomness = models.JSONField(
        null=True, help_text="Balls, or the beacon’s round, as promised in the manifest"
    )
    manifest = models.TextField(blank=True, help_text="Canonical JSON, as hashed")
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    committed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assembly", "number"], name="pool_number_once"),
            models.CheckConstraint(
                condition=Q(committed_at__isnull=True) | ~Q(manifest_sha256=""),
                name="committed_pool_has_its_manifest",
            ),
        ]

    def __str__(self) -> str:
        return f"Pool {self.number}"


class Run(models.Model):
    """One time that the chances were worked out: a test, or the official run over a frozen pool.

    A row is the work; a worker claims it, says how far it is, and can be told to stop.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting for a worker"
        RUNNING = "running", "Working out the chances"
        DONE = "done", "Done"
        FAILED = "failed", "No panel possible"
        CANCELLED = "cancelled", "Cancelled"

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="runs")
    number = models.PositiveSmallIntegerField()
    pool = models.ForeignKey(
        Pool, models.CASCADE, null=True, related_name="runs", help_text="Empty: a test"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    asked_by = models.CharField(max_length=60)
    asked_at = models.DateTimeField()
    claim = models.CharField(max_length=32, blank=True, help_text="Which worker has it")
    alive_at = models.DateTimeField(null=True, help_text="When that worker last said so")
    step = models.CharField(max_length=120, blank=True)
    is_cancelled = models.BooleanField(default=False, help_text="Somebody asked it to stop")
    finished_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)
    outcome = models.JSONField(
        null=True, help_text="People, lowest chance, chances by band, expected seats. No person"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assembly", "number"], name="run_number_once"),
            models.UniqueConstraint(
                fields=["assembly"],
                condition=Q(status__in=["waiting", "running"]),
                name="one_run_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Run {self.number}"

    @property
    def is_test(self) -> bool:
        return self.pool_id is None

    @property
    def is_under_way(self) -> bool:
        return self.status in (self.Status.WAITING, self.Status.RUNNING)


class PoolEntry(models.Model):
    """One person in a frozen pool: pseudonym, salted commitment, exact chance."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    pool = models.ForeignKey(Pool, models.CASCADE, related_name="entries")
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="pool_entries")
    pseudonym = models.CharField(max_length=12)
    household = models.PositiveIntegerField(
        help_text="Number of the address among those in the pool"
    )
    answers = EncryptedJSONField(null=True, help_text="Category key → value key, as frozen")
    salt = EncryptedTextField(null=True, help_text="Empty once the person has had it erased")
    commitment = models.CharField(max_length=64)
    panels = models.PositiveSmallIntegerField(
        null=True, help_text="Of the 1,000 panels, on how many"
    )

    class Meta:
        verbose_name_plural = "pool entries"
        constraints = [
            models.UniqueConstraint(fields=["pool", "registration"], name="in_a_pool_once"),
            models.UniqueConstraint(fields=["pool", "pseudonym"], name="pseudonym_once"),
            models.CheckConstraint(
                condition=Q(panels__isnull=True) | Q(panels__lte=1000), name="panels_of_a_thousand"
            ),
        ]

    def __str__(self) -> str:
        return self.pseudonym


class Draw(models.Model):
    """The public draw from a committed pool: three digits, entered and confirmed by two people."""

    pool = models.OneToOneField(Pool, models.PROTECT, related_name="draw")
    digits = models.CharField(max_length=3)
    entered_by = models.CharField(max_length=60)
    entered_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=60, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    signature = models.CharField(max_length=96, blank=True, help_text="The beacon’s, if it drew")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(digits__regex=r"^[0-9]{3}$"), name="three_digits"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | ~Q(confirmed_by=models.F("entered_by")),
                name="confirmed_by_a_second_official",
            ),
        ]

    def __str__(self) -> str:
        return f"Draw {self.digits}"


class Alternates(models.Model):
    """People of the pool named once its panel is drawn, to be asked first when seats fall empty.

    The row is the work: `pseudonyms` stay empty until a worker has chosen them.
    """

    draw = models.OneToOneField(Draw, models.PROTECT, related_name="alternates")
    count = models.PositiveSmallIntegerField()
    rate = models.PositiveSmallIntegerField(
        help_text="How likely each member is thought to drop out, in per cent"
    )
    asked_by = models.CharField(max_length=60)
    asked_at = models.DateTimeField()
    pseudonyms = models.JSONField(null=True)
    expected = models.FloatField(null=True, help_text="Seats missed on average when they step in")
    bound = models.FloatField(null=True, help_text="The least that any choice could expect")
    without = models.FloatField(null=True, help_text="Seats missed on average without them")
    problem = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "alternates"
        constraints = [
            models.CheckConstraint(condition=Q(count__gt=0), name="some_alternates"),
            models.CheckConstraint(condition=Q(rate__gt=0, rate__lt=100), name="a_rate_in_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.count} alternates"
