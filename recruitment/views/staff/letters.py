"""Printing the letters, handing them to the print house, releasing them to the post."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.errors import DomainError
from assembly.models import Assembly
from recruitment import letters
from recruitment.forms.addresses import StartForm
from recruitment.models import AddressDraw, LetterBatch, LetterRun
from recruitment.queries import letters as queries


@page("letters.view")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    runs = queries.runs(assembly)
    context = {
        "runs": runs,
        "busy": any(run.is_busy for run in runs),
        "not_started": queries.not_started(assembly),
        "may_start": permissions.may(request.actor, "letters.start", assembly),
        "may_release": permissions.may(request.actor, "letters.release", assembly),
        "may_download": permissions.may(request.actor, "letters.download", assembly),
    }
    return render(request, "staff/letters.html", context)


@page("letters.start", methods=("GET", "POST"))
def start(request: PageRequest, assembly: Assembly, wave: int) -> HttpResponse:
    draw = get_object_or_404(AddressDraw, assembly=assembly, wave=wave)
    form = StartForm(request.POST or None)
    if form.is_valid():
        try:
            run = letters.start(
                assembly, draw, **form.cleaned_data, by=request.actor, now=clock.now()
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{run.letters:,} letters are being printed.")
            return redirect("staff.letters", slug=assembly.slug)
    return render(request, "staff/letters_start.html", {"form": form, "draw": draw})


@page("letters.release", methods=("GET", "POST"))
def release(request: PageRequest, assembly: Assembly, wave: int) -> HttpResponse:
    run = _run(assembly, wave)
    if request.method == "GET":
        return render(request, "staff/letters_release.html", {"run": run})
    letters.release(run, by=request.actor, now=clock.now())
    messages.success(request, f"{run.letters:,} letters are released to the post.")
    return redirect("staff.letters", slug=assembly.slug)


@page("letters.retry", methods=("POST",))
def retry(request: PageRequest, assembly: Assembly, wave: int, number: int) -> HttpResponse:
    letters.retry(_batch(assembly, wave, number), by=request.actor, now=clock.now())
    messages.success(request, f"Batch {number} is printed again.")
    return redirect("staff.letters", slug=assembly.slug)


@page("letters.download")
def batch(request: PageRequest, assembly: Assembly, wave: int, number: int) -> HttpResponse:
    wanted = _batch(assembly, wave, number)
    name = f"{assembly.slug}-wave-{wave}-batch-{number:02d}.pdf"
    return _file(wanted, name, request)


@page("letters.download")
def manifest(request: PageRequest, assembly: Assembly, wave: int) -> HttpResponse:
    return _file(_run(assembly, wave), f"{assembly.slug}-wave-{wave}-manifest.csv", request)


@page("letters.view")
def sample(request: PageRequest, assembly: Assembly) -> HttpResponse:
    content = letters.sample(assembly, now=clock.now())
    return HttpResponse(content, content_type="application/pdf")


def _run(assembly: Assembly, wave: int) -> LetterRun:
    return get_object_or_404(
        LetterRun.objects.select_related("assembly", "draw"), assembly=assembly, draw__wave=wave
    )


def _batch(assembly: Assembly, wave: int, number: int) -> LetterBatch:
    batches = LetterBatch.objects.select_related("run__assembly")
    return get_object_or_404(batches, run=_run(assembly, wave), number=number)


def _file(of: LetterRun | LetterBatch, name: str, request: PageRequest) -> HttpResponse:
    """Hand a file out and write into the audit trail who took it: it holds codes or addresses."""
    file = letters.take(of, by=request.actor, now=clock.now())
    if file is None:
        raise Http404("Not printed yet")
    return FileResponse(file, as_attachment=True, filename=name)  # type: ignore[return-value]
