"""A member's weekends, with their table."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock
from assembly.access import PageRequest, page
from assembly.models import Assembly
from sessions import calendars, ical, queries
from sessions.agenda import Programme
from sessions.queries.members import member_of


@page("programme.read")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    me = member_of(assembly, request.actor)
    feed = calendars.link(me) if me else ""
    context = {
        "feed": feed,
        "subscribe": f"webcal:{feed.partition(':')[2]}",
        "programme": queries.released_programme(assembly),
        "tables": queries.tables_of(me) if me else {},
        "next": queries.next_for(me, clock.now()) if me else None,
    }
    return render(request, "member/programme.html", context)


@page("programme.read")
def calendar(request: PageRequest, assembly: Assembly) -> HttpResponse:
    me = get_object_or_404(assembly.members, user=request.actor.user)
    return _file(assembly, request.get_host(), queries.tables_of(me))


@page("calendar.read")
def feed(request: HttpRequest, assembly: Assembly, token: str) -> HttpResponse:
    """Give the sessions to a calendar that knows a member's secret address: no table, no name."""
    if calendars.of_token(assembly, token) is None:
        raise Http404("No such calendar")
    response = _file(assembly, request.get_host(), {})
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@page("calendar.renew", methods=("POST",))
def renew_feed(request: PageRequest, assembly: Assembly) -> HttpResponse:
    """Make a new secret address, where the old one was given away."""
    me = get_object_or_404(assembly.members.select_related("assembly"), user=request.actor.user)
    calendars.renew(me, by=request.actor, now=clock.now())
    messages.success(request, "You have a new calendar address. The old one has stopped working.")
    return redirect("member.programme", slug=assembly.slug)


def _file(assembly: Assembly, place: str, tables: Mapping[int, int]) -> HttpResponse:
    made = ical.calendar(
        queries.released_programme(assembly) or Programme(0, ()),
        name=assembly.name,
        place=place,
        now=clock.now(),
        tables=tables,
    )
    headers = {"Content-Disposition": f'attachment; filename="{assembly.slug}.ics"'}
    return HttpResponse(made, content_type="text/calendar; charset=utf-8", headers=headers)
