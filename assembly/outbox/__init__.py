"""Messages leave by the outbox: written in the act's transaction, sent after it, once."""

from ..mail_addresses import is_dead
from .deciding import retry, send_now, settle, stop, trust
from .sending import LEASE, MAX_ATTEMPTS, send_due
from .watching import alarm
from .writing import begin_mailing, put

__all__ = [
    "LEASE",
    "MAX_ATTEMPTS",
    "alarm",
    "begin_mailing",
    "is_dead",
    "put",
    "retry",
    "send_due",
    "send_now",
    "settle",
    "stop",
    "trust",
]
