"""The evidence, as the Advisory Board reviews it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.models import Assembly
from sessions import evidence, queries
from sessions.forms.evidence import ReviewForm
from sessions.models import EvidenceItem

from .posting import attempt


@page("evidence.board")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    rows = queries.reviewed(assembly, request.actor.user.pk if request.actor.user else None)
    context = {
        "rows": rows,
        "waiting": [row for row in rows if not row.mine],
        "balance": queries.balance([row.item for row in rows]),
    }
    return render(request, "board/evidence.html", context)


def _own(item: EvidenceItem, request: PageRequest) -> dict[str, object]:
    """Return what the reader has said of this version so far, for them to change."""
    mine = item.reviews.current().filter(user=request.actor.user).values()
    return {"version": item.version, **(mine.first() or {})}


@page("evidence.review", methods=("GET", "POST"))
def item(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    related = EvidenceItem.objects.select_related("assembly", "session", "speaker")
    found = get_object_or_404(related, pk=pk, assembly=assembly)
    form = ReviewForm(request.POST or None, initial=_own(found, request))
    if attempt(
        form,
        lambda: evidence.review(found, **form.cleaned_data, by=request.actor, now=clock.now()),
    ):
        messages.success(request, "Your review is recorded.")
        return redirect("board.evidence", slug=assembly.slug)
    context = {
        "item": found,
        "form": form,
        "reviews": found.reviews.current().select_related("user").order_by("reviewed_at"),
        "may_review": permissions.may(request.actor, "evidence.review", assembly),
    }
    return render(request, "board/evidence_item.html", context)
