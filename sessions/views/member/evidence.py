"""The library, as members read it, with their questions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.models import Assembly
from sessions import queries, questions
from sessions.forms.evidence import QuestionForm
from sessions.models import EvidenceItem
from sessions.queries.evidence import answered, public_reviews
from sessions.queries.members import member_of

from ..posting import attempt


@page("evidence.read")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    items = queries.released(assembly)
    context = {"chapters": queries.by_session(items), "balance": queries.balance(items)}
    return render(request, "member/evidence.html", context)


def _item(assembly: Assembly, pk: int) -> EvidenceItem:
    found = EvidenceItem.objects.released().select_related("assembly", "session", "speaker")
    return get_object_or_404(found, pk=pk, assembly=assembly)


def _page(
    request: PageRequest, assembly: Assembly, item: EvidenceItem, form: QuestionForm
) -> HttpResponse:
    me = member_of(assembly, request.actor)
    context = {
        "item": item,
        "form": form,
        "reviews": public_reviews(item),
        "questions": answered(item),
        "mine": item.questions.filter(member=me, answered_at__isnull=True),
        "may_ask": permissions.may(request.actor, "questions.ask", assembly),
    }
    return render(request, "member/evidence_item.html", context)


@page("evidence.read")
def item(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    return _page(request, assembly, _item(assembly, pk), QuestionForm())


@page("questions.ask", methods=("POST",))
def ask(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    found, form = _item(assembly, pk), QuestionForm(request.POST)
    if attempt(
        form,
        lambda: questions.ask(found, form.cleaned_data["text"], by=request.actor, now=clock.now()),
    ):
        messages.success(
            request, "Your question has been passed on. You will find the answer here."
        )
        return redirect("member.evidence.item", slug=assembly.slug, pk=pk)
    return _page(request, assembly, found, form)
