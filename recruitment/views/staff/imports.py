"""Paper answers typed up elsewhere, taken from a file."""

import csv
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assembly import clock
from assembly.access import PageRequest, page
from assembly.models import Assembly

from ... import categories
from ...forms.returns import ReturnsForm
from ...registrations import returns


@page("registrations.import", methods=("GET", "POST"))
def upload(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    posted = request.method == "POST"
    form = ReturnsForm(request.POST, request.FILES) if posted else ReturnsForm()
    problems: list[returns.Problem] = []
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows = returns.read(file.name, file.read())
            actor = cast(PageRequest, request).actor
            made = returns.take(assembly, rows, by=actor, now=clock.now())
        except returns.FileRefused as refused:
            form.add_error("file", refused.message)
            problems = refused.problems
        else:
            messages.success(request, f"{len(made)} people have been registered.")
            return redirect("staff.registrations", slug=assembly.slug)
    context = {
        "form": form,
        "problems": problems,
        "columns": returns.columns(assembly),
        "categories": categories.asked(assembly),
    }
    return render(request, "staff/registrations_import.html", context)


@page("registrations.import")
def template(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    """Give an empty file with the names of the columns."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="paper-answers.csv"'
    csv.writer(response).writerow(returns.columns(assembly))
    return response
