"""Who may not be in pictures, for whoever takes them."""

from django.http import HttpResponse
from django.shortcuts import render

from assembly import clock
from assembly.access import PageRequest, page
from assembly.models import Assembly
from recruitment import lists
from recruitment.queries.photos import pictures


@page("photos.view")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    said = pictures(assembly)
    named = said.not_in_pictures
    lists.opened(assembly, lists.PICTURES, named, by=request.actor, now=clock.now())
    return render(request, "staff/photos.html", {"pictures": said})
