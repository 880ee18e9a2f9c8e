"""What an act may raise. Each message is meant to be read by the person who tried."""

from django.utils.translation import gettext_noop as _


class DomainError(Exception):
    """An act was refused and nothing has changed."""

    status = 409
    title = _("That cannot be done now")

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(DomainError):
    """The actor's roles do not include this act."""

    status = 403
    title = _("You do not have permission to do that")


class NotNow(DomainError):
    """Something that this needs cannot be reached. Who asked may try again."""

    status = 503
    title = _("That does not work at the moment")


class WrongStage(DomainError):
    """The act belongs to another stage of the assembly."""


class BadInput(DomainError):
    """What was given is wrong; the message says what and where."""

    status = 422
    title = _("There is a problem with what was given")
