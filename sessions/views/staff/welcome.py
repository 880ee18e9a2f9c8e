"""The welcome pack: staff write what it says, and print it for a member."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock
from assembly.access import PageRequest, page
from assembly.models import Assembly
from recruitment.models import Member
from sessions import welcome
from sessions.forms.welcome import WelcomeForm

from ..files import as_pdf
from ..posting import attempt


@page("welcome.write", methods=("GET", "POST"))
def write(request: PageRequest, assembly: Assembly) -> HttpResponse:
    """Write what the welcome pack says; every version is kept."""
    current = welcome.current(assembly)
    form = WelcomeForm(request.POST or None, initial={"text": current.text})
    if attempt(
        form,
        lambda: welcome.save(
            assembly, form.cleaned_data["text"], by=request.actor, now=clock.now()
        ),
    ):
        messages.success(request, f"Version {current.version + 1} of the welcome pack is saved.")
        return redirect("staff.welcome", slug=assembly.slug)
    context = {"form": form, "current": current, "fields": welcome.FIELDS.values()}
    return render(request, "staff/welcome.html", context)


@page("welcome.write")
def preview(request: PageRequest, assembly: Assembly) -> HttpResponse:
    """Show the saved text as it leaves, with an invented member."""
    invented = Member(assembly=assembly, name=welcome.INVENTED, number=1)
    return as_pdf(welcome.print_pdf(invented, clock.now()), f"{assembly.slug}-welcome")


@page("welcome.open_one")
def one(request: PageRequest, assembly: Assembly, pk: UUID) -> HttpResponse:
    """Open a member's own pack, to print it for whoever reads on paper."""
    found = Member.objects.select_related("assembly")
    member = get_object_or_404(found, assembly=assembly, pk=pk)
    made = welcome.open_one(member, by=request.actor, now=clock.now())
    return as_pdf(made, f"{assembly.slug}-welcome-{member.number}")
