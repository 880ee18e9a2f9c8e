"""What the page of the alternates shows."""

from typing import Any

from assembly.errors import DomainError
from assembly.models import Assembly

from .. import alternates
from ..lottery import Repair
from ..models import Alternates, Draw, Pool, Value


def latest_draw(assembly: Assembly) -> Draw | None:
    """Return the draw of the members that is in force, once it is confirmed."""
    found = Draw.objects.filter(pool__assembly=assembly, confirmed_at__isnull=False)
    found = found.exclude(pool__status=Pool.Status.ABANDONED)
    found = found.exclude(pool__kind=Pool.Kind.REPLACEMENT)
    return found.select_related("pool").order_by("-pool__number").first()


def overview(assembly: Assembly) -> dict[str, Any]:
    """Return the list, if there is one; the ways to use it; or why none can be chosen."""
    drawn = latest_draw(assembly)
    listed = Alternates.objects.filter(draw=drawn).first() if drawn else None
    return {
        "draw": drawn,
        "listed": listed,
        "options": [(option, missed(assembly, option)) for option in alternates.options(assembly)],
        "refusal": _refusal(drawn) if listed is None else "",
    }


def missed(assembly: Assembly, option: Repair) -> list[str]:
    """Say which targets the panel would miss, in the words that people know them by."""
    names = {
        f"{value.category.key}/{value.key}": f"“{value.name}” ({value.category.name.lower()})"
        for value in Value.objects.filter(category__assembly=assembly).select_related("category")
    }
    return [
        f"{names[each.target.name]}: {each.seats}, at least {each.target.low} wanted"
        if each.seats < each.target.low
        else f"{names[each.target.name]}: {each.seats}, at most {each.target.high} wanted"
        for each in option.missed
    ]


def _refusal(drawn: Draw | None) -> str:
    if drawn is None:
        return "Alternates are chosen for the panel once it is drawn."
    try:
        alternates.refuse_unless_beforehand(drawn)
    except DomainError as refusal:
        return refusal.message
    return ""
