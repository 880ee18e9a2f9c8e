"""A registration before it is sent in."""

import secrets
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from assembly import audit, outbox
from assembly.errors import BadInput
from assembly.models import Assembly
from assembly.permissions import Actor

from .. import codes
from ..models import Invitation, Registration
from . import answers as rules
from . import gate, links, written
from .gate import WrongCode

Status, Channel = Registration.Status, Registration.Channel
LATE_DRAFT = timedelta(days=1)
# Strangers may ask for this as often as they like. Written out, it costs a fifth.
LETTER = """
    SELECT letter.*, (
        SELECT count(*) FROM recruitment_registration AS person
        WHERE person.invitation_id = letter.id AND person.place IS NOT NULL
    ) AS taken
    FROM recruitment_invitation AS letter WHERE letter.code_hash = %s AND letter.assembly_id = %s
"""


def begin(
    assembly: Assembly,
    code: str,
    *,
    by: Actor,
    now: datetime,
    channel: str = Channel.WEB,
    language: str = "en-gb",
    attempt: str = "",
    random_bytes: links.RandomBytes = secrets.token_bytes,
) -> tuple[Registration, str]:
    """Start a registration with a letter's code; return it with the secret of its draft.

    Whoever holds the letter starts afresh: a code never leads to answers given before. The same
    `attempt` sent again gives the same draft as long as it is empty.
    """
    gate.require_open(assembly, now)
    gate.require_channel(assembly, channel, by)
    invitation = letter_of(assembly, code)
    return _start(
        invitation,
        "registrations.begin",
        by=by,
        now=now,
        attempt=attempt,
        random_bytes=random_bytes,
        channel=channel,
        language=language,
    )


def begin_late(
    assembly: Assembly, code: str, *, channel: str, reason: str, by: Actor, now: datetime
) -> tuple[Registration, str]:
    """Start a registration after the close, for a reason that is published.

    For a paper answer that was in time but found late, say. Never once the pool is frozen.
    """
    if not reason.strip():
        raise BadInput("Say why it is taken after the close. The reason is published.")
    if now < assembly.registration_closes:
        raise BadInput("Registration has not closed. Take it in the usual way.")
    if channel == Channel.WEB:
        raise BadInput("Choose how the answers reached you.")
    with transaction.atomic():
        gate.require_no_pool(assembly)
        return _start(
            letter_of(assembly, code),
            "registrations.accept_late",
            by=by,
            now=now,
            channel=channel,
            late_reason=reason.strip()[:300],
        )


def try_out(assembly: Assembly, *, by: Actor, now: datetime) -> tuple[Registration, str]:
    """Start a test entry. It goes through the same questions and is never counted."""
    invitation = assembly.invitations.order_by("pk").first()
    if invitation is None:
        raise BadInput("Draw the addresses first: a test goes through the same steps as a letter.")
    return _start(invitation, "registrations.try_out", by=by, now=now, is_test=True)


def remove_tests(assembly: Assembly, *, by: Actor, now: datetime) -> int:
    """Delete every test entry; return how many there were."""
    with audit.act("registrations.try_out", assembly, by=by, now=now) as record:
        removed, _kinds = assembly.registrations.tests().delete()
        record.about(assembly, removed=removed)
    return removed


def _start(
    invitation: Invitation,
    act: str,
    *,
    by: Actor,
    now: datetime,
    attempt: str = "",
    random_bytes: links.RandomBytes = secrets.token_bytes,
    **fields: Any,
) -> tuple[Registration, str]:
    token = links.new_draft_token(random_bytes)
    if attempt:
        token = links.draft_token_of(attempt, invitation.pk)
        earlier = Registration.objects.filter(draft_hash=links.draft_index(token)).first()
        if earlier and earlier.status == Status.DRAFT and not earlier.draft:
            return earlier, token
        if earlier:
            token = links.new_draft_token(random_bytes)
    assembly = invitation.assembly
    with audit.act(act, assembly, by=by, now=now) as record:
        registration, _is_new = Registration.objects.get_or_create(
            draft_hash=links.draft_index(token),
            defaults={
                "assembly": assembly,
                "invitation": invitation,
                "issue": invitation.issue,
                "reference": links.new_reference(assembly, random_bytes),
                "entered_by": by.label if by.user else "",
                "draft": {},
                "started_at": now,
                **fields,
            },
        )
        record.about(registration, channel=registration.channel)
    return registration, token


