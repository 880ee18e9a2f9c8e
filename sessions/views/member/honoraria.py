"""What a member has earned, for themself only."""

from django.http import HttpResponse
from django.shortcuts import render

from assembly.access import PageRequest, page
from assembly.models import Assembly
from sessions import honoraria
from sessions.queries.honoraria import own, was_there
from sessions.queries.members import member_of


@page("honoraria.own")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    me = member_of(assembly, request.actor)
    context = {
        "gift": own(me) if me else None,
        "sessions": was_there(me) if me else [],
        "half_day_pence": honoraria.earned(1, assembly.gift_pence),
    }
    return render(request, "member/honoraria.html", context)
