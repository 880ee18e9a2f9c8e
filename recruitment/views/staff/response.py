"""Who answers the letters, what to expect at the close, and whether to post more."""

from django.http import HttpResponse
from django.shortcuts import render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.models import Assembly

from ...queries import response as queries
from ...queries.watched import Shown


@page("registrations.watch")
def watch(request: PageRequest, assembly: Assembly) -> HttpResponse:
    seen = queries.watch(assembly, clock.now())
    context = {
        "shown": Shown(seen, permissions.may(request.actor, "registrations.open_one", assembly))
        if seen
        else None,
        "may_draw": permissions.may(request.actor, "addresses.draw", assembly),
    }
    return render(request, "staff/watch.html", context)
