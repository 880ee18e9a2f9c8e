"""The programme, as staff build it."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.models import Assembly
from sessions import programme, queries
from sessions.forms.programme import (
    ItemForm,
    SessionForm,
    SpeakerForm,
    VenueForm,
    WeekendForm,
    initial_of,
)
from sessions.models import AgendaItem, Session
from sessions.queries.programme import is_changed, last_release

from ..posting import attempt


@page("programme.view")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    context = {
        "programme": queries.draft(assembly),
        "speakers": assembly.speakers.order_by("name"),
        "last": last_release(assembly),
        "is_changed": is_changed(assembly),
        "may_edit": permissions.may(request.actor, "programme.edit", assembly),
        "may_add_speaker": permissions.may(request.actor, "programme.add_speaker", assembly),
    }
    return render(request, "staff/programme.html", context)


def _form(request: PageRequest, form: Form, title: str, button: str = "Save") -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "back": "staff.programme"}
    return render(request, "staff/programme_form.html", context)


@page("programme.add_weekend", methods=("GET", "POST"))
def add_weekend(request: PageRequest, assembly: Assembly) -> HttpResponse:
    form = WeekendForm(request.POST or None, initial={"number": assembly.weekends.count() + 1})
    if attempt(
        form,
        lambda: programme.add_weekend(
            assembly, **form.cleaned_data, by=request.actor, now=clock.now()
        ),
    ):
        messages.success(request, "The weekend has been added.")
        return redirect("staff.programme", slug=assembly.slug)
    return _form(request, form, "Add a weekend")


@page("programme.set_venue", methods=("GET", "POST"))
def set_venue(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    weekend = get_object_or_404(assembly.weekends.select_related("assembly"), number=number)
    initial = {"venue": weekend.venue, "directions": weekend.directions}
    form = VenueForm(request.POST or None, initial=initial)
    if attempt(
        form,
        lambda: programme.set_venue(
            weekend, **form.cleaned_data, by=request.actor, now=clock.now()
        ),
    ):
        messages.success(request, "The venue is kept. Members see it after the next release.")
        return redirect("staff.programme", slug=assembly.slug)
    return _form(request, form, f"The venue of weekend {weekend.number}")


@page("programme.add_session", methods=("GET", "POST"))
def add_session(request: PageRequest, assembly: Assembly) -> HttpResponse:
    form = SessionForm(request.POST or None, assembly=assembly)
    if attempt(
        form,
        lambda: programme.add_session(**form.values(), by=request.actor, now=clock.now()),
    ):
        messages.success(request, "The session has been added.")
        return redirect("staff.programme", slug=assembly.slug)
    return _form(request, form, "Add a session")


@page("programme.add_item", methods=("GET", "POST"))
def add_item(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    session = get_object_or_404(Session, pk=pk, weekend__assembly=assembly)
    form = ItemForm(request.POST or None, session=session)
    if attempt(
        form,
        lambda: programme.add_item(session, **form.values(), by=request.actor, now=clock.now()),
    ):
        messages.success(request, "The item has been added. Members see it after the next release.")
        return redirect("staff.programme", slug=assembly.slug)
    return _form(request, form, f"Add an item to {session.title}")


@page("programme.edit_item", methods=("GET", "POST"))
def edit_item(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    found = AgendaItem.objects.select_related("session__weekend__assembly")
    item = get_object_or_404(found, pk=pk, session__weekend__assembly=assembly)
    form = ItemForm(request.POST or None, session=item.session, initial=initial_of(item))
    if attempt(
        form,
        lambda: programme.edit_item(item, **form.values(), by=request.actor, now=clock.now()),
    ):
        messages.success(request, "The item has changed. Members see it after the next release.")
        return redirect("staff.programme", slug=assembly.slug)
    return _form(request, form, "Change an item")


@page("programme.add_speaker", methods=("GET", "POST"))
def add_speaker(request: PageRequest, assembly: Assembly) -> HttpResponse:
    form = SpeakerForm(request.POST or None)
    if attempt(
        form,
        lambda: programme.add_speaker(
            assembly, **form.cleaned_data, by=request.actor, now=clock.now()
        ),
    ):
        messages.success(request, "The speaker has been added.")
        return redirect("staff.programme", slug=assembly.slug)
    return _form(request, form, "Add a speaker")


@page("programme.release", methods=("POST",))
def release(request: PageRequest, assembly: Assembly) -> HttpResponse:
    made = programme.release(assembly, by=request.actor, now=clock.now())
    messages.success(request, f"Version {made.version} of the programme is out.")
    return redirect("staff.programme", slug=assembly.slug)
