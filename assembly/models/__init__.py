from .assembly import Assembly, Organisation, Part
from .audit import AuditEntry
from .outbox import OutboxMessage
from .user import Role, User

__all__ = ["Assembly", "AuditEntry", "Organisation", "OutboxMessage", "Part", "Role", "User"]
