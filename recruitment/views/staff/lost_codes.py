"""Requests of residents who lost their letter: compare addresses, issue a new code or refuse."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly

from ... import codes
from ...forms.letter_code import LostCodeForm, RefuseForm, ReissueForm
from ...models import LostCode
from ...registrations import lost, matching


@page("registrations.answer_lost")
def queue(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    requests = assembly.lost_codes.defer(*lost.PERSONAL)
    context = {
        "waiting": requests.filter(status=LostCode.Status.WAITING).order_by("asked_at"),
        "may_ask": permissions.may(
            cast(PageRequest, request).actor, "registrations.ask_for_caller", assembly
        )
        and assembly.is_open(clock.now()),
        "answered": requests.exclude(status=LostCode.Status.WAITING).order_by("-decided_at")[:50],
    }
    return render(request, "staff/lost_codes.html", context)


@page("registrations.ask_for_caller", methods=("GET", "POST"))
def ask(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    """Write down what a caller says who lost their letter, then look for it."""
    now = clock.now()
    form = LostCodeForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_valid():
        try:
            asked = lost.ask(
                assembly,
                **form.given(),
                attempt=form.attempt,
                by=cast(PageRequest, request).actor,
                now=now,
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect("staff.lost.one", slug=assembly.slug, pk=asked.pk)
    return render(request, "staff/lost_codes_new.html", {"form": form})


@page("registrations.answer_lost", methods=("GET", "POST"))
def one(request: HttpRequest, assembly: Assembly, pk: str) -> HttpResponse:
    asked = get_object_or_404(assembly.lost_codes, pk=pk)
    if asked.status != LostCode.Status.WAITING:
        return render(request, "staff/lost_codes_one.html", {"asked": asked})
    actor, now = cast(PageRequest, request).actor, clock.now()
    matches = lost.look_into(asked, by=actor, now=now)
    letters = [(match.address.pk, str(match.address)) for match in matches]
    form = ReissueForm(request.POST if request.method == "POST" else None, letters=letters)
    if form.is_valid():
        chosen = next(m for m in matches if m.address.pk == form.cleaned_data["letter"])
        sent_by = form.cleaned_data["sent_by"]
        try:
            code = lost.reissue(
                asked, chosen.address.invitation, sent_by=sent_by, by=actor, now=now
            )
        except BadInput as error:
            form.add_error("sent_by", error.message)
        else:
            if sent_by == LostCode.By.VOICE:
                context = {"asked": asked, "code": codes.pretty(code)}
                return render(request, "staff/lost_codes_one.html", context)
            messages.success(request, "A new code has been sent. The old one no longer works.")
            return redirect("staff.lost", slug=assembly.slug)
    context = {
        "asked": asked,
        "matches": matches,
        "best": matching.best(matches),
        "form": form,
        "refusal": RefuseForm(),
    }
    return render(request, "staff/lost_codes_one.html", context)


@page("registrations.answer_lost", methods=("POST",))
def refuse(request: HttpRequest, assembly: Assembly, pk: str) -> HttpResponse:
    asked = get_object_or_404(assembly.lost_codes, pk=pk)
    form = RefuseForm(request.POST)
    if form.is_valid():
        actor = cast(PageRequest, request).actor
        lost.refuse(asked, reason=form.cleaned_data["reason"], by=actor, now=clock.now())
        messages.success(request, "The request has been refused.")
        return redirect("staff.lost", slug=assembly.slug)
    messages.error(request, "Say why no code is given.")
    return redirect("staff.lost.one", slug=assembly.slug, pk=pk)
