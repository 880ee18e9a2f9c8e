from django.db import models


class AuditEntry(models.Model):
    """One link of the audit chain. Written by `assembly.audit` only; a trigger refuses changes.

    Holds pseudonymous identifiers, never names or contact, so it never needs erasing.
    """

    position = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    assembly = models.ForeignKey(
        "assembly.Assembly", models.PROTECT, null=True, related_name="audit_entries"
    )
    actor = models.CharField(max_length=60)
    act = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=60, blank=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name_plural = "audit entries"
        indexes = [models.Index(fields=["assembly", "-position"], name="audit_by_assembly")]
        constraints = [
            models.CheckConstraint(condition=models.Q(position__gte=1), name="audit_from_one")
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.act}"
