from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from . import clock, languages, navigation, permissions


def place(request: HttpRequest) -> dict[str, Any]:
    """Tell every template where it is: the assembly, who reads, what time it is there."""
    assembly = getattr(request, "assembly", None)
    actor = getattr(request, "actor", permissions.SOMEONE)
    return {
        "assembly": assembly,
        "actor": actor,
        "now": clock.now(),
        "is_demo": settings.DEMO,
        "language": languages.current(),
        "navigation": SimpleLazyObject(lambda: navigation.groups(request, assembly, actor)),
    }
