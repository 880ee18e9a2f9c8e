from .assembly import Assembly, Organisation, Part
from .audit import AuditEntry
from .outbox import OutboxMessage
from .translation import Translation
from .user import Role, User

__all__ = [
    "Assembly",
    "AuditEntry",
    "Organisation",
    "OutboxMessage",
    "Part",
    "Role",
    "Translation",
    "User",
]
