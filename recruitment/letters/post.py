"""What becomes of letters in the post, recorded by their code; and one letter found by it."""

from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from assembly import audit
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly
from assembly.permissions import Actor

from .. import codes
from ..models import Invitation, Letter, LetterKind, SingleLetter
from .left_out import settle
from .single import MAKERS, Copy


class Outcome(StrEnum):
    POSTED = "posted"
    UNDELIVERED = "undelivered"
    GONE_AWAY = "gone_away"
    DELIVERED = "delivered"


def code_in(text: str) -> str:
    """Return the code that was typed, or scanned from a QR code (a link with it after “#”)."""
    try:
        return codes.normalise(text.rpartition("#")[2])
    except codes.Mistyped as error:
        raise BadInput(f"{error}.") from error


def by_code(assembly: Assembly, text: str) -> Invitation:
    """Return the invitation with this code, or one that was printed with it before."""
    hashed = codes.index(code_in(text))
    of_assembly = Invitation.objects.select_related("address").filter(assembly=assembly)
    invitation = (
        of_assembly.filter(code_hash=hashed).first()
        or of_assembly.filter(letters__code_hash=hashed).first()
    )
    if invitation is None:
        raise BadInput("No letter of this assembly has this code.")
    return invitation


def latest(invitation: Invitation) -> Letter | None:
    """Return the last printed letter to an address."""
    return _printed().filter(invitation=invitation).order_by("-run__started_at").first()


def _printed() -> QuerySet[Letter]:
    made = Q(batch__isnull=False) | Q(single__made_at__isnull=False)
    return Letter.objects.filter(made).select_related(
        "invitation__address", "batch", "run__draw", "run__assembly"
    )


def find(assembly: Assembly, text: str) -> Letter:
    """Return a letter by its code, or by the reference at its foot, such as 1-03-0127."""
    parts = text.strip().upper().split("-")
    if len(parts) == 3 and all(part.removesuffix("R").isdecimal() for part in parts):
        wave, batch, place = (int(part.removesuffix("R")[:9]) for part in parts)
        kind = LetterKind.REMINDER if parts[0].endswith("R") else LetterKind.INVITATION
        of_run = _printed().filter(run__assembly=assembly, run__draw__wave=wave, run__kind=kind)
        alone = of_run.filter(batch__isnull=True, pk=place)
        letter = (of_run.filter(batch__number=batch, place=place) if batch else alone).first()
    else:
        letter = latest(by_code(assembly, text))
    if letter is None:
        raise BadInput("No printed letter has this code or reference.")
    return letter


def record(
    assembly: Assembly, text: str, outcome: Outcome, *, by: Actor, now: datetime
) -> Letter | None:
    """Record what became of the letter with this code; return the letter.

    `DELIVERED` takes back that it was returned. Recording the same twice changes nothing.
    """
    with audit.act("letters.record", assembly, by=by, now=now) as done:
        found = by_code(assembly, text)
        invitation = Invitation.objects.select_for_update().get(pk=found.pk)
        letter = latest(invitation)
        if letter is None:
            raise DomainError("This letter has not been printed.")
        _record(invitation, outcome, now)
        invitation.save(update_fields=["posted_at", "returned_at", "returned_as"])
        if outcome == Outcome.POSTED and letter.batch is None:
            settle(letter, SingleLetter.Outcome.POSTED, by=by, now=now)
        done.about(invitation, outcome=outcome.value)
    return letter


def _record(invitation: Invitation, outcome: Outcome, now: datetime) -> None:
    if outcome == Outcome.POSTED:
        invitation.posted_at = invitation.posted_at or now
    elif outcome == Outcome.DELIVERED:
        invitation.returned_at, invitation.returned_as = None, ""
    else:
        if invitation.posted_at is None:
            raise DomainError("This letter has not been posted, so it cannot have come back.")
        if invitation.returned_as != outcome.value:
            invitation.returned_at, invitation.returned_as = now, outcome.value


def copy(
    assembly: Assembly, text: str, kind: Copy, reason: str, *, by: Actor, now: datetime
) -> tuple[Letter, bytes]:
    """Return one letter again, as one of the kinds of `Copy`."""
    with audit.act("letters.copy", assembly, by=by, now=now) as done:
        if not reason.strip():
            raise BadInput("Say why the letter is printed again.")
        letter = find(assembly, text)
        done.about(letter, copy=kind.value, reason=reason.strip()[:200])
        content = MAKERS[kind](letter)
    return letter, content
