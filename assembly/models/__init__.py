from .assembly import Assembly, Organisation, Part
from .audit import AuditEntry
from .mail_address import DeadAddress, DoorMail
from .mail_text import MailText
from .outbox import Mailing, OutboxMessage
from .translation import Translation
from .user import Role, User

__all__ = [
    "Assembly",
    "AuditEntry",
    "DeadAddress",
    "DoorMail",
    "MailText",
    "Mailing",
    "Organisation",
    "OutboxMessage",
    "Part",
    "Role",
    "Translation",
    "User",
]
