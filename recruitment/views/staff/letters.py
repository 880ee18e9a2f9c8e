"""Printing the letters, handing them to the print house, releasing them to the post."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.errors import DomainError
from assembly.models import Assembly
from recruitment import letters
from recruitment.forms.letters import StartForm
from recruitment.models import AddressDraw, LetterBatch, LetterRun
from recruitment.queries import letters as queries

ACTS = ("start", "release", "download", "write", "record", "copy")


@page("letters.view")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    runs = queries.runs(assembly)
    context = {
        "runs": runs,
        "stalled": letters.stalled(clock.now(), assembly),
        "busy": any(run.is_busy for run in runs),
        "to_start": queries.to_start(assembly),
        "post": queries.post(assembly),
        **{
            f"may_{act}": permissions.may(request.actor, f"letters.{act}", assembly) for act in ACTS
        },
    }
    return render(request, "staff/letters.html", context)


@page("letters.start", methods=("GET", "POST"))
def start(request: PageRequest, assembly: Assembly, wave: int, kind: str) -> HttpResponse:
    """Show what preflight says; print once it passes."""
    draw = get_object_or_404(AddressDraw, assembly=assembly, wave=wave)
    addressed = letters.recipients(draw, kind)
    bad = letters.unprintable(addressed)
    form = StartForm(request.POST or None, some_unprintable=bool(bad))
    chosen = _chosen(form)
    if form.is_valid():
        try:
            run = letters.start(
                assembly, draw, kind=kind, **form.cleaned_data,
                by=request.actor, now=clock.now(),
            )  # fmt: skip
        except letters.Unfit as unfit:
            form.add_error(None, "Nothing is printed while preflight finds something wrong.")
            if not unfit.report.failures:
                form.add_error("leave_out", "Say that these letters are left out.")
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{run.letters:,} letters are being printed.")
            return redirect("staff.letters", slug=assembly.slug)
    template = letters.current(assembly, kind)
    report = letters.check(assembly, template, **chosen, now=clock.now())
    context = {
        "form": form,
        "draw": draw,
        "kind": kind,
        "count": addressed.count(),
        "report": report,
        "bad": bad[: queries.MOST_SHOWN],
        "bad_count": len(bad),
        "template": template,
    }
    return render(request, "staff/letters_start.html", context)


def _chosen(form: StartForm) -> dict[str, Any]:
    """Return layout and weekends as chosen, or as proposed."""
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return {name: given.get(name, form.fields[name].initial) for name in ("layout", "weekends")}


@page("letters.release", methods=("GET", "POST"))
def release(request: PageRequest, assembly: Assembly, wave: int, kind: str) -> HttpResponse:
    run = _run(assembly, wave, kind)
    if request.method == "GET":
        return render(request, "staff/letters_release.html", {"run": run})
    letters.release(run, by=request.actor, now=clock.now())
    messages.success(request, f"{run.letters:,} letters are released to the post.")
    return redirect("staff.letters", slug=assembly.slug)


@page("letters.retry", methods=("POST",))
def retry(
    request: PageRequest, assembly: Assembly, wave: int, kind: str, number: int
) -> HttpResponse:
    letters.retry(_batch(assembly, wave, kind, number), by=request.actor, now=clock.now())
    messages.success(request, f"Batch {number} is printed again.")
    return redirect("staff.letters", slug=assembly.slug)


@page("letters.download")
def batch(
    request: PageRequest, assembly: Assembly, wave: int, kind: str, number: int
) -> HttpResponse:
    wanted = _batch(assembly, wave, kind, number)
    return _file(wanted, f"{assembly.slug}-wave-{wave}-{kind}-batch-{number:02d}.pdf", request)


@page("letters.download")
def manifest(request: PageRequest, assembly: Assembly, wave: int, kind: str) -> HttpResponse:
    run = _run(assembly, wave, kind)
    return _file(run, f"{assembly.slug}-wave-{wave}-{kind}-manifest.csv", request)


@page("letters.view")
def sample(request: PageRequest, assembly: Assembly) -> HttpResponse:
    content = letters.sample(assembly, now=clock.now())
    return HttpResponse(content, content_type="application/pdf")


def _run(assembly: Assembly, wave: int, kind: str) -> LetterRun:
    runs = LetterRun.objects.select_related("assembly", "draw")
    return get_object_or_404(runs, assembly=assembly, draw__wave=wave, kind=kind)


def _batch(assembly: Assembly, wave: int, kind: str, number: int) -> LetterBatch:
    batches = LetterBatch.objects.select_related("run__assembly", "run__draw")
    return get_object_or_404(batches, run=_run(assembly, wave, kind), number=number)


def _file(of: LetterRun | LetterBatch, name: str, request: PageRequest) -> HttpResponse:
    """Hand a file out and write into the audit trail who took it: it holds codes or addresses."""
    file = letters.take(of, by=request.actor, now=clock.now())
    if file is None:
        raise Http404("Not printed yet")
    return FileResponse(file, as_attachment=True, filename=name)  # type: ignore[return-value]
