"""Letters that came back, and letters that are needed again: both by their code."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from assembly import clock
from assembly.access import PageRequest, page
from assembly.errors import DomainError
from assembly.models import Assembly
from recruitment import letters
from recruitment.forms.letters import CopyForm, PostForm
from recruitment.queries import letters as queries

REMEMBERED = "letters.post"
SAID = {
    letters.Outcome.POSTED: "posted",
    letters.Outcome.UNDELIVERED: "returned",
    letters.Outcome.GONE_AWAY: "gone away",
    letters.Outcome.DELIVERED: "not returned",
}
MOST_REMEMBERED = 10


@page("letters.record", methods=("GET", "POST"))
def record(request: PageRequest, assembly: Assembly) -> HttpResponse:
    """Record one code after another: the choice stays, the box is empty and ready again."""
    kept = _kept(request, assembly)
    form = PostForm(request.POST or None, initial={"outcome": kept["outcome"]})
    if form.is_valid():
        outcome = letters.Outcome(form.cleaned_data["outcome"])
        try:
            letter = letters.record(
                assembly, form.cleaned_data["code"], outcome, by=request.actor, now=clock.now()
            )
        except DomainError as error:
            form.add_error("code", error.message)
        else:
            reference = letters.reference(letter) if letter else ""
            lines = [{"reference": reference, "said": SAID[outcome]}, *kept["lines"]]
            kept = {"outcome": outcome.value, "lines": lines[:MOST_REMEMBERED]}
            request.session[REMEMBERED] = {assembly.slug: kept}
            return redirect("staff.letters.record", slug=assembly.slug)
    form.fields["code"].widget.attrs["autofocus"] = True
    context = {"form": form, "lines": kept["lines"], "post": queries.post(assembly)}
    return render(request, "staff/letters_record.html", context)


def _kept(request: PageRequest, assembly: Assembly) -> dict[str, Any]:
    """Return what this browser recorded last: references of letters, never codes or addresses."""
    nothing = {"outcome": letters.Outcome.GONE_AWAY.value, "lines": []}
    kept: dict[str, Any] = request.session.get(REMEMBERED, {}).get(assembly.slug, nothing)
    return kept


@page("letters.copy", methods=("GET", "POST"))
def copy(request: PageRequest, assembly: Assembly) -> HttpResponse:
    form = CopyForm(request.POST or None)
    if form.is_valid():
        try:
            letter, content = letters.copy(
                assembly,
                form.cleaned_data["code"],
                letters.Copy(form.cleaned_data["copy"]),
                form.cleaned_data["reason"],
                by=request.actor,
                now=clock.now(),
            )
        except DomainError as error:
            form.add_error("code", error.message)
        else:
            name = f"{assembly.slug}-letter-{letters.reference(letter)}.pdf"
            return HttpResponse(
                content,
                content_type="application/pdf",
                headers={"Content-Disposition": f'attachment; filename="{name}"'},
            )
    return render(request, "staff/letters_copy.html", {"form": form})
