"""Who may not be in pictures, for whoever takes them."""

from django.http import HttpResponse
from django.shortcuts import render

from assembly.access import PageRequest, page
from assembly.models import Assembly
from recruitment.queries.photos import pictures


@page("photos.view")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    return render(request, "staff/photos.html", {"pictures": pictures(assembly)})
