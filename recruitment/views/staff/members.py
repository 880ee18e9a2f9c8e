"""Offers and members: who has said yes, whom to ring, who left."""

from datetime import datetime, time
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from assembly import clock
from assembly.access import PageRequest, page
from assembly.errors import DomainError
from assembly.models import Assembly
from recruitment import members, offers
from recruitment.forms.lottery import CallForm, OffersForm, WithdrawForm
from recruitment.models import Draw, Member, Offer
from recruitment.queries import members as queries


@page("offers.view")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    return render(request, "staff/members.html", queries.overview(assembly))


@page("offers.make", methods=("GET", "POST"))
def make(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    drawn = get_object_or_404(Draw, pool__assembly=assembly, pool__number=number)
    form = OffersForm(request.POST or None, initial={"deadline": OffersForm.suggested(clock.now())})
    if form.is_valid():
        last_moment = timezone.make_aware(
            datetime.combine(form.cleaned_data["deadline"], time(23, 59, 59))
        )
        try:
            made = offers.make(drawn, deadline=last_moment, by=request.actor, now=clock.now())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{len(made)} offers are on their way.")
            return redirect("staff.members", slug=assembly.slug)
    return render(request, "staff/offers_make.html", {"form": form, "draw": drawn})


@page("offers.call", methods=("GET", "POST"))
def call(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    offer = get_object_or_404(
        Offer.objects.select_related("registration", "assembly"), assembly=assembly, pk=pk
    )
    form = CallForm(request.POST or None)
    if form.is_valid():
        try:
            _record(offer, form, request)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "The answer is recorded.")
            return redirect("staff.members", slug=assembly.slug)
    offers.open_one(offer, by=request.actor, now=clock.now())
    return render(request, "staff/call.html", {"offer": offer, "form": form})


def _record(offer: Offer, form: CallForm, request: PageRequest) -> None:
    by, now = request.actor, clock.now()
    outcome = form.cleaned_data["outcome"]
    if outcome == "accept":
        offers.accept(offer, by=by, now=now)
    elif outcome == "decline":
        offers.decline(offer, reason=form.cleaned_data["reason"], by=by, now=now)
    else:
        offers.release(offer, by=by, now=now)


@page("members.withdraw", methods=("GET", "POST"))
def withdraw(request: PageRequest, assembly: Assembly, pk: UUID) -> HttpResponse:
    member = get_object_or_404(
        Member.objects.select_related("assembly", "user"), assembly=assembly, pk=pk
    )
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        members.withdraw(
            member, reason=form.cleaned_data["reason"], by=request.actor, now=clock.now()
        )
        messages.success(
            request, f"Member {member.number} has withdrawn. Their seat can be filled again."
        )
        return redirect("staff.members", slug=assembly.slug)
    return render(request, "staff/member_withdraw.html", {"form": form, "member": member})
