"""A member's weekends, with their table."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from assembly import clock
from assembly.access import PageRequest, page
from assembly.models import Assembly
from sessions import ical, queries
from sessions.agenda import Programme
from sessions.queries.members import member_of


@page("programme.read")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    me = member_of(assembly, request.actor)
    context = {
        "programme": queries.released_programme(assembly),
        "tables": queries.tables_of(me) if me else {},
        "next": queries.next_for(me, clock.now()) if me else None,
    }
    return render(request, "member/programme.html", context)


@page("programme.read")
def calendar(request: PageRequest, assembly: Assembly) -> HttpResponse:
    me = get_object_or_404(assembly.members, user=request.actor.user)
    made = ical.calendar(
        queries.released_programme(assembly) or Programme(0, ()),
        name=assembly.name,
        place=request.get_host(),
        now=clock.now(),
        tables=queries.tables_of(me),
    )
    headers = {"Content-Disposition": f'attachment; filename="{assembly.slug}.ics"'}
    return HttpResponse(made, content_type="text/calendar; charset=utf-8", headers=headers)
