"""Writing a message into the outbox, in the transaction of the act that causes it."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from .. import languages, mail_addresses
from ..models import Assembly, Mailing, OutboxMessage
from ..permissions import Actor
from . import fields, limits, texts
from .kinds import KINDS


def begin_mailing(assembly: Assembly, title: str, *, by: Actor, now: datetime) -> Mailing:
    """Open a mailing for an act that writes to many: its messages wait and can be stopped."""
    return Mailing.objects.create(
        assembly=assembly,
        title=title,
        written_by=by.label,
        written_at=now,
        leaves_at=now + timedelta(minutes=settings.MAIL_UNDO_MINUTES),
    )


def put(
    *,
    key: str,
    kind: str,
    to: str,
    context: dict[str, Any],
    assembly: Assembly | None,
    now: datetime,
    send_after: datetime | None = None,
    bulk: Mailing | None = None,
) -> bool:
    """Write a message; tell whether it will leave, or left before.

    A message whose `key` is already there is not written again. One that would go through a door
    open to the public is not written when its address has had enough for this hour. With `bulk` it
    waits together with the other messages of its mailing. A kind that has no translations is
    written in English, whatever language the page under way is in.
    """
    if OutboxMessage.objects.filter(key=key).exists():
        return True
    if kind in KINDS and KINDS[kind].door and not limits.allow(to, kind, now):
        return False
    with languages.reading(_language_of(kind)):
        language = languages.current().code
        text = _words(kind, {**context, "assembly": assembly}, assembly)
    due = bulk.leaves_at if bulk else send_after or now
    OutboxMessage.objects.create(
        assembly=assembly,
        mailing=bulk,
        key=key,
        kind=kind,
        language=language,
        to=to,
        address_hash=mail_addresses.index(to),
        reference=getattr(fields.person(context), "reference", ""),
        subject=text.subject[:200],
        body=text.body,
        created_at=now,
        due_at=due,
        send_after=due,
    )
    return True


def put_example(
    assembly: Assembly,
    kind: str,
    language: str,
    text: texts.Text,
    *,
    to: str,
    key: str,
    now: datetime,
) -> None:
    """Write one message of invented data to look at, marked as that."""
    shown = example(assembly, kind, language, text)
    OutboxMessage.objects.create(
        assembly=assembly,
        key=key,
        kind=kind,
        language=language,
        to=to,
        address_hash=mail_addresses.index(to),
        subject=f"[Example] {shown.subject}"[:200],
        body=shown.body,
        created_at=now,
        due_at=now,
        send_after=now,
    )


def example(assembly: Assembly, kind: str, language: str, text: texts.Text) -> texts.Text:
    """Return a text filled with an invented person’s data and the assembly’s own."""
    with languages.reading(language):
        values = {
            name: _(field.example) if field.example else field.read({"assembly": assembly})
            for name, field in texts.kind_of(kind).fields.items()
        }
    return text.filled(values)


def _language_of(kind: str) -> str:
    is_english = kind in KINDS and not KINDS[kind].translated
    return languages.ENGLISH.code if is_english else languages.current().code


def _words(kind: str, known: dict[str, Any], assembly: Assembly | None) -> texts.Text:
    """Return what a message says. A kind that is not declared has only the product's text."""
    if kind not in KINDS or assembly is None:
        return texts.rendered(kind, {**known, "site_url": settings.SITE_URL})
    language = languages.current().code
    values = {name: field.read(known) for name, field in KINDS[kind].fields.items()}
    saved = texts.latest(assembly, kind, language)
    if saved is None or not saved.subject:
        by_key = {field.key: values[name] for name, field in KINDS[kind].fields.items()}
        text = texts.rendered(kind, by_key)
    else:
        text = texts.Text(saved.subject, saved.body).filled(values)
    return texts.Text(_test_mark(known) + text.subject, text.body)


def _test_mark(known: dict[str, Any]) -> str:
    return f"{_('Test')}: " if getattr(known.get("registration"), "is_test", False) else ""
