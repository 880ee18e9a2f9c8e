"""The application with the guard of registration taken out, for the control of a test.

Without the lock on the letter, and slow between looking for a place and taking it, so that many at
once find the same one.
"""

import time
from typing import Any

from assembly.wsgi import application
from recruitment.models import Invitation
from recruitment.registrations import gate, registered

SECONDS = 0.3
_look = gate.free_place


def _lock_nothing(invitation_id: int) -> Invitation:
    return Invitation.objects.select_related("address").get(pk=invitation_id)


def _look_slowly(*arguments: Any) -> int | None:
    place = _look(*arguments)
    time.sleep(SECONDS)
    return place


registered.lock = _lock_nothing
gate.free_place = _look_slowly  # type: ignore[assignment]

__all__ = ["application"]
