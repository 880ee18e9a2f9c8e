"""How a member gets to the weekends, and what is arranged for them."""

from django.http import HttpResponse
from django.shortcuts import render

from assembly import clock
from assembly.access import PageRequest, page
from assembly.models import Assembly
from recruitment.models import Commitment
from sessions import queries
from sessions.queries.members import member_of
from sessions.queries.programme import places


@page("programme.read")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    me = member_of(assembly, request.actor)
    programme = queries.released_programme(assembly)
    weekends = programme.weekends if programme else ()
    travel = Commitment.objects.filter(member=me, kind=Commitment.Kind.TRAVEL)
    context = {
        "places": places([weekend for weekend in weekends if weekend.venue], clock.now()),
        "arranged": travel.order_by("made_at") if me else (),
    }
    return render(request, "member/travel.html", context)
