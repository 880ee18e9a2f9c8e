"""The call sheet on paper: everyone who is waiting, with how to reach them."""

from datetime import datetime

from assembly import audit
from assembly.models import Assembly
from assembly.permissions import Actor

from ..models import Offer


def open_sheet(assembly: Assembly, *, by: Actor, now: datetime) -> list[Offer]:
    """Return everyone to ring with how to reach them; each will see that it was opened."""
    waiting = list(
        assembly.offers.waiting()
        .select_related("registration")
        .prefetch_related("calls")
        .order_by("deadline", "tried", "pk")
    )
    for offer in waiting:
        with audit.act("calls.print", assembly, by=by, now=now) as record:
            record.about(offer)
    return waiting
