"""A member gives up their own seat."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock
from assembly.access import PageRequest, page
from assembly.errors import DomainError
from assembly.models import Assembly
from recruitment import members
from recruitment.forms.members import GiveUpForm


@page("members.give_up", methods=("GET", "POST"))
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    own = assembly.members.select_related("assembly", "user")
    member = get_object_or_404(own, user=request.actor.user)
    form = GiveUpForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            members.give_up(member, reason=reason, by=request.actor, now=clock.now())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request,
                "You have given up your seat. Thank you for all that you did. "
                f"If this was a mistake, ring {assembly.contact_phone} soon.",
            )
            return redirect("public.assembly", slug=assembly.slug)
    return render(request, "member/seat.html", {"form": form, "member": member})
