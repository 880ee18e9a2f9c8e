"""Offers and members: who has said yes, whom to ring, who left."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.errors import DomainError
from assembly.models import Assembly
from recruitment import lists, members, not_picked, offers, retention
from recruitment.forms.lottery import OffersForm, WithdrawForm
from recruitment.models import Draw, Member, Offer
from recruitment.queries import members as queries


@page("offers.view")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    overview = queries.overview(assembly)
    lists.opened(assembly, lists.MEMBERS, overview["members"], by=request.actor, now=clock.now())
    erased_on, to_erase = retention.last_day(assembly), retention.not_picked(assembly)
    context = {
        **overview,
        "may_tell": permissions.may(request.actor, "offers.tell_others", assembly),
        "untold": not_picked.untold(assembly),
        "erased_on": erased_on,
        "to_erase": to_erase,
        "nobody_left": erased_on and not to_erase,
        "may_renew": permissions.may(request.actor, "offers.renew", assembly),
        "may_see_photos": permissions.may(request.actor, "photos.view", assembly),
        "may_say_for": permissions.may(request.actor, "photos.say_for", assembly),
        "may_welcome": permissions.may(request.actor, "welcome.open_one", assembly),
        "may_withdraw": permissions.may(request.actor, "members.withdraw", assembly),
    }
    return render(request, "staff/members.html", context)


@page("offers.make", methods=("GET", "POST"))
def make(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    drawn = get_object_or_404(Draw, pool__assembly=assembly, pool__number=number)
    form = OffersForm(request.POST or None, initial={"deadline": OffersForm.suggested(clock.now())})
    if form.is_valid():
        try:
            made = offers.make(
                drawn, deadline=form.last_moment(), by=request.actor, now=clock.now()
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{len(made)} offers are on their way.")
            return redirect("staff.members", slug=assembly.slug)
    return render(request, "staff/offers_make.html", {"form": form, "draw": drawn})


@page("offers.tell_others", methods=("GET", "POST"))
def tell_others(request: PageRequest, assembly: Assembly) -> HttpResponse:
    """Tell those who were not picked, and show whom to ring."""
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            told = not_picked.tell(assembly, by=request.actor, now=clock.now())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{told:,} messages are on their way.")
            return redirect("staff.offers.tell_others", slug=assembly.slug)
    context = {
        "form": form,
        "untold": not_picked.untold(assembly),
        "may_tell": permissions.may(request.actor, "offers.tell_others", assembly),
        "may_open": permissions.may(request.actor, "registrations.open_one", assembly),
    }
    return render(request, "staff/offers_tell_others.html", context)


@page("offers.call", methods=("POST",))
def release(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    """Free a seat whose deadline has passed."""
    offers.release(_offer(assembly, pk), by=request.actor, now=clock.now())
    messages.success(request, "The seat is released. The lottery can fill it again.")
    return redirect("staff.members", slug=assembly.slug)


@page("offers.renew", methods=("GET", "POST"))
def renew(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    """Offer somebody their seat again, while nobody else can have it."""
    offer = _offer(assembly, pk)
    form = OffersForm(request.POST or None, initial={"deadline": OffersForm.suggested(clock.now())})
    if form.is_valid():
        try:
            offers.renew(offer, deadline=form.last_moment(), by=request.actor, now=clock.now())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "The seat is offered again.")
            return redirect("staff.members", slug=assembly.slug)
    return render(request, "staff/offer_renew.html", {"form": form, "offer": offer})


def _offer(assembly: Assembly, pk: int) -> Offer:
    offers_of = Offer.objects.select_related("registration", "assembly")
    return get_object_or_404(offers_of, assembly=assembly, pk=pk)


@page("members.withdraw", methods=("GET", "POST"))
def withdraw(request: PageRequest, assembly: Assembly, pk: UUID) -> HttpResponse:
    member = get_object_or_404(
        Member.objects.select_related("assembly", "user"), assembly=assembly, pk=pk
    )
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            members.withdraw(member, reason=reason, by=request.actor, now=clock.now())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request, f"Member {member.number} has withdrawn. Their seat can be filled again."
            )
            return redirect("staff.members", slug=assembly.slug)
    lists.opened(assembly, lists.ONE, [member], by=request.actor, now=clock.now())
    return render(request, "staff/member_withdraw.html", {"form": form, "member": member})


@page("members.rejoin", methods=("GET", "POST"))
def rejoin(request: PageRequest, assembly: Assembly, pk: UUID) -> HttpResponse:
    """Give a member who withdrew their seat back, while nobody else can have it."""
    found = Member.objects.select_related("assembly", "user", "registration")
    member = get_object_or_404(found, assembly=assembly, pk=pk)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            members.rejoin(member, by=request.actor, now=clock.now())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Member {member.number} has their seat back.")
            return redirect("staff.members", slug=assembly.slug)
    lists.opened(assembly, lists.ONE, [member], by=request.actor, now=clock.now())
    return render(request, "staff/member_rejoin.html", {"form": form, "member": member})
