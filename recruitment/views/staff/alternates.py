"""Alternates: named once the panel is drawn, asked when seats fall empty."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.errors import DomainError
from assembly.models import Assembly
from recruitment import alternates
from recruitment.forms.lottery import AlternatesForm, CallUpForm
from recruitment.queries import alternates as queries


@page("alternates.view")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    return _show(request, assembly)


@page("alternates.choose", methods=("POST",))
def choose(request: PageRequest, assembly: Assembly) -> HttpResponse:
    form = AlternatesForm(request.POST)
    drawn = queries.latest_draw(assembly)
    if not form.is_valid():
        return _show(request, assembly, choosing=form)
    try:
        if drawn is None:
            raise DomainError("Alternates are chosen for the panel once it is drawn.")
        alternates.ask(drawn, **form.cleaned_data, by=request.actor, now=clock.now())
    except DomainError as error:
        form.add_error(None, error.message)
        return _show(request, assembly, choosing=form)
    messages.success(request, "The alternates are being chosen.")
    return redirect("staff.alternates", slug=assembly.slug)


@page("alternates.call_up", methods=("POST",))
def call_up(request: PageRequest, assembly: Assembly) -> HttpResponse:
    form = CallUpForm(request.POST)
    if not form.is_valid():
        return _show(request, assembly, calling=form)
    try:
        made = alternates.call_up(
            assembly,
            form.cleaned_data["ids"].split(),
            deadline=form.last_moment(),
            by=request.actor,
            now=clock.now(),
        )
    except DomainError as error:
        form.add_error(None, error.message)
        return _show(request, assembly, calling=form)
    messages.success(request, f"{len(made)} offers are on their way.")
    return redirect("staff.members", slug=assembly.slug)


def _show(
    request: PageRequest,
    assembly: Assembly,
    *,
    choosing: AlternatesForm | None = None,
    calling: CallUpForm | None = None,
) -> HttpResponse:
    context = {
        **queries.overview(assembly),
        "choosing": choosing or AlternatesForm(initial={"count": max(assembly.seats // 5, 1)}),
        "calling": calling or CallUpForm(initial={"deadline": CallUpForm.suggested(clock.now())}),
        "form": choosing or calling,
        "may_choose": permissions.may(request.actor, "alternates.choose", assembly),
    }
    return render(request, "staff/alternates.html", context)
