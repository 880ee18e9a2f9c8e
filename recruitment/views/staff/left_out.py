"""A letter that was left out of its run: mend its address, make it, record what became of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.errors import DomainError
from assembly.models import Assembly
from recruitment import letters
from recruitment.forms.letters import LeaveForm, MendForm, SingleForm
from recruitment.letters import window
from recruitment.models import Letter

ACTS = ("mend", "make_single", "settle_single")


def _letter(assembly: Assembly, pk: int) -> Letter:
    rows = Letter.objects.filter(run__assembly=assembly, batch__isnull=True)
    found = rows.select_related("invitation__address", "run__draw", "run__assembly", "single")
    return get_object_or_404(found, pk=pk)


@page("letters.view")
def one(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    return _show(request, _letter(assembly, pk))


def _show(request: PageRequest, letter: Letter, **filled: forms.Form) -> HttpResponse:
    """Show the letter with its forms, one of them as it was filled in."""
    address, assembly = letter.invitation.address, letter.run.assembly
    given = {"lines": "\n".join(map(str, address.lines))[:1_000], "postcode": address.postcode}
    context: dict[str, Any] = {
        "letter": letter,
        "single": getattr(letter, "single", None),
        "trouble": window.trouble(address.lines, address.postcode),
        "shown": letters.Unprintable(letter.invitation, letter.problem).shown,
        "mending": MendForm(initial=given),
        "making": SingleForm(),
        "leaving": LeaveForm(prefix="leave"),
        **{
            f"may_{act}": permissions.may(request.actor, f"letters.{act}", assembly) for act in ACTS
        },
        **filled,
        "form": next(iter(filled.values()), None),
    }
    return render(request, "staff/letters_left_out.html", context)


@page("letters.mend", methods=("POST",))
def mend(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    letter, form = _letter(assembly, pk), MendForm(request.POST)
    if form.is_valid():
        lines, postcode = form.cleaned_data["lines"].splitlines(), form.cleaned_data["postcode"]
        try:
            letters.mend(letter, lines, postcode, by=request.actor, now=clock.now())
        except DomainError as error:
            form.add_error("lines", error.message)
        else:
            messages.success(request, "The address has been put right.")
            return redirect("staff.letters.left_out", assembly.slug, pk)
    return _show(request, letter, mending=form)


@page("letters.make_single", methods=("POST",))
def make(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    letter, form = _letter(assembly, pk), SingleForm(request.POST)
    if not form.is_valid():
        return _show(request, letter, making=form)
    copy = letters.Copy(form.cleaned_data["copy"])
    content = letters.make_single(letter, copy, by=request.actor, now=clock.now())
    name = f"{assembly.slug}-letter-{letters.reference(letter)}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@page("letters.settle_single", methods=("POST",))
def post(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    letters.post_single(_letter(assembly, pk), by=request.actor, now=clock.now())
    messages.success(request, "The letter is recorded as posted.")
    return redirect("staff.letters", slug=assembly.slug)


@page("letters.settle_single", methods=("POST",))
def leave(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    letter, form = _letter(assembly, pk), LeaveForm(request.POST, prefix="leave")
    if not form.is_valid():
        return _show(request, letter, leaving=form)
    letters.leave_unsent(letter, form.cleaned_data["reason"], by=request.actor, now=clock.now())
    messages.success(request, "The letter is recorded as not sent.")
    return redirect("staff.letters", slug=assembly.slug)
