"""For those who lost their letter: ask for a new code by giving the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assembly import clock, languages, network, permissions
from assembly.access import page
from assembly.errors import BadInput
from assembly.models import Assembly

from ...forms.letter_code import LostCodeForm
from ...registrations import failures, lost
from .register import TOO_MANY, see_other


@page("registrations.ask_for_code", methods=("GET", "POST"), translated=True)
def ask(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    """Whether a letter went to the address is never told here: staff look and answer."""
    if not assembly.is_open(now := clock.now()):
        return redirect("public.register", slug=assembly.slug)
    form = LostCodeForm(request.POST if request.method == "POST" else None, now=now)
    status = 200
    if form.is_valid():
        if failures.note(assembly, "lost", network.address(request), now=now):
            form.add_error(None, _("There have been many requests. Wait 10 minutes, or call us"))
            status = TOO_MANY
        else:
            try:
                lost.ask(
                    assembly,
                    **form.given(),
                    attempt=form.attempt,
                    language=languages.current().code,
                    by=permissions.SOMEONE,
                    now=now,
                )
            except BadInput as error:
                form.add_error(None, error.message)
            else:
                return see_other("public.lost.asked", assembly)
    return render(request, "public/register/lost.html", {"form": form}, status=status)


@page("registrations.look_up", translated=True)
def asked(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    return render(request, "public/register/lost_asked.html", {})
