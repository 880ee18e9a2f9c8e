"""Letters left out of a run: the address mended or not, made by itself, posted, or not sent."""

from datetime import datetime

from assembly import audit
from assembly.errors import BadInput, DomainError
from assembly.permissions import Actor

from ..models import Address, Invitation, Letter, SingleLetter
from . import window
from .single import MAKERS, Copy

LONGEST_LINE = 120
Outcome = SingleLetter.Outcome


def mend(letter: Letter, lines: list[str], postcode: str, *, by: Actor, now: datetime) -> Letter:
    """Put an address right so that it can be printed, for this letter and all later ones.

    An address that stands in a printed letter stays: the batch can be made again, byte for byte.
    Ward and area stay those of the address that was drawn.
    """
    with audit.act("letters.mend", letter.run.assembly, by=by, now=now) as record:
        current = _left_out(letter)
        tidy = [" ".join(line.split()) for line in lines if line.strip()]
        postcode = " ".join(postcode.upper().split())
        if any(len(line) > LONGEST_LINE for line in tidy) or len(postcode) > 8:
            raise BadInput("Shorten the lines until they fit the window.")
        if trouble := window.trouble(tidy, postcode):
            raise BadInput(trouble)
        if Letter.objects.filter(invitation=current.invitation, batch__isnull=False).exists():
            raise DomainError("This address stands in a printed letter, so it cannot change.")
        address = Address.objects.select_for_update().get(pk=current.invitation.address_id)
        address.lines, address.postcode = tidy, postcode
        address.save(update_fields=["lines", "postcode"])
        record.about(current, lines=len(tidy))
    return current


def make_single(letter: Letter, kind: Copy, *, by: Actor, now: datetime) -> bytes:
    """Return the letter by itself. While its address cannot be printed its window names nobody."""
    with audit.act("letters.make_single", letter.run.assembly, by=by, now=now) as record:
        current = _left_out(letter)
        single, _is_new = SingleLetter.objects.get_or_create(letter=current)
        single.made_at = single.made_at or now
        single.save(update_fields=["made_at"])
        content = MAKERS[kind](current)
        record.about(current, copy=kind.value)
    return content


def post_single(letter: Letter, *, by: Actor, now: datetime) -> None:
    """Record that a letter made by itself has been posted. Once recorded it stays."""
    with audit.act("letters.settle_single", letter.run.assembly, by=by, now=now) as record:
        current = _left_out(letter)
        settle(current, Outcome.POSTED, by=by, now=now)
        Invitation.objects.filter(pk=current.invitation_id, posted_at=None).update(posted_at=now)
        record.about(current, outcome=Outcome.POSTED.value)


def leave_unsent(letter: Letter, reason: str, *, by: Actor, now: datetime) -> None:
    """Record that a letter is not sent, and why. It can still be made and posted later."""
    with audit.act("letters.settle_single", letter.run.assembly, by=by, now=now) as record:
        if not reason.strip():
            raise BadInput("Say why the letter is not sent.")
        current = _left_out(letter)
        settle(current, Outcome.NOT_SENT, reason=reason.strip()[:200], by=by, now=now)
        record.about(current, outcome=Outcome.NOT_SENT.value)


def settle(letter: Letter, outcome: Outcome, *, reason: str = "", by: Actor, now: datetime) -> None:
    """Keep what became of a letter made by itself, as part of an act."""
    single, _is_new = SingleLetter.objects.get_or_create(letter=letter)
    if single.outcome == Outcome.POSTED:
        if outcome == Outcome.POSTED:
            return
        raise DomainError("This letter has been posted.")
    if outcome == Outcome.POSTED and single.made_at is None:
        raise DomainError("Make the letter first.")
    single.outcome, single.reason = outcome, reason
    single.settled_by, single.settled_at = by.label, now
    single.save()


def _left_out(letter: Letter) -> Letter:
    """Hold a letter until the end of the act; raise if it was printed with the others."""
    rows = Letter.objects.select_for_update(of=("self",)).select_related(
        "invitation__address", "batch", "run__draw", "run__assembly"
    )
    current = rows.get(pk=letter.pk)
    if current.batch is not None:
        raise DomainError("This letter was printed with the others.")
    return current
