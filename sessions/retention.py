"""Members' data goes a year after their last weekend, by itself, as the privacy page says."""

from datetime import datetime, timedelta

from django.db.models import Max

from assembly import stages
from assembly.models import Assembly
from recruitment import retention

from .queries.attendance import attended

KEPT = timedelta(days=365)


def forget_members(now: datetime) -> int:
    """Erase everybody who is left of assemblies that met last a year ago; return how many."""
    over = (
        Assembly.objects.filter(stage__in=stages.since(stages.MEET))
        .annotate(last=Max("weekends__sessions__ends_at"))
        .filter(last__lte=now - KEPT)
    )
    return sum(retention.forget_everyone(each, attended(each), now=now) for each in over)
