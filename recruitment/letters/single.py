"""One letter: printed again just as it was, made accessible, or shown as a sample."""

from collections.abc import Iterable
from datetime import datetime

import segno
from django.conf import settings

from assembly.errors import DomainError
from assembly.models import Assembly

from .. import codes
from ..models import Invitation, LetterRun
from . import body, sheet
from .sheet import Stamp

TO = "The Resident(s)"
QR_SAYS = "QR code that opens the registration page with your code"
SAMPLE_CODE = "0" * codes.LENGTH


def stamp(invitation: Invitation, slug: str) -> Stamp:
    """Return what one invitation's letter has of its own, its code made again."""
    address = invitation.address
    code = codes.make(address.udprn, invitation.issue, invitation.assembly_id)
    number = invitation.batch.number if invitation.batch else 0
    return Stamp(
        (TO, *address.lines, address.postcode),
        codes.pretty(code),
        link(slug, code),
        f"{number:02d}-{invitation.place or 0:04d}",
    )


def link(slug: str, code: str) -> str:
    """Return what the QR code holds: the code is a fragment, so that no server ever logs it."""
    return f"{settings.SITE_URL.rstrip('/')}/{slug}/register/code/#{code}"


def render(run: LetterRun, stamps: Iterable[Stamp], title: str) -> bytes:
    with run.body.open("rb") as file:
        content = file.read()
    return sheet.render(content, stamps, title=title, made_at=run.started_at)


def reprint(invitation: Invitation) -> bytes:
    """Return one letter with the same content as in its batch."""
    batch = invitation.batch
    if batch is None:
        raise DomainError("This letter has not been printed yet.")
    run = batch.run
    return render(run, [stamp(invitation, run.assembly.slug)], run.assembly.name)


def accessible(invitation: Invitation) -> bytes:
    """Return one letter as a tagged PDF (PDF/UA-1), for a screen reader."""
    batch = invitation.batch
    if batch is None:
        raise DomainError("This letter has not been printed yet.")
    run = batch.run
    wording = body.Wording(run.weekends, run.started_at)
    own = stamp(invitation, run.assembly.slug)
    qr = segno.make(own.link, error="m", mask=sheet.MASK, boost_error=False, micro=False)
    context = {
        **body.context(run.assembly, wording),
        "own": own,
        "qr": qr.svg_inline(border=sheet.QUIET, dark="#14201d", title=QR_SAYS),
    }
    return body.fitted(context, tagged=True)


def sample(assembly: Assembly, *, now: datetime, weekends: int = 3) -> bytes:
    """Return a letter as it would be printed today, to an address that does not exist."""
    content = body.render(assembly, body.Wording(weekends, now))
    own = Stamp(
        (TO, "Flat 2", "1 Example Street", assembly.area_name.upper(), "XX1 1XX"),
        codes.pretty(SAMPLE_CODE),
        link(assembly.slug, SAMPLE_CODE),
        "Sample",
    )
    return sheet.render(content, [own], title=f"Sample: {assembly.name}", made_at=now)
