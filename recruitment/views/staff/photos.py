"""Who may not be in pictures, for whoever takes them; and what members tell staff about it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.errors import DomainError
from assembly.models import Assembly
from recruitment import lists, photos
from recruitment.forms.members import PhotosForForm
from recruitment.models import Member
from recruitment.queries.photos import pictures, words


@page("photos.view")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    said = pictures(assembly)
    named = said.not_in_pictures
    lists.opened(assembly, lists.PICTURES, named, by=request.actor, now=clock.now())
    may_say_for = permissions.may(request.actor, photos.SAY_FOR, assembly)
    return render(request, "staff/photos.html", {"pictures": said, "may_say_for": may_say_for})


@page(photos.SAY_FOR, methods=("GET", "POST"))
def say_for(request: PageRequest, assembly: Assembly, pk: UUID) -> HttpResponse:
    """Record what a member says by phone, by post or in person."""
    found = Member.objects.select_related("assembly")
    member = get_object_or_404(found, assembly=assembly, pk=pk)
    form = PhotosForForm(request.POST or None, member=member)
    if form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            photos.say_for(
                member, **form.cleaned_data, seen=seen, by=request.actor, now=clock.now()
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"What member {member.number} said is recorded.")
            return redirect("staff.photos", slug=assembly.slug)
    lists.opened(assembly, lists.ONE, [member], by=request.actor, now=clock.now())
    context = {"form": form, "member": member, "seen": photos.mark(member), "words": words(member)}
    return render(request, "staff/photos_say_for.html", context)
