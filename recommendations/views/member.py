"""Members read the recommendations, vote on them, and say where they disagree."""

from secrets import token_bytes

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.errors import DomainError
from assembly.models import Assembly
from recruitment.codes import pretty
from recruitment.models import Member

from .. import ballots, statements
from ..forms.ballots import VoteForm
from ..forms.drafts import StatementForm
from ..models import MinorityStatement, Recommendation
from ..queries import drafts, votes
from ..queries.published import report_of


def _member(request: PageRequest, assembly: Assembly) -> Member:
    return get_object_or_404(Member, assembly=assembly, user=request.actor.user)


@page("recommendations.read")
def recommendations(request: PageRequest, assembly: Assembly) -> HttpResponse:
    context = {"versions": drafts.newest(assembly), "ballot": votes.latest_ballot(assembly)}
    return render(request, "member/recommendations.html", context)


@page("statements.submit", methods=("GET", "POST"))
def recommendation(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    """One recommendation with the statements beside it, and a form to write one."""
    member = _member(request, assembly)
    found = get_object_or_404(Recommendation, assembly=assembly, number=number)
    form = StatementForm(request.POST or None)
    if form.is_valid():
        try:
            statements.submit(
                found, member, form.cleaned_data["text"], by=request.actor, now=clock.now()
            )
        except DomainError as error:
            form.add_error("text", error.message)
        else:
            messages.success(request, "Your statement stands beside the recommendation.")
            return redirect("member.recommendation", assembly.slug, number)
    context = {
        "recommendation": found,
        "version": found.versions.order_by("-number")[0],
        "form": form,
        "can_state": found.is_locked
        and permissions.may(request.actor, "statements.submit", assembly)
        and report_of(assembly) is None,
        "evidence": found.evidence.filter(status="released").order_by("title"),
        "statements": drafts.statements_for(found, member),
    }
    return render(request, "member/recommendation.html", context)


@page("statements.support", methods=("POST",))
def support(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    statement = get_object_or_404(MinorityStatement, recommendation__assembly=assembly, pk=pk)
    member = _member(request, assembly)
    statements.support(statement, member, by=request.actor, now=clock.now())
    messages.success(request, "Your support is counted. Your name is not shown.")
    return redirect("member.recommendation", assembly.slug, statement.recommendation.number)


@page("ballots.cast", methods=("GET", "POST"))
def ballot(request: PageRequest, assembly: Assembly) -> HttpResponse:
    """The paper, then the check of one's answers, then the vote.

    Nothing is kept between the steps: the answers travel in the page. The receipt is shown in the
    answer to the vote itself, without a redirect, so that no session and no log ever holds it.
    """
    member, now = _member(request, assembly), clock.now()
    latest = votes.latest_ballot(assembly)
    if latest is None or votes.open_ballot_for(member, now) is None:
        return _no_paper(request, member)
    step = request.POST.get("step")
    form = VoteForm(latest, request.POST or None)
    if not step or not form.is_valid() or step == "change":
        shown = VoteForm(latest, initial=request.POST.dict()) if step == "change" else form
        return render(request, "member/ballot.html", {"ballot": latest, "form": shown})
    if step != "cast":
        return render(request, "member/ballot_check.html", {"ballot": latest, "form": form})
    receipt = ballots.cast(
        latest, member, form.choices(), random_bytes=token_bytes, by=request.actor, now=now
    )
    context = {"ballot": latest, "receipt": pretty(receipt)}
    return render(request, "member/ballot_receipt.html", context)


def _no_paper(request: PageRequest, member: Member) -> HttpResponse:
    latest = votes.latest_ballot(member.assembly)
    context = {
        "ballot": latest,
        "has_voted": bool(latest and votes.has_voted(latest, member)),
        "results": votes.results(latest) if latest else [],
        "rules": votes.rules_in_words(latest.result) if latest and latest.result else [],
        "legend": votes.numbered(latest.scale) if latest else [],
        "papers": votes.table(latest) if latest else [],
    }
    return render(request, "member/ballot_closed.html", context)
