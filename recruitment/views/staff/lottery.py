"""Targets, the frozen pool, the commitment and the draw, for staff."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.errors import DomainError, NotAllowed
from assembly.models import Assembly
from recruitment import census, draws, lotteries, pools, runs, targets
from recruitment.forms.lottery import (
    AbandonForm,
    BeaconForm,
    CensusForm,
    DigitsForm,
    FreezeForm,
    RandomnessForm,
    TargetsForm,
)
from recruitment.models import Draw, Pool, Run
from recruitment.queries import lottery as queries

Attempt = Callable[..., Draw]


@page("targets.view")
def view_targets(request: PageRequest, assembly: Assembly) -> HttpResponse:
    context = {
        "tables": queries.targets(assembly),
        "advice": queries.advice(assembly),
        "frozen": assembly.pools.exclude(status=Pool.Status.ABANDONED).exists(),
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
    advice = None
    if form.is_valid() and "check" in request.POST:
        advice = queries.advice(assembly, form.ranges())
    elif form.is_valid():
        try:
            targets.change(assembly, form.ranges(), by=request.actor, now=clock.now())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "The targets have been changed.")
            return redirect("staff.targets", slug=assembly.slug)
    context = {"form": form, "tables": queries.targets(assembly), "advice": advice}
    if request.headers.get("HX-Request"):
        return render(request, "staff/targets_advice.html", context)
    return render(request, "staff/targets_edit.html", context)


@page("lottery.view")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    found = list(assembly.pools.order_by("-number"))
    context = {
        "pools": [(pool, queries.chances(pool), queries.extremes(pool)) for pool in found],
        "latest": found[0] if found else None,
        "may_freeze": queries.may_freeze(assembly),
        "may_test": permissions.may(request.actor, "lottery.test", assembly),
        "runs": assembly.runs.select_related("pool").order_by("-number"),
        "under_way": assembly.runs.filter(status__in=("waiting", "running")).first(),
        "freeze_form": FreezeForm(),
        "digits_form": DigitsForm(),
        "randomness_form": RandomnessForm(),
        "beacon_form": BeaconForm(),
        "abandon_form": AbandonForm(auto_id="abandon_%s"),
        "now": clock.now(),
    }
    return render(request, "staff/lottery.html", context)


@page("lottery.freeze", methods=("POST",))
def freeze(request: PageRequest, assembly: Assembly) -> HttpResponse:
    form = FreezeForm(request.POST)
    form.is_valid()
    pool = pools.freeze(
        assembly, by=request.actor, now=clock.now(), reason=form.cleaned_data.get("reason", "")
    )
    runs.official(pool, by=request.actor, now=clock.now())
    messages.success(request, "The pool is frozen. The chances are being worked out.")
    return redirect("staff.lottery", slug=assembly.slug)


@page("lottery.solve", methods=("POST",))
def solve(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    runs.official(_pool(assembly, number), by=request.actor, now=clock.now())
    messages.success(request, "The chances are being worked out.")
    return redirect("staff.lottery", slug=assembly.slug)


@page("lottery.test", methods=("POST",))
def test(request: PageRequest, assembly: Assembly) -> HttpResponse:
    run = runs.test(assembly, by=request.actor, now=clock.now())
    return redirect("staff.lottery.run", slug=assembly.slug, run=run.number)


@page("lottery.view")
def view_run(request: PageRequest, assembly: Assembly, run: int) -> HttpResponse:
    """Show one run: how far it is, or what it found. Totals only."""
    found = get_object_or_404(Run.objects.select_related("pool"), assembly=assembly, number=run)
    context = {
        "run": found,
        "chances": queries.chances_of(found.outcome),
        "seats": queries.expected_seats(assembly, found.outcome),
    }
    return render(request, "staff/lottery_run.html", context)


@page("lottery.cancel", methods=("POST",))
def cancel(request: PageRequest, assembly: Assembly, run: int) -> HttpResponse:
    found = get_object_or_404(Run.objects.select_related("assembly"), assembly=assembly, number=run)
    runs.cancel(found, by=request.actor, now=clock.now())
    messages.success(request, f"Run {run} is cancelled.")
    return redirect("staff.lottery", slug=assembly.slug)


@page("lottery.abandon", methods=("POST",))
def abandon(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    form = AbandonForm(request.POST)
    form.is_valid()
    reason = form.cleaned_data.get("reason", "")
    pools.abandon(_pool(assembly, number), reason=reason, by=request.actor, now=clock.now())
    messages.success(request, "This draw is given up. Its record and the reason stay.")
    return redirect("staff.lottery", slug=assembly.slug)


@page("lottery.commit", methods=("POST",))
def commit(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    form, now = RandomnessForm(request.POST), clock.now()
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect("staff.lottery", slug=assembly.slug)
    pool = _pool(assembly, number)
    lotteries.commit(pool, randomness=form.promise(now), by=request.actor, now=now)
    messages.success(request, "The manifest and its fingerprint are public. Now it can be drawn.")
    return redirect("staff.lottery", slug=assembly.slug)


@page("lottery.enter_beacon", methods=("POST",))
def enter_beacon(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    form = BeaconForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["pasted"][0]))
    else:
        said = "The beacon’s signature holds. The panel is drawn."
        _attempt(request, draws.enter_beacon, _pool(assembly, number),
                 form.cleaned_data["pasted"], said)  # fmt: skip
    return redirect("staff.lottery", slug=assembly.slug)


@page("lottery.enter_number", methods=("POST",))
def enter_number(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    return _digits(
        request, assembly, number, draws.enter, "A second official must now confirm the number."
    )


@page("lottery.confirm_number", methods=("POST",))
def confirm_number(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    return _digits(request, assembly, number, draws.confirm, "The panel is drawn.")


def _digits(
    request: PageRequest, assembly: Assembly, number: int, act: Attempt, said: str
) -> HttpResponse:
    form = DigitsForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["digits"][0]))
    else:
        _attempt(request, act, _pool(assembly, number), form.cleaned_data["digits"], said)
    return redirect("staff.lottery", slug=assembly.slug)


def _attempt(request: PageRequest, act: Attempt, pool: Pool, drawn: str, said: str) -> None:
    """Try to draw; say on the page of the lottery what came of it."""
    try:
        act(pool, drawn, by=request.actor, now=clock.now())
    except NotAllowed:
        raise
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, said)


def _pool(assembly: Assembly, number: int) -> Pool:
    return get_object_or_404(
        Pool.objects.select_related("assembly"), assembly=assembly, number=number
    )
