"""Staff open and close the ballot. Until it is closed they see the turn-out and nothing else."""

from secrets import token_bytes

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock
from assembly.access import PageRequest, page
from assembly.errors import DomainError
from assembly.models import Assembly

from ... import ballots
from ...forms.ballots import OpeningForm
from ...models import Ballot
from ...queries import drafts, votes


@page("ballots.view")
def ballot(request: PageRequest, assembly: Assembly) -> HttpResponse:
    latest = votes.latest_ballot(assembly)
    context = {
        "ballot": latest,
        "voted": latest.roll.count() if latest else 0,
        "results": votes.results(latest) if latest else [],
        "locked": [row for row in drafts.listed(assembly) if row.is_locked],
        "rules": votes.rules_in_words(latest.result) if latest and latest.result else [],
        "legend": votes.numbered(latest.scale) if latest else [],
    }
    return render(request, "staff/ballot.html", context)


@page("ballots.open", methods=("GET", "POST"))
def open_one(request: PageRequest, assembly: Assembly) -> HttpResponse:
    entitled = assembly.members.filter(status="confirmed").count()
    form = OpeningForm(request.POST or None, initial={"quorum": (entitled + 1) // 2})
    if form.is_valid():
        values = form.cleaned_data
        try:
            ballots.open(
                assembly, values["title"], values["closes_at"],
                **form.rules(), by=request.actor, now=clock.now(),
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "The ballot is open. Members can vote now.")
            return redirect("staff.ballot", assembly.slug)
    locked = [row for row in drafts.listed(assembly) if row.is_locked]
    context = {"form": form, "entitled": entitled, "locked": locked}
    return render(request, "staff/ballot_open.html", context)


@page("ballots.close", methods=("GET", "POST"))
def close(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    found = get_object_or_404(Ballot, assembly=assembly, pk=pk)
    if request.method == "POST":
        ballots.close(found, random_bytes=token_bytes, by=request.actor, now=clock.now())
        messages.success(request, "The ballot is closed and counted. The result is frozen.")
        return redirect("staff.ballot", assembly.slug)
    context = {"ballot": found, "voted": found.roll.count()}
    return render(request, "staff/ballot_close.html", context)
