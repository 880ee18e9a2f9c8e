"""Registrations for staff: counts for all, one person's details for those who run the lottery."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly

from ... import registrations
from ...forms.letter_code import AssistForm, ChannelForm, LateForm
from ...models import Registration
from ...queries import registrations as queries
from ..public import held

PER_PAGE = 25
LIVE = (Registration.Status.REGISTERED, Registration.Status.CONSENT)


@page("registrations.view")
def overview(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    now, actor = clock.now(), cast(PageRequest, request).actor
    counts = queries.by_status(assembly)
    people = Paginator(queries.listed(assembly), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "counts": counts,
        "letters": assembly.invitations.exclude(posted_at=None).count(),
        "days": queries.by_day(assembly, now),
        "channels": queries.by_channel(assembly),
        "categories": [
            (category, rows, queries.bars(rows))
            for category, rows in queries.against_targets(assembly)
        ],
        "people": people,
        "may_open": permissions.may(actor, "registrations.open_one", assembly),
        "state": queries.state(assembly, now),
        "tests": assembly.registrations.tests().count(),
        "lost": assembly.lost_codes.filter(status="waiting").count(),
        "may_test": permissions.may(actor, "registrations.try_out", assembly),
        "may_import": permissions.may(actor, "registrations.import", assembly)
        and assembly.is_open(now),
        "may_late": permissions.may(actor, "registrations.accept_late", assembly)
        and queries.state(assembly, now) == "closed"
        and not assembly.pools.exists(),
        "may_assist": permissions.may(actor, "registrations.assist", assembly)
        and assembly.is_open(now),
    }
    return render(request, "staff/registrations.html", context)


def one_sent_in(assembly: Assembly, reference: str) -> Registration:
    sent_in = assembly.registrations.sent_in()
    return get_object_or_404(
        sent_in.select_related("assembly", "invitation__address"), reference=reference
    )


@page("registrations.open_one")
def one(request: HttpRequest, assembly: Assembly, reference: str) -> HttpResponse:
    actor = cast(PageRequest, request).actor
    registration = registrations.open_one(
        one_sent_in(assembly, reference), by=actor, now=clock.now()
    )
    context = {
        "registration": registration,
        "held": queries.held(registration),
        "entered_by": queries.enterer(registration),
        "looks": queries.looks(registration),
        "may_consent": registration.status == Registration.Status.CONSENT
        and permissions.may(actor, "registrations.consent_for", assembly),
        "may_correct": registration.status in LIVE
        and permissions.may(actor, "registrations.correct_for", assembly),
        "may_correct_all": not assembly.pools.exists(),
        "may_erase": not hasattr(registration, "erasure")
        and permissions.may(actor, "registrations.erase_for", assembly),
        "may_withdraw": registration.status in LIVE
        and actor.roles & permissions.RECRUITER
        and permissions.may(actor, "registrations.withdraw", assembly),
    }
    return render(request, "staff/registrations_one.html", context)


@page("registrations.withdraw_for", methods=("GET", "POST"))
def withdraw(request: HttpRequest, assembly: Assembly, reference: str) -> HttpResponse:
    registration = one_sent_in(assembly, reference)
    form = ChannelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actor = cast(PageRequest, request).actor
        registrations.withdraw(registration, by=actor, now=clock.now(), **form.cleaned_data)
        messages.success(request, f"{reference} has been withdrawn.")
        return redirect("staff.registrations", slug=assembly.slug)
    context = {"registration": registration, "form": form}
    return render(request, "staff/registrations_withdraw.html", context)


@page("registrations.erase_for", methods=("GET", "POST"))
def erase(request: HttpRequest, assembly: Assembly, reference: str) -> HttpResponse:
    """Erase the data of somebody who asked for it by phone or post."""
    registration = one_sent_in(assembly, reference)
    form = ChannelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actor = cast(PageRequest, request).actor
        try:
            certificate = registrations.erase(
                registration, by=actor, now=clock.now(), **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request, f"{reference} is erased. Certificate {certificate.number} says what went."
            )
            return redirect("staff.registrations", slug=assembly.slug)
    context = {"registration": registration, "form": form}
    return render(request, "staff/registrations_erase.html", context)


@page("registrations.assist", methods=("GET", "POST"))
def assist(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    form = AssistForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _draft, token = registrations.begin(
                assembly,
                form.cleaned_data["code"],
                channel=form.cleaned_data["channel"],
                by=cast(PageRequest, request).actor,
                now=clock.now(),
            )
        except registrations.WrongCode as wrong:
            form.add_error("code", wrong.reason)
        except BadInput as error:
            form.add_error("code", error.message)
        else:
            return _fill_in(assembly, token)
    return render(request, "staff/registrations_assist.html", {"form": form})


@page("registrations.accept_late", methods=("GET", "POST"))
def late(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    """As the other, after the close, for a reason that is published."""
    form = LateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _draft, token = registrations.begin_late(
                assembly,
                form.cleaned_data["code"],
                channel=form.cleaned_data["channel"],
                reason=form.cleaned_data["reason"],
                by=cast(PageRequest, request).actor,
                now=clock.now(),
            )
        except registrations.WrongCode as wrong:
            form.add_error("code", wrong.reason)
        except BadInput as error:
            form.add_error(None, error.message)
        else:
            return _fill_in(assembly, token)
    return render(request, "staff/registrations_late.html", {"form": form})


@page("registrations.try_out", methods=("POST",))
def try_out(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    """Begin a test entry and go through the residents' own questions."""
    actor = cast(PageRequest, request).actor
    _draft, token = registrations.try_out(assembly, by=actor, now=clock.now())
    return _fill_in(assembly, token)


def _fill_in(assembly: Assembly, token: str) -> HttpResponse:
    """Lead on to the residents' own questions, with the draft held in this browser."""
    onwards = redirect("public.register.step", slug=assembly.slug, step="eligible")
    return held.hold(onwards, assembly, token)


@page("registrations.try_out", methods=("POST",))
def remove_tests(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    actor = cast(PageRequest, request).actor
    removed = registrations.remove_tests(assembly, by=actor, now=clock.now())
    messages.success(request, f"{removed} test entries have been removed.")
    return redirect("staff.registrations", slug=assembly.slug)


@page("registrations.consent_for", methods=("GET", "POST"))
def consent(request: HttpRequest, assembly: Assembly, reference: str) -> HttpResponse:
    """Record that a parent or carer has agreed, by phone or post."""
    registration = one_sent_in(assembly, reference)
    form = ChannelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actor = cast(PageRequest, request).actor
        registrations.consent(registration, by=actor, now=clock.now(), **form.cleaned_data)
        messages.success(request, f"{reference} is registered: a parent or carer agrees.")
        return redirect("staff.registrations", slug=assembly.slug)
    context = {"registration": registration, "form": form}
    return render(request, "staff/registrations_consent.html", context)
