"""Who sits where, as staff plan and print it."""

import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.models import Assembly
from recruitment import lists
from sessions import queries, seating
from sessions.queries.tables import layout


@page("tables.view")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    plans = queries.present_plans(assembly)
    seated = [seat.member for plan in plans for seat in plan.seats.all()]
    lists.opened(assembly, lists.TABLES, seated, by=request.actor, now=clock.now())
    context = {
        "plans": [(plan, layout(plan)) for plan in plans],
        "quality": queries.quality(plans),
        "waiting": [plan for plan in plans if plan.released_at is None],
        "may_plan": permissions.may(request.actor, "tables.plan", assembly),
    }
    return render(request, "staff/tables.html", context)


@page("tables.plan", methods=("POST",))
def plan(request: PageRequest, assembly: Assembly) -> HttpResponse:
    seating.plan(assembly, seed=secrets.token_hex(8), by=request.actor, now=clock.now())
    messages.success(request, "The tables of all sessions to come have been planned.")
    return redirect("staff.tables", slug=assembly.slug)


@page("tables.release", methods=("POST",))
def release(request: PageRequest, assembly: Assembly) -> HttpResponse:
    seating.release(assembly, by=request.actor, now=clock.now())
    messages.success(request, "Members can see their tables.")
    return redirect("staff.tables", slug=assembly.slug)
