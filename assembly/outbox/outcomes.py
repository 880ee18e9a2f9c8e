"""What became of handing a message over, read from the error that it ended in."""

import smtplib
from dataclasses import dataclass
from enum import Enum

from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused
from django.core.exceptions import ImproperlyConfigured
from requests.exceptions import ConnectionError as NotConnected
from requests.exceptions import ConnectTimeout

from ..mail_addresses import left_out
from .smtp import UnknownOutcome

# Codes with which a server says that the mailbox itself does not exist (RFC 5321, RFC 3463).
NO_SUCH_MAILBOX = frozenset({550, 551, 553})
LATER = frozenset({401, 403, 408, 425, 429, 503})


class Fate(Enum):
    """What is done next."""

    LATER = "try again later"
    REFUSED = "bounced"
    UNKNOWN = "a person decides"
    BROKEN = "never try again"


@dataclass(frozen=True)
class Outcome:
    """A fate, why in words for staff, and whether the address itself is dead."""

    fate: Fate
    why: str
    address_is_dead: bool = False


def of(error: Exception) -> Outcome:
    """Return what an error means. What nobody can know is never tried again by itself."""
    if isinstance(error, UnknownOutcome):
        return Outcome(Fate.UNKNOWN, "The connection broke before the mail server had answered.")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return _refused(code, said, address=True)
    if isinstance(error, smtplib.SMTPDataError):
        return _refused(error.smtp_code, error.smtp_error, address=False)
    if isinstance(error, AnymailRecipientsRefused):
        return Outcome(Fate.REFUSED, "The mail provider refuses this address.", True)
    if isinstance(error, AnymailAPIError):
        return _of_provider(error)
    if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPNotSupportedError):
        return Outcome(Fate.LATER, f"The mail server could not be used: {type(error).__name__}.")
    if isinstance(error, ImproperlyConfigured):
        return Outcome(Fate.LATER, "Sending mail is not set up correctly.")
    return Outcome(Fate.BROKEN, f"The message cannot be written as mail: {type(error).__name__}.")


def _refused(code: int, said: bytes | str, *, address: bool) -> Outcome:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    why = f"{code} {left_out(words)}"[:160]
    if 400 <= code < 500:
        return Outcome(Fate.LATER, f"The mail server asks us to wait: {why}")
    return Outcome(
        Fate.REFUSED, f"The mail server refused it: {why}", address and code in NO_SUCH_MAILBOX
    )


def _of_provider(error: AnymailAPIError) -> Outcome:
    status = error.status_code
    if status is None:
        cause = error.__cause__
        if isinstance(cause, ConnectTimeout) or _never_connected(cause):
            return Outcome(Fate.LATER, "The mail provider cannot be reached.")
        return Outcome(Fate.UNKNOWN, "The mail provider did not answer.")
    if status in LATER:
        return Outcome(Fate.LATER, f"The mail provider asks us to wait: {status}.")
    if status >= 500 or status < 300:
        return Outcome(Fate.UNKNOWN, f"The mail provider answered with an error: {status}.")
    return Outcome(Fate.BROKEN, f"The mail provider refused the message: {status}.")


def _never_connected(cause: BaseException | None) -> bool:
    """Tell a connection that was never made from one that broke."""
    return isinstance(cause, NotConnected) and "NewConnectionError" in repr(cause)
