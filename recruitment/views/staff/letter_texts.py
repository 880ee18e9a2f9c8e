"""Writing what letters say, with a preview and what preflight finds."""

from base64 import b64encode
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock
from assembly.access import PageRequest, page
from assembly.errors import DomainError
from assembly.models import Assembly
from recruitment import letters
from recruitment.forms.letters import TextForm
from recruitment.letters import fields, pages
from recruitment.models import LetterRun, LetterTemplate
from recruitment.queries import letters as queries

WRITTEN = ("front", "back", "language", "other_front", "other_back", "others")


@page("letters.write", methods=("GET", "POST"))
def write(request: PageRequest, assembly: Assembly, kind: str) -> HttpResponse:
    """Write the text; “Preview” shows it, “Save” keeps it as a new version."""
    form = TextForm(request.POST or None, initial=_as_given(_shown(request, assembly, kind)))
    preview: dict[str, Any] = {}
    if form.is_valid():
        try:
            draft = form.template(assembly, kind)
            if "save" in request.POST:
                saved = letters.save(draft, by=request.actor, now=clock.now())
                messages.success(request, f"Version {saved.version} of the text is saved.")
                return redirect("staff.letters.write", slug=assembly.slug, kind=kind)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            preview = _preview(assembly, draft, form.cleaned_data["layout"])
            form = TextForm(initial={**_as_given(draft), "layout": form.cleaned_data["layout"]})
    elif not form.is_bound:
        preview = _preview(assembly, letters.current(assembly, kind), LetterRun.Layout.STANDARD)
    current = letters.current(assembly, kind)
    context = {
        "form": form,
        "kind": kind,
        "fields": fields.FIELDS.values(),
        "current": current,
        "outdated_since": letters.outdated_since(current, now=clock.now()),
        **preview,
    }
    return render(request, "staff/letters_write.html", context)


@page("letters.write", methods=("POST",))
def look(request: PageRequest, assembly: Assembly, kind: str) -> HttpResponse:
    """Return the preview alone, for the page that asks for it while somebody writes."""
    form = TextForm(request.POST)
    context: dict[str, Any] = {"unreadable": True}
    if form.is_valid():
        try:
            draft = form.template(assembly, kind)
            context = _preview(assembly, draft, form.cleaned_data["layout"])
        except DomainError as error:
            context = {"unreadable": error.message}
    return render(request, "components/letter_preview.html", context)


@page("letters.write")
def versions(request: PageRequest, assembly: Assembly, kind: str) -> HttpResponse:
    context = {"versions": queries.versions(assembly, kind), "kind": kind}
    return render(request, "staff/letters_versions.html", context)


def _shown(request: PageRequest, assembly: Assembly, kind: str) -> LetterTemplate:
    """Return the version that was asked for, or the latest."""
    wanted = request.GET.get("version", "")
    if wanted.isdecimal() and len(wanted) < 5:
        kept = LetterTemplate.objects.filter(assembly=assembly, kind=kind)
        return get_object_or_404(kept, version=int(wanted))
    return letters.current(assembly, kind)


def _as_given(template: LetterTemplate) -> dict[str, Any]:
    return {name: getattr(template, name) for name in WRITTEN}


def _preview(assembly: Assembly, draft: LetterTemplate, layout: str) -> dict[str, Any]:
    """Return the pages as pictures that stand in the page itself, and what is wrong."""
    now = clock.now()
    report = letters.check(assembly, draft, layout, weekends=3, now=now)
    if report.content is None:
        return {"report": report, "pictures": []}
    shown = letters.specimen(report.wording, report.content, assembly, now=now)
    images = [b64encode(png).decode() for png in pages.pictures(shown)]
    return {"report": report, "pictures": list(zip(images, pages.texts(shown), strict=True))}
