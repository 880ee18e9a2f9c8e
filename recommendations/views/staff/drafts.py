"""Staff write the members' recommendations down, version by version, and lock them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock
from assembly.access import PageRequest, page
from assembly.errors import DomainError
from assembly.models import Assembly

from ... import drafting
from ...forms.drafts import DraftForm, RevisionForm
from ...models import Recommendation
from ...queries import drafts


def _one(assembly: Assembly, number: int) -> Recommendation:
    return get_object_or_404(Recommendation, assembly=assembly, number=number)


@page("recommendations.view")
def listed(request: PageRequest, assembly: Assembly) -> HttpResponse:
    rows = list(drafts.listed(assembly))
    locked = sum(row.is_locked for row in rows)
    return render(request, "staff/recommendations.html", {"rows": rows, "locked": locked})


@page("recommendations.draft", methods=("GET", "POST"))
def propose(request: PageRequest, assembly: Assembly) -> HttpResponse:
    form = DraftForm(assembly, request.POST or None)
    if form.is_valid():
        try:
            made = drafting.propose(
                assembly, **form.cleaned_data, by=request.actor, now=clock.now()
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Recommendation {made.number} is written down.")
            return redirect("staff.recommendations.one", assembly.slug, made.number)
    return render(request, "staff/recommendation_new.html", {"form": form})


@page("recommendations.view")
def one(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    recommendation = _one(assembly, number)
    context = {
        "recommendation": recommendation,
        "history": drafts.history(recommendation),
        "evidence": recommendation.evidence.order_by("title"),
    }
    return render(request, "staff/recommendation.html", context)


@page("recommendations.draft", methods=("GET", "POST"))
def revise(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    recommendation = _one(assembly, number)
    latest = recommendation.versions.order_by("-number")[0]
    initial = {
        "title": latest.title,
        "theme": recommendation.theme,
        "text": latest.text,
        "evidence": list(recommendation.evidence.all()),
    }
    form = RevisionForm(assembly, request.POST or None, initial=initial)
    if form.is_valid():
        try:
            made = drafting.revise(
                recommendation, **form.cleaned_data, by=request.actor, now=clock.now()
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Version {made.number} is saved.")
            return redirect("staff.recommendations.one", assembly.slug, number)
    context = {"form": form, "recommendation": recommendation}
    return render(request, "staff/recommendation_revise.html", context)


@page("recommendations.lock", methods=("GET", "POST"))
def lock(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    recommendation = _one(assembly, number)
    if request.method == "POST":
        drafting.lock(recommendation, by=request.actor, now=clock.now())
        messages.success(request, f"Recommendation {number} is locked. Its text is final.")
        return redirect("staff.recommendations", assembly.slug)
    latest = recommendation.versions.order_by("-number")[0]
    context = {"recommendation": recommendation, "version": latest}
    return render(request, "staff/recommendation_lock.html", context)
