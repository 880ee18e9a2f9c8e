"""A member's own welcome pack."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from assembly import clock
from assembly.access import PageRequest, page
from assembly.models import Assembly
from sessions import welcome

from ..files import as_pdf


@page("welcome.own")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    own = assembly.members.select_related("assembly")
    member = get_object_or_404(own, user=request.actor.user)
    return as_pdf(welcome.print_pdf(member, clock.now()), f"{assembly.slug}-welcome")