def save_answers(
    registration: Registration, answers: dict[str, Any], *, by: Actor, now: datetime
) -> None:
    """Keep a step's answers in the encrypted draft.

    This leaves no entry in the audit chain: nothing has been decided before the person sends it in.
    """
    with transaction.atomic() if registration.late_reason else nullcontext():
        gate.require_passage(registration, by, now)
        current = registration
        while not _add(current, answers):
            current = Registration.objects.only("status", "draft").get(pk=registration.pk)
            if current.status != Status.DRAFT:
                raise BadInput(
                    _("You have already registered. Use your personal link to change it.")
                )
    registration.draft = current.draft


def _add(current: Registration, answers: dict[str, Any]) -> bool:
    """Add answers to a draft unless it has changed since it was read; tell whether it had not."""
    field = Registration._meta.get_field("draft")
    as_read = field.as_read(current)
    current.draft = rules.merge(current.draft or {}, answers)
    return written.replace(current.pk, as_read, field.pre_save(current, add=False))


def forget_unfinished(now: datetime) -> int:
    """Empty what was started and not sent in once registration has closed; return of how many.

    That it was started stays, for the counts. What staff take after the close has a day.
    """
    unfinished = Registration.objects.filter(
        status=Status.DRAFT, draft__isnull=False, assembly__registration_closes__lte=now
    ).exclude(~Q(late_reason=""), started_at__gt=now - LATE_DRAFT)
    return unfinished.update(draft=None, draft_hash=None)


def send_for_later(registration: Registration, token: str, *, by: Actor, now: datetime) -> None:
    """Send the person a link by which they go on with their own draft on any device."""
    gate.require_open_for(registration, by, now)
    email = (registration.draft or {}).get("email", "")
    if registration.status != Status.DRAFT or not email:
        raise BadInput(_("Give us an e-mail address first, so that we can send you a link."))
    minute = int(now.timestamp() // 60)
    with translation.override(registration.language):
        leaves = outbox.put(
            key=f"later:{registration.pk}:{minute}",
            kind="later",
            to=email,
            context={"link": links.draft_link(registration.assembly, token)},
            assembly=registration.assembly,
            now=now,
        )
    if not leaves:
        raise BadInput(
            _(
                "We have sent three messages to this address in the last hour. Look there, or try "
                "again in an hour."
            )
        )


def letter_of(assembly: Assembly, text: str) -> Invitation:
    """Return the letter with this code, if it can still be used.

    Every text that has the shape of a code costs the same one look into the database, and every
    refusal says the same, so that neither words nor time tell which codes exist.
    """
    try:
        code = codes.read(text)
    except codes.Mistyped as error:
        raise BadInput(str(error)) from None
    found = next(iter(Invitation.objects.raw(LETTER, [codes.index(code), assembly.pk])), None)
    if not codes.is_whole(code):
        raise WrongCode("A character is not right: the check character does not fit the rest.")
    if found is None:
        raise WrongCode("No letter of this assembly has this code, or a newer one replaced it.")
    found.assembly = assembly
    if found.cancelled_at is not None:
        raise WrongCode("This letter was cancelled. Ask for the code on the newest letter.")
    taken: int = found.taken  # type: ignore[attr-defined]
    if taken >= assembly.registrations_per_letter:
        raise WrongCode("As many people as one letter allows have registered with this code.")
    return found
