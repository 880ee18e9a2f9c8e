"""Who has earned how much, for finance."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.models import Assembly
from sessions import honoraria, queries


@page("honoraria.view")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    context = {
        "gifts": queries.honoraria(assembly),
        "total": queries.honoraria_total(assembly),
        "half_day_pence": honoraria.earned(1, assembly.gift_pence),
        "may_compute": permissions.may(request.actor, "honoraria.compute", assembly),
    }
    return render(request, "staff/honoraria.html", context)


@page("honoraria.compute", methods=("POST",))
def compute(request: PageRequest, assembly: Assembly) -> HttpResponse:
    changed = honoraria.compute(assembly, by=request.actor, now=clock.now())
    messages.success(
        request,
        f"Worked out from attendance: {changed} changed." if changed else "Nothing has changed.",
    )
    return redirect("staff.honoraria", slug=assembly.slug)
