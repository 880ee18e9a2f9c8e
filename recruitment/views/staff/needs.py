"""What members need: counts for those who plan, and for organisers each one, to see to it."""

import csv
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.errors import DomainError
from assembly.models import Assembly
from recruitment import commitments, lists
from recruitment.forms.commitments import CommitmentForm, NeedForm, SettleForm
from recruitment.models import Commitment, Member
from recruitment.queries import commitments as queries


@page("commitments.counts")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    today = clock.now().date()
    may_list = permissions.may(request.actor, "commitments.view", assembly)
    may_add = permissions.may(request.actor, "commitments.add", assembly)
    members = _members(assembly) if may_add else []
    lists.opened(assembly, lists.NEEDS, members, by=request.actor, now=clock.now())
    context = {
        **queries.overview(assembly, today),
        "listed": queries.listed(assembly, today) if may_list else None,
        "members": members,
        "today": today,
    }
    return render(request, "staff/needs.html", context)


@page("commitments.counts")
def as_csv(request: PageRequest, assembly: Assembly) -> HttpResponse:
    """Give the counts by kind as a table: numbers only."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{assembly.slug}-needs.csv"'
    writer = csv.writer(response, lineterminator="\r\n")
    writer.writerow(
        ["need", "to arrange", "arranged", "met", "cannot be met", "all", "cost in pence"]
    )
    for row in queries.counts(assembly):
        writer.writerow(
            [row.kind, row.open, row.arranged, row.met, row.cannot, row.all, row.cost_pence]
        )
    return response


@page("commitments.open_one", methods=("GET", "POST"))
def one(request: PageRequest, assembly: Assembly, pk: UUID) -> HttpResponse:
    """Show one need with its details, which the member will see was opened; change it."""
    found = _commitment(assembly, pk)
    form = CommitmentForm(request.POST or None, assembly=assembly, commitment=found)
    if form.is_valid():
        try:
            commitments.edit(found, **form.given(), by=request.actor, now=clock.now())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "The change is saved.")
            return redirect("staff.needs", slug=assembly.slug)
    return _show(request, found, form, SettleForm(initial={"status": found.status}))


@page("commitments.settle", methods=("POST",))
def settle(request: PageRequest, assembly: Assembly, pk: UUID) -> HttpResponse:
    found = _commitment(assembly, pk)
    form = SettleForm(request.POST)
    if form.is_valid():
        try:
            commitments.settle(found, **form.cleaned_data, by=request.actor, now=clock.now())
        except DomainError as error:
            form.add_error("reason", error.message)
        else:
            messages.success(request, "Recorded.")
            return redirect("staff.needs", slug=assembly.slug)
    own = CommitmentForm(assembly=assembly, commitment=found)
    return _show(request, found, own, form)


@page("commitments.add", methods=("GET", "POST"))
def add(request: PageRequest, assembly: Assembly, pk: UUID) -> HttpResponse:
    found = Member.objects.select_related("assembly")
    member = get_object_or_404(found, assembly=assembly, pk=pk)
    form = NeedForm(request.POST or None)
    if form.is_valid():
        try:
            commitments.add(member, **form.needs(), by=request.actor, now=clock.now())
        except DomainError as error:
            form.add_error("details", error.message)
        else:
            messages.success(request, "The need is added.")
            return redirect("staff.needs", slug=assembly.slug)
    lists.opened(assembly, lists.ONE, [member], by=request.actor, now=clock.now())
    return render(request, "staff/needs_add.html", {"form": form, "member": member})


def _show(
    request: PageRequest, found: Commitment, form: CommitmentForm, settling: SettleForm
) -> HttpResponse:
    commitments.open_one(found, by=request.actor, now=clock.now())
    context = {
        "commitment": found,
        "form": form,
        "settling": settling,
        "wrong": settling if settling.errors else form,
        "history": queries.history(found),
        "may_edit": permissions.may(request.actor, "commitments.edit", found.member.assembly),
    }
    return render(request, "staff/needs_one.html", context)


def _commitment(assembly: Assembly, pk: UUID) -> Commitment:
    found = Commitment.objects.select_related("member__assembly", "owner")
    return get_object_or_404(found, member__assembly=assembly, pk=pk)


def _members(assembly: Assembly) -> list[Member]:
    confirmed = Member.objects.filter(assembly=assembly).confirmed().held()
    return list(confirmed.order_by("number"))
