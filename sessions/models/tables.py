from django.conf import settings
from django.db import models
from django.db.models import Q

from recruitment.models import Member

from .programme import Session


class TablePlan(models.Model):
    """Who sits where in one session. A new version is a new row; members see the last released."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="table_plans")
    version = models.PositiveSmallIntegerField()
    tables = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "version"], name="table_plan_version_once"),
            models.CheckConstraint(condition=Q(tables__gte=1), name="table_plan_has_tables"),
        ]

    def __str__(self) -> str:
        return f"Tables, version {self.version}"


class TableSeat(models.Model):
    """One member's table in one session."""

    plan = models.ForeignKey(TablePlan, models.CASCADE, related_name="seats")
    table = models.PositiveSmallIntegerField()
    member = models.ForeignKey(Member, models.CASCADE, related_name="seats")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "member"], name="seated_once"),
            models.CheckConstraint(condition=Q(table__gte=1), name="tables_from_one"),
        ]

    def __str__(self) -> str:
        return f"Table {self.table}"


class TableFacilitator(models.Model):
    """The facilitator of one table in one session."""

    plan = models.ForeignKey(TablePlan, models.CASCADE, related_name="facilitators")
    table = models.PositiveSmallIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tables_led")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "table"], name="one_facilitator_a_table"),
            models.UniqueConstraint(fields=["plan", "user"], name="facilitates_one_table"),
        ]

    def __str__(self) -> str:
        return f"Table {self.table}"
