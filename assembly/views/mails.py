"""The outbox: what waits, what left, what did not, and what staff can do about it."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from .. import clock, outbox, permissions
from ..access import PageRequest, page
from ..errors import DomainError
from ..models import Assembly, Mailing, OutboxMessage
from ..outbox import queries

PER_PAGE = 100
LISTS = {
    "waiting": "Waiting",
    "sent": "Sent",
    "failed": "Failed",
    "uncertain": "Uncertain",
    "bounced": "Bounced",
    "stopped": "Stopped",
}


@page("outbox.view")
def outbox_page(request: PageRequest, assembly: Assembly) -> HttpResponse:
    now = clock.now()
    show = request.GET.get("show", "waiting")
    show = show if show in LISTS else "waiting"
    counts = queries.counts(assembly)
    context = {
        "show": show,
        "lists": [(key, name, counts[key]) for key, name in LISTS.items()],
        "mails": queries.listed(assembly, show)[:PER_PAGE],
        "per_page": PER_PAGE,
        "count": counts[show],
        "held": [
            one
            for one in queries.held(assembly, now)
            if (one.waiting if show == "waiting" else one.stopped and show == "stopped")
        ],
        "alarm": outbox.alarm(now),
        "may_read": settings.DEMO,
        "may_act": permissions.may(request.actor, "mail.stop", assembly),
        "undo_minutes": settings.MAIL_UNDO_MINUTES,
    }
    return render(request, "staff/mail.html", context)


@page("mail.stop", methods=("POST",))
def stop(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    """Stop what has not left of a mailing."""
    mailing = get_object_or_404(Mailing, assembly=assembly, pk=pk)
    return _answer(
        request,
        assembly,
        "stopped",
        lambda: (
            f"{_messages(outbox.stop(mailing, by=request.actor, now=clock.now()))} stopped. "
            f"What was done remains: only the mail about it does not leave."
        ),
    )


@page("mail.send_now", methods=("POST",))
def send_now(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    """Let a mailing leave at once, also after it was stopped."""
    mailing = get_object_or_404(Mailing, assembly=assembly, pk=pk)
    return _answer(
        request,
        assembly,
        "waiting",
        lambda: (
            f"{_messages(outbox.send_now(mailing, by=request.actor, now=clock.now()))} on the way."
        ),
    )


@page("mail.retry", methods=("POST",))
def retry(request: PageRequest, assembly: Assembly, pk: UUID) -> HttpResponse:
    """Try a message again that was given up."""
    message = get_object_or_404(OutboxMessage, assembly=assembly, pk=pk)

    def act() -> str:
        outbox.retry(message, by=request.actor, now=clock.now())
        return "The message is tried again."

    return _answer(request, assembly, "failed", act)


@page("mail.settle", methods=("POST",))
def settle(request: PageRequest, assembly: Assembly, pk: UUID) -> HttpResponse:
    """Decide whether an uncertain message left, or is sent again."""
    message = get_object_or_404(OutboxMessage, assembly=assembly, pk=pk)
    has_left = request.POST.get("decided") != "again"

    def act() -> str:
        outbox.settle(message, has_left=has_left, by=request.actor, now=clock.now())
        return "Recorded as sent." if has_left else "The message is sent again."

    return _answer(request, assembly, "uncertain", act)


@page("mail.trust", methods=("POST",))
def trust(request: PageRequest, assembly: Assembly, pk: UUID) -> HttpResponse:
    """Say that an address works after all, and send the message again."""
    message = get_object_or_404(OutboxMessage, assembly=assembly, pk=pk)

    def act() -> str:
        outbox.trust(message, by=request.actor, now=clock.now())
        return "The message is sent again, and later ones to this address leave as well."

    return _answer(request, assembly, "bounced", act)


def _answer(
    request: PageRequest, assembly: Assembly, show: str, act: Callable[[], str]
) -> HttpResponse:
    """Do what was asked and go back to a list; a refusal is told there."""
    try:
        messages.success(request, act())
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(f"{reverse('staff.mail', args=[assembly.slug])}?show={show}")


def _messages(count: int) -> str:
    return "1 message is" if count == 1 else f"{count:,} messages are"
