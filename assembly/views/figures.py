"""The handful of numbers that tell where an assembly stands."""

from assembly.models import Assembly
from recruitment.queries import members, registrations


def of(assembly: Assembly) -> list[tuple[str, str]]:
    """Return (label, figure) pairs, only those that mean something by now."""
    posted = assembly.invitations.filter(posted_at__isnull=False).count()
    registered = registrations.registered(assembly).count()
    confirmed = members.confirmed(assembly)
    found = [
        ("letters posted", f"{posted:,}", posted),
        ("registered", f"{registered:,}", posted),
        ("of letters answered", f"{100 * registered / posted:.1f}%" if posted else "", posted),
        ("members", f"{confirmed} of {assembly.seats}", confirmed),
    ]
    return [(label, figure) for label, figure, shown in found if shown]
