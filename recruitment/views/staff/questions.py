"""The questions that an assembly adds to registration."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock
from assembly.access import PageRequest, page
from assembly.errors import BadInput
from assembly.models import Assembly

from ... import questions
from ...forms.questions import QuestionForm


@page("registrations.view")
def view(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    context = {"questions": assembly.added_questions.order_by("place"), "form": QuestionForm()}
    return render(request, "staff/questions_added.html", context)


@page("questions.add", methods=("GET", "POST"))
def add(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actor = cast(PageRequest, request).actor
        try:
            questions.add(assembly, **form.cleaned_data, by=actor, now=clock.now())
        except BadInput as error:
            form.add_error("key", error.message)
        else:
            messages.success(request, "The question has been added.")
            return redirect("staff.questions", slug=assembly.slug)
    context = {"questions": assembly.added_questions.order_by("place"), "form": form}
    return render(request, "staff/questions_added.html", context)


@page("questions.add", methods=("POST",))
def remove(request: HttpRequest, assembly: Assembly, pk: int) -> HttpResponse:
    question = get_object_or_404(assembly.added_questions, pk=pk)
    questions.remove(question, by=cast(PageRequest, request).actor, now=clock.now())
    messages.success(request, "The question has been removed.")
    return redirect("staff.questions", slug=assembly.slug)
