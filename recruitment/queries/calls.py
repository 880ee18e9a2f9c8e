"""The call sheet as its pages show it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assembly.models import Assembly, User
from assembly.permissions import Actor

from ..models import Call, Offer


@dataclass(frozen=True)
class Row:
    """One person who is waiting to be rung. Never their name or number: those are opened."""

    offer: Offer
    last: Call | None
    caller: str
    is_due: bool


@dataclass(frozen=True)
class Attempt:
    call: Call
    by: str


def queue(assembly: Assembly, by: Actor, now: datetime) -> dict[str, Any]:
    """Return whom to ring now and whom later, in the order in which they come up."""
    due = list(assembly.offers.to_ring(now).values_list("pk", flat=True))
    place = {pk: number for number, pk in enumerate(due)}
    waiting = list(
        assembly.offers.waiting().select_related("registration").prefetch_related("calls")
    )
    waiting.sort(key=lambda offer: (place.get(offer.pk, len(due)), offer.call_after or now))
    names = callers(offer.caller for offer in waiting)
    rows = [
        Row(offer, _last(offer), _caller(offer, names, now), offer.pk in place) for offer in waiting
    ]
    return {
        "rows": rows,
        "due": len(due),
        "promised": sum(row.is_due and row.offer.is_promised for row in rows),
        "overdue": sum(offer.deadline < now for offer in waiting),
        "mine": next((o for o in waiting if o.caller == by.label and is_held(o, now)), None),
    }


def _last(offer: Offer) -> Call | None:
    return max(offer.calls.all(), key=lambda call: call.number, default=None)


def _caller(offer: Offer, names: dict[str, str], now: datetime) -> str:
    return names.get(offer.caller, "") if is_held(offer, now) else ""


def is_held(offer: Offer, now: datetime) -> bool:
    """Tell whether a caller has this person now."""
    return bool(offer.caller and offer.caller_until and offer.caller_until > now)


def attempts(offer: Offer) -> list[Attempt]:
    """Return what was tried, newest first, with who tried."""
    calls = list(offer.calls.order_by("-number"))
    names = callers(call.by for call in calls)
    return [Attempt(call, names.get(call.by, "")) for call in calls]


def callers(labels: Any) -> dict[str, str]:
    """Return the names of members of staff by how the audit trail calls them."""
    pks = {int(label[5:]) for label in labels if label.startswith("user:")}
    named = User.objects.filter(pk__in=pks).values_list("pk", "name")
    return {f"user:{pk}": name for pk, name in named}
