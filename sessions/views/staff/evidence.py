"""The library, as its editor keeps it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.models import Assembly
from sessions import evidence, queries, questions
from sessions.forms.evidence import AnswerForm, EvidenceForm, initial_of
from sessions.models import EvidenceItem, Question

from ..posting import attempt


@page("evidence.view")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    rows = queries.reviewed(assembly)
    context = {
        "rows": rows,
        "released": sum(row.item.is_released for row in rows),
        "balance": queries.balance([row.item for row in rows]),
        "questions": queries.waiting_questions(assembly),
        "may_edit": permissions.may(request.actor, "evidence.edit", assembly),
        "may_answer": permissions.may(request.actor, "questions.answer", assembly),
    }
    return render(request, "staff/evidence.html", context)


def _item(assembly: Assembly, pk: int) -> EvidenceItem:
    related = EvidenceItem.objects.select_related("assembly", "session__weekend", "speaker")
    return get_object_or_404(related, pk=pk, assembly=assembly)


@page("evidence.view")
def item(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    found = _item(assembly, pk)
    context = {
        "item": found,
        "reviews": found.reviews.select_related("user").order_by("-version", "reviewed_at"),
        "row": next(row for row in queries.reviewed(assembly) if row.item.pk == pk),
        "questions": found.questions.order_by("asked_at"),
        "may_edit": permissions.may(request.actor, "evidence.edit", assembly),
        "may_answer": permissions.may(request.actor, "questions.answer", assembly),
    }
    return render(request, "staff/evidence_item.html", context)


@page("evidence.add", methods=("GET", "POST"))
def add(request: PageRequest, assembly: Assembly) -> HttpResponse:
    form = EvidenceForm(request.POST or None, assembly=assembly)
    if attempt(
        form,
        lambda: evidence.add(assembly, **form.values(), by=request.actor, now=clock.now()),
    ):
        messages.success(request, "The item has been added. The Advisory Board can now review it.")
        return redirect("staff.evidence", slug=assembly.slug)
    context = {"form": form, "title": "Add evidence", "button": "Add", "back": "staff.evidence"}
    return render(request, "staff/programme_form.html", context)


@page("evidence.edit", methods=("GET", "POST"))
def edit(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    found = _item(assembly, pk)
    form = EvidenceForm(request.POST or None, assembly=assembly, initial=initial_of(found))
    if attempt(
        form,
        lambda: evidence.edit(found, **form.values(), by=request.actor, now=clock.now()),
    ):
        messages.success(request, "The item has changed. The Advisory Board must approve it again.")
        return redirect("staff.evidence.item", slug=assembly.slug, pk=pk)
    context = {
        "form": form,
        "title": "Change the item",
        "warning": "A change ends every approval. Members can read it once it is released again.",
        "button": "Save the change",
        "back": "staff.evidence",
    }
    return render(request, "staff/programme_form.html", context)


@page("evidence.release", methods=("POST",))
def release(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    evidence.release(_item(assembly, pk), by=request.actor, now=clock.now())
    messages.success(request, "Members can read the item.")
    return redirect("staff.evidence.item", slug=assembly.slug, pk=pk)


@page("questions.answer", methods=("GET", "POST"))
def answer(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    related = Question.objects.select_related("item__assembly")
    question = get_object_or_404(related, pk=pk, item__assembly=assembly)
    form = AnswerForm(request.POST or None, initial={"text": question.answer})
    if attempt(
        form,
        lambda: questions.answer(
            question, form.cleaned_data["text"], by=request.actor, now=clock.now()
        ),
    ):
        messages.success(request, "The answer stands beside the item.")
        return redirect("staff.evidence.item", slug=assembly.slug, pk=question.item_id)
    context = {
        "form": form,
        "title": "Answer a question",
        "quote": question.text,
        "button": "Publish the answer",
        "back": "staff.evidence",
    }
    return render(request, "staff/programme_form.html", context)
