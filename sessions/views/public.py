"""The sessions and the evidence, for everybody."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from assembly import clock
from assembly.access import PageRequest, page
from assembly.models import Assembly
from sessions import ical, queries
from sessions.agenda import Programme
from sessions.models import EvidenceItem
from sessions.queries.evidence import answered, public_reviews


@page("programme.published", translated=True)
def programme(request: PageRequest, assembly: Assembly) -> HttpResponse:
    released = queries.released_programme(assembly)
    return render(request, "public/programme.html", {"programme": released})


@page("programme.published")
def calendar(request: PageRequest, assembly: Assembly) -> HttpResponse:
    made = ical.calendar(
        queries.released_programme(assembly) or Programme(0, ()),
        name=assembly.name,
        place=request.get_host(),
        now=clock.now(),
        tables={},
    )
    return HttpResponse(made, content_type="text/calendar; charset=utf-8")


@page("evidence.published", translated=True)
def evidence(request: PageRequest, assembly: Assembly) -> HttpResponse:
    items = queries.public(assembly, clock.now())
    context = {"chapters": queries.by_session(items), "balance": queries.balance(items)}
    return render(request, "public/evidence.html", context)


@page("evidence.published", translated=True)
def evidence_item(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    found = EvidenceItem.objects.public(clock.now()).select_related("session", "speaker")
    item = get_object_or_404(found, pk=pk, assembly=assembly)
    context = {"item": item, "reviews": public_reviews(item), "questions": answered(item)}
    return render(request, "public/evidence_item.html", context)
