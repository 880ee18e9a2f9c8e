"""Django's SMTP, with one thing added: it tells an unknown outcome from a certain failure.

When the connection breaks after the server has asked for the message and before it has answered,
nobody can know whether it was taken. Every other failure is certain: nothing was taken.
"""

import contextlib
import smtplib
from typing import TYPE_CHECKING, Any

from django.core.mail.backends.smtp import EmailBackend

if TYPE_CHECKING:
    _Session = smtplib.SMTP
else:
    _Session = object


class UnknownOutcome(Exception):
    """The message may have been taken, or not."""


class _Careful(_Session):
    def data(self, msg: Any) -> tuple[int, bytes]:
        self.replies = 0
        try:
            return super().data(msg)
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            if self.replies and not isinstance(error, smtplib.SMTPDataError):
                raise UnknownOutcome(
                    "The connection broke before the server had answered"
                ) from error
            raise

    def getreply(self) -> tuple[int, bytes]:
        found = super().getreply()
        self.replies = getattr(self, "replies", 0) + 1
        return found


class _Plain(_Careful, smtplib.SMTP):
    pass


class _Encrypted(_Careful, smtplib.SMTP_SSL):
    pass


class Backend(EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Encrypted if self.use_ssl else _Plain

    def close(self) -> None:
        """Say goodbye; whatever goes wrong there changes nothing about what was taken."""
        session = self.connection
        with contextlib.suppress(OSError):
            super().close()
        if session is not None:
            session.close()
