"""The public's pages about the site and about one assembly."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from recommendations.queries.home import summary
from recommendations.queries.published import positions
from recruitment.queries import members

from .. import clock, languages, personal_data, stages
from ..access import in_readers_language, page
from ..models import Assembly, Role

SEATS_SHOWN = [14, 12, 11, 8, 5]


@page("public.home", translated=True)
def home(request: HttpRequest) -> HttpResponse:
    assemblies = Assembly.objects.order_by("-first_day", "slug")
    return render(request, "public/home.html", {"assemblies": assemblies, "groups": SEATS_SHOWN})


@page("public.view", translated=True)
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
        "hemicycle_title": _seats_in_words(confirmed, assembly.seats, by_age=bool(ages)),
        "stages": [
            (stage, "done" if place < here else "now" if place == here else "later")
            for place, stage in enumerate(stages.STAGES)
        ],
    }
    return render(request, "public/assembly.html", context)


def _seats_in_words(confirmed: int, seats: int, *, by_age: bool) -> str:
    if not confirmed:
        return ngettext("%(seats)s seat to fill", "%(seats)s seats to fill", seats) % {
            "seats": seats
        }
    members = ngettext("%(members)s member", "%(members)s members", confirmed) % {
        "members": confirmed
    }
    return _("%(members)s, by age") % {"members": members} if by_age else members


@csrf_exempt
@page("public.home", methods=("POST",), translated=True)
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of these pages and go back to the page where that was done.

    Any site may send this form: all it does is to choose a language. So the pages that hold it need
    no secret of their reader's own, and one copy of them does for many.
    """
    chosen, back = request.POST.get("language", ""), request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("public.home")
    response = HttpResponseRedirect(back, status=HTTPStatus.SEE_OTHER)
    if chosen in languages.BY_CODE:
        response.set_cookie(
            languages.COOKIE,
            chosen,
            max_age=languages.COOKIE_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


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
    return in_readers_language(
        request, lambda: render(request, "public/start.html", {"places": places})
    )


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer whether the application and its database are up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@page("public.home", translated=True)
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "public/privacy.html", {"entries": personal_data.notice()})


@page("public.home", translated=True)
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html")


@page("public.home", translated=True)
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "public/about.html")
