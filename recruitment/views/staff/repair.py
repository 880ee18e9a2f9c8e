"""Seats that fell empty: the three best ways to go on, and the one click that starts a draw."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.errors import DomainError
from assembly.models import Assembly
from recruitment import pools, runs
from recruitment.forms.lottery import RepairForm
from recruitment.queries import lottery, repair


@page("members.repair")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    return _show(request, assembly, RepairForm())


@page("lottery.freeze", methods=("POST",))
def draw(request: PageRequest, assembly: Assembly) -> HttpResponse:
    """Freeze a replacement pool as the option said, and have its chances worked out."""
    form = RepairForm(request.POST)
    if not form.is_valid():
        return _show(request, assembly, form)
    given = form.cleaned_data
    try:
        pool = pools.freeze(
            assembly,
            by=request.actor,
            now=clock.now(),
            reason=given["reason"],
            seen=given["seen"],
            relax=given["relax"],
        )
    except DomainError as error:
        form.add_error(None, error.message)
        return _show(request, assembly, form)
    runs.official(pool, by=request.actor, now=clock.now())
    messages.success(request, "The pool is frozen. The chances are being worked out.")
    return redirect("staff.lottery", slug=assembly.slug)


def _show(request: PageRequest, assembly: Assembly, form: RepairForm) -> HttpResponse:
    state = repair.state(assembly, clock.now())
    context = {
        "state": state,
        "options": repair.best(state),
        "form": form,
        "may_freeze": permissions.may(request.actor, "lottery.freeze", assembly)
        and lottery.may_replace(assembly),
    }
    return render(request, "staff/repair.html", context)
