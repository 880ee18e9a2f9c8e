"""What a member needs, as they see it themselves."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.errors import DomainError
from assembly.models import Assembly
from recruitment import commitments
from recruitment.diets import DIETS
from recruitment.forms.commitments import NeedForm
from recruitment.models import Commitment, Member


@page("commitments.own", methods=("GET", "POST"))
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    """Show what is promised and how far it is; ask for something more."""
    member = _own(request, assembly)
    form = NeedForm(request.POST or None)
    if form.is_valid():
        try:
            commitments.ask(member, **form.needs(), by=request.actor, now=clock.now())
        except DomainError as error:
            form.add_error("details", error.message)
        else:
            messages.success(request, "Thank you. An organiser will see to it.")
            return redirect("member.needs", slug=assembly.slug)
    context = {
        "commitments": [
            (each, [DIETS[key] for key in each.diets if key in DIETS])
            for each in member.commitments.order_by("made_at", "kind")
        ],
        "form": form,
        "may_ask": permissions.may(request.actor, "commitments.ask", assembly),
    }
    return render(request, "member/needs.html", context)


@page("commitments.doubt", methods=("POST",))
def doubt(request: PageRequest, assembly: Assembly, pk: UUID) -> HttpResponse:
    """Say that something is not met: it is to arrange again, first in the organisers' list."""
    member = _own(request, assembly)
    found = Commitment.objects.select_related("member__assembly")
    commitments.doubt(
        get_object_or_404(found, member=member, pk=pk), by=request.actor, now=clock.now()
    )
    messages.success(request, "Thank you for telling us. An organiser will see to it at once.")
    return redirect("member.needs", slug=assembly.slug)


def _own(request: PageRequest, assembly: Assembly) -> Member:
    member = Member.objects.filter(assembly=assembly, user=request.actor.user)
    found = member.select_related("assembly").first()
    if found is None:
        raise Http404("Not a member")
    return found
