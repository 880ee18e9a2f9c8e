"""Staff write the foreword, look at the report as it would be, and publish it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from assembly import clock
from assembly.access import PageRequest, page
from assembly.errors import DomainError
from assembly.models import Assembly, Organisation

from ... import reports
from ...forms.reports import ForewordForm, PublishForm
from ...models import Report
from ...queries import chosen, speakers
from ...queries.published import shown


def _draft(assembly: Assembly) -> Report | None:
    return Report.objects.filter(assembly=assembly, status=Report.Status.DRAFT).first()


def _bodies(assembly: Assembly) -> list[Organisation]:
    """Return the bodies whose clock has not started yet."""
    bodies = Organisation.objects.filter(parts__assembly=assembly, parts__kind="responding")
    return list(bodies.exclude(promises__assembly=assembly).order_by("name"))


@page("report.view")
def report(request: PageRequest, assembly: Assembly) -> HttpResponse:
    published = Report.objects.filter(assembly=assembly, status=Report.Status.PUBLISHED)
    context = {
        "draft": _draft(assembly),
        "published": published.order_by("-version"),
        "has_result": assembly.ballots.filter(closed_at__isnull=False).exists(),
    }
    return render(request, "staff/report.html", context)


@page("report.edit", methods=("GET", "POST"))
def edit(request: PageRequest, assembly: Assembly) -> HttpResponse:
    draft = _draft(assembly)
    form = ForewordForm(request.POST or None, initial={"foreword": draft.foreword if draft else ""})
    if form.is_valid():
        foreword = form.cleaned_data["foreword"]
        reports.draft(assembly, foreword, by=request.actor, now=clock.now())
        messages.success(request, "The foreword is saved.")
        return redirect("staff.report", assembly.slug)
    return render(request, "staff/report_foreword.html", {"form": form})


@page("report.view")
def preview(request: PageRequest, assembly: Assembly) -> HttpResponse:
    content = reports.preview(assembly, table=chosen(assembly), speakers=speakers(assembly))
    return render(request, "staff/report_preview.html", shown(content))


@page("report.publish", methods=("GET", "POST"))
def publish(request: PageRequest, assembly: Assembly) -> HttpResponse:
    form = PublishForm(_bodies(assembly), request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            reports.publish(
                assembly,
                table=chosen(assembly),
                speakers=speakers(assembly),
                days_by_body=form.days_by_body(),
                by=request.actor,
                now=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "The report is published.")
            return redirect("staff.report", assembly.slug)
    return render(request, "staff/report_publish.html", {"form": form})
