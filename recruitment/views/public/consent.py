"""A parent's or carer's answer for someone young, by the link they were sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assembly import clock, permissions
from assembly.access import page
from assembly.models import Assembly

from ... import registrations
from . import held
from .register import see_other


@page("registrations.look_up", translated=True)
def enter(request: HttpRequest, assembly: Assembly, token: str) -> HttpResponse:
    """Take the secret out of the address bar at once, also one that opens nothing."""
    if person := registrations.of_consent(assembly, token):
        held.remember(request, held.consent_key(assembly), person.consent_hash)
        request.session.pop(held.said_key(assembly), None)
    return see_other("public.consent", assembly)


@page("registrations.consent", methods=("GET", "POST"), translated=True)
def answer(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    """Say yes, or no, which withdraws the registration. Either is said once."""
    hashed = held.remembered(request, held.consent_key(assembly))
    person = registrations.of_consent_hash(assembly, hashed)
    if person is None and (said := request.session.get(held.said_key(assembly))):
        return see_other("public.consent.answered", assembly, said)
    if person is None:
        return render(request, "public/consent/unknown.html", {}, status=404)
    if request.method == "POST" and (said := request.POST.get("answer")) in ("yes", "no"):
        by = permissions.guardian(person.reference)
        act = registrations.consent if said == "yes" else registrations.withdraw
        act(person, by=by, now=clock.now())
        request.session[held.said_key(assembly)] = said
        return see_other("public.consent.answered", assembly, said)
    return render(request, "public/consent/answer.html", {"person": person})


@page("registrations.look_up", translated=True)
def answered(request: HttpRequest, assembly: Assembly, said: str) -> HttpResponse:
    return render(request, "public/consent/answered.html", {"agreed": said == "yes"})
