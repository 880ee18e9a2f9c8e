"""The member's home: what is next for them, in the order in which they need it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from recommendations.queries.home import summary
from recommendations.queries.votes import has_voted, open_ballot_for
from recruitment.queries import members
from sessions.queries.evidence import released
from sessions.queries.honoraria import own
from sessions.queries.members import member_of
from sessions.queries.programme import next_for

from .. import clock, permissions
from ..access import PageRequest, page
from ..models import Assembly


@page("member.home")
def home(request: PageRequest, assembly: Assembly) -> HttpResponse:
    member = member_of(assembly, request.actor)
    if member is None:
        raise Http404("Not a member")
    now = clock.now()
    ballot = open_ballot_for(member, now)
    context = {
        "member": member,
        "coming": next_for(member, now),
        "evidence": released(assembly)[-4:][::-1],
        "evidence_count": len(released(assembly)),
        "ballot": ballot,
        "has_voted": bool(ballot and has_voted(ballot, member)),
        "honorarium": own(member),
        "summary": summary(assembly, now),
        "confirmed": members.confirmed(assembly),
        "may_give_up": permissions.may(request.actor, "members.give_up", assembly),
    }
    return render(request, "member/home.html", context)
