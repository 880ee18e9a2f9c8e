from datetime import datetime
from fractions import Fraction
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from assembly.models import Assembly
from recruitment.models import Member

from ..tally import Choice, Denominator, Rules, Side
from .recommendation import Recommendation


class Ballot(models.Model):
    """One secret vote on all locked recommendations. Its rules are fixed when it opens."""

    class Base(models.TextChoices):
        OPINIONS = "opinions", "those who gave an opinion"
        PAPERS = "papers", "everyone who voted"
        ENTITLED = "entitled", "all members"

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="ballots")
    title = models.CharField(max_length=120)
    scale = models.JSONField(help_text="Choices in order: key, label, side")
    threshold_top = models.PositiveSmallIntegerField()
    threshold_bottom = models.PositiveSmallIntegerField()
    more_than = models.BooleanField(default=False)
    denominator = models.CharField(max_length=10, choices=Base, default=Base.OPINIONS)
    quorum = models.PositiveSmallIntegerField()
    entitled = models.PositiveSmallIntegerField()
    opens_at = models.DateTimeField()
    opened_by = models.CharField(max_length=60)
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    result_sha256 = models.CharField(max_length=64, blank=True)
    traces_wiped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assembly"], condition=Q(closed_at__isnull=True), name="one_open_ballot"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="ballot_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(threshold_top__gte=1, threshold_bottom__gte=F("threshold_top")),
                name="threshold_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(quorum__lte=F("entitled")), name="quorum_can_be_met"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, result__isnull=True)
                | Q(closed_at__isnull=False, result__isnull=False),
                name="result_only_when_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def rules(self) -> Rules:
        scale = tuple(Choice(c["key"], c["label"], Side(c["side"])) for c in self.scale)
        return Rules(
            scale=scale,
            threshold=Fraction(self.threshold_top, self.threshold_bottom),
            quorum=self.quorum,
            entitled=self.entitled,
            denominator=Denominator(self.denominator),
            more_than=self.more_than,
        )

    def is_open(self, now: datetime) -> bool:
        return self.closed_at is None and self.opens_at <= now < self.closes_at


class BallotQuestion(models.Model):
    """One recommendation as it was put to the vote, sealed by its version's hash."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="questions")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="questions")
    version_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "recommendation"], name="question_once")
        ]

    def __str__(self) -> str:
        return f"Question on {self.recommendation_id}"


class BallotRoll(models.Model):
    """That a member has voted; not when, and nothing that leads to what."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="roll")
    member = models.ForeignKey(Member, models.PROTECT, related_name="ballots_cast")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "member"], name="one_vote_each")]

    def __str__(self) -> str:
        return "One member has voted"


class BallotPaper(models.Model):
    """One paper in the box. No member, no time, no sequence; rewritten in random order at close."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="papers")
    receipt = models.CharField(max_length=13)
    choices = models.JSONField(help_text="Recommendation number → choice key")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "receipt"], name="receipt_once")]

    def __str__(self) -> str:
        return self.receipt

    @property
    def answers(self) -> dict[int, str]:
        return {int(number): key for number, key in self.choices.items()}
