from typing import Any

from django.conf import settings
from django.http import HttpRequest

from . import clock, permissions


def place(request: HttpRequest) -> dict[str, Any]:
    """Tell every template where it is: the assembly, who reads, what time it is there."""
    return {
        "assembly": getattr(request, "assembly", None),
        "actor": getattr(request, "actor", permissions.SOMEONE),
        "now": clock.now(),
        "is_demo": settings.DEMO,
    }
