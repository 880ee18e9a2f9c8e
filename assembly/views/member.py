"""The member's home: what is next for them, in the order in which they need it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from recommendations.queries.home import summary
from recommendations.queries.votes import has_voted, open_ballot_for
from recruitment import members
from recruitment.queries.members import confirmed
from sessions.queries.evidence import released
from sessions.queries.honoraria import own
from sessions.queries.members import member_of
from sessions.queries.programme import next_for

from .. import clock, permissions
from ..access import PageRequest, page
from ..models import Assembly
from . import news
from .forms import NewsForm


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
        "confirmed": confirmed(assembly),
        "news": news.since(member, now),
        "may_give_up": permissions.may(request.actor, "members.give_up", assembly),
    }
    return render(request, "member/home.html", context)


@page("members.read_news", methods=("POST",))
def read_news(request: PageRequest, assembly: Assembly) -> HttpResponse:
    """Take what was new on the page as read: nothing that came after it was shown."""
    own = assembly.members.select_related("assembly")
    member = get_object_or_404(own, user=request.actor.user)
    form = NewsForm(request.POST)
    if form.is_valid():
        members.read_news(member, form.cleaned_data["until"], by=request.actor, now=clock.now())
        messages.success(request, "Marked as read.")
    return redirect("member.home", slug=assembly.slug)
