"""Targets, the frozen pool, the commitment and the draw, for staff."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock
from assembly.access import PageRequest, page
from assembly.errors import DomainError
from assembly.models import Assembly
from recruitment import census, draws, lotteries, pools, targets
from recruitment.forms.lottery import CensusForm, DigitsForm, FreezeForm, TargetsForm
from recruitment.models import Pool
from recruitment.queries import lottery as queries


@page("targets.view")
def view_targets(request: PageRequest, assembly: Assembly) -> HttpResponse:
    context = {
        "tables": queries.targets(assembly),
        "advice": queries.advice(assembly),
        "frozen": assembly.pools.exists(),
    }
    return render(request, "staff/targets.html", context)


@page("targets.build", methods=("GET", "POST"))
def build_targets(request: PageRequest, assembly: Assembly) -> HttpResponse:
    """Work the targets out from the census figures of an area that this service holds."""
    form = CensusForm(request.POST or None)
    if form.is_valid():
        try:
            counts = census.read(form.folder())
            targets.build(assembly, counts, by=request.actor, now=clock.now())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "The targets are worked out from the census.")
            return redirect("staff.targets", slug=assembly.slug)
    return render(request, "staff/targets_build.html", {"form": form})


@page("targets.set", methods=("GET", "POST"))
def set_targets(request: PageRequest, assembly: Assembly) -> HttpResponse:
    form = TargetsForm(request.POST or None, assembly=assembly)
    if form.is_valid():
        try:
            targets.change(assembly, form.ranges(), by=request.actor, now=clock.now())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "The targets have been changed.")
            return redirect("staff.targets", slug=assembly.slug)
    return render(
        request, "staff/targets_edit.html", {"form": form, "tables": queries.targets(assembly)}
    )


@page("lottery.view")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    found = list(assembly.pools.order_by("-number"))
    context = {
        "pools": [(pool, queries.chances(pool), queries.extremes(pool)) for pool in found],
        "latest": found[0] if found else None,
        "may_replace": queries.may_replace(assembly),
        "freeze_form": FreezeForm(),
        "digits_form": DigitsForm(),
    }
    return render(request, "staff/lottery.html", context)


@page("lottery.freeze", methods=("POST",))
def freeze(request: PageRequest, assembly: Assembly) -> HttpResponse:
    form = FreezeForm(request.POST)
    form.is_valid()
    pool = pools.freeze(
        assembly, by=request.actor, now=clock.now(), reason=form.cleaned_data.get("reason", "")
    )
    lotteries.request(pool, by=request.actor, now=clock.now())
    messages.success(request, "The pool is frozen. The chances are being worked out.")
    return redirect("staff.lottery", slug=assembly.slug)


@page("lottery.solve", methods=("POST",))
def solve(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    lotteries.request(_pool(assembly, number), by=request.actor, now=clock.now())
    messages.success(request, "The chances are being worked out.")
    return redirect("staff.lottery", slug=assembly.slug)


@page("lottery.commit", methods=("POST",))
def commit(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    lotteries.commit(_pool(assembly, number), by=request.actor, now=clock.now())
    messages.success(
        request, "The manifest and its fingerprint are public. Now the balls can be drawn."
    )
    return redirect("staff.lottery", slug=assembly.slug)


@page("lottery.enter_number", methods=("POST",))
def enter_number(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    return _digits(
        request, assembly, number, draws.enter, "A second official must now confirm the number."
    )


@page("lottery.confirm_number", methods=("POST",))
def confirm_number(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    return _digits(request, assembly, number, draws.confirm, "The panel is drawn.")


def _digits(request: PageRequest, assembly: Assembly, number: int, act, said: str) -> HttpResponse:  # type: ignore[no-untyped-def]
    form = DigitsForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["digits"][0]))
    else:
        act(_pool(assembly, number), form.cleaned_data["digits"], by=request.actor, now=clock.now())
        messages.success(request, said)
    return redirect("staff.lottery", slug=assembly.slug)


def _pool(assembly: Assembly, number: int) -> Pool:
    return get_object_or_404(
        Pool.objects.select_related("assembly"), assembly=assembly, number=number
    )
