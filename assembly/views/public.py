"""The public's pages about the site and about one assembly."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from recommendations.queries.home import summary
from recommendations.queries.published import positions
from recruitment.queries import members

from .. import clock, personal_data, stages
from ..access import page
from ..models import Assembly, Role

SEATS_SHOWN = [14, 12, 11, 8, 5]


@page("public.home")
def home(request: HttpRequest) -> HttpResponse:
    assemblies = Assembly.objects.order_by("-first_day", "slug")
    return render(request, "public/home.html", {"assemblies": assemblies, "groups": SEATS_SHOWN})


@page("public.view")
def assembly(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    now = clock.now()
    confirmed, ages = members.confirmed(assembly), members.ages(assembly)
    here = stages.STAGES.index(assembly.current_stage)
    context = {
        "is_open": assembly.is_open(now),
        "parts": assembly.parts.select_related("organisation").order_by(
            "kind", "organisation__name"
        ),
        "summary": summary(assembly, now),
        "positions": positions(),
        "confirmed": confirmed,
        "groups": ages,
        "hemicycle_title": f"{confirmed} members{', by age' if ages else ''}"
        if confirmed
        else f"{assembly.seats} seats to fill",
        "stages": [
            (stage, "done" if place < here else "now" if place == here else "later")
            for place, stage in enumerate(stages.STAGES)
        ],
    }
    return render(request, "public/assembly.html", context)


def start(request: HttpRequest) -> HttpResponse:
    """Send a person who has signed in to their one place, or let them choose among several."""
    roles = (
        Role.objects.filter(user_id=request.user.pk or 0)
        .select_related("assembly")
        .order_by("assembly")
    )
    prefixes = {Role.Kind.MEMBER.value: "member.home", Role.Kind.BOARD.value: "board.home"}
    places = list(
        dict.fromkeys((prefixes.get(role.kind, "staff.overview"), role.assembly) for role in roles)
    )
    if len(places) == 1:
        return redirect(places[0][0], slug=places[0][1].slug)
    return render(request, "public/start.html", {"places": places})


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer whether the application and its database are up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@page("public.home")
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "public/privacy.html", {"entries": personal_data.notice()})


@page("public.home")
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html")


@page("public.home")
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "public/about.html")
