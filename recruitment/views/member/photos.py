"""May a member be in pictures? They say so themselves, and see what staff recorded for them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock
from assembly.access import PageRequest, page
from assembly.models import Assembly
from recruitment import photos
from recruitment.forms.members import PhotosForm
from recruitment.queries.photos import words


@page("photos.say", methods=("GET", "POST"))
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    own = assembly.members.select_related("assembly")
    member = get_object_or_404(own, user=request.actor.user)
    form = PhotosForm(request.POST or None, initial={"answer": member.photos})
    if form.is_valid():
        photos.say(member, form.cleaned_data["answer"], by=request.actor, now=clock.now())
        messages.success(request, "Thank you. Your answer is recorded.")
        return redirect("member.photos", slug=assembly.slug)
    last = next(iter(words(member)), None)
    return render(request, "member/photos.html", {"form": form, "member": member, "last": last})
