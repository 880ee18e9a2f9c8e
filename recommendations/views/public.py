"""What anyone may read: the recommendations, the votes, the report, the answers, the progress."""

import csv
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assembly import clock
from assembly.access import PageRequest, page
from assembly.models import Assembly

from ..queries import published, votes


def _found(assembly: Assembly) -> dict[str, Any]:
    """Return the report with its recommendations as they stand today, or nothing yet."""
    today = timezone.localtime(clock.now()).date()
    report = published.report_of(assembly)
    items = published.items(report, today) if report else []
    return {"report": report, "items": items, "progress": published.progress(items, today)}


@page("public.view", translated=True)
def recommendations(request: PageRequest, assembly: Assembly) -> HttpResponse:
    found = _found(assembly)
    rules = found["report"].content["ballot"] if found["report"] else None
    context = {
        **found,
        "rules": votes.rules_in_words(rules) if rules else [],
        "legend": votes.numbered(rules["scale"]) if rules else [],
    }
    return render(request, "public/recommendations.html", context)


@page("public.view", translated=True)
def recommendation(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    found = _found(assembly)
    item = next((item for item in found["items"] if item.number == number), None)
    if item is None:
        raise Http404("Not published")
    context = {
        **found,
        "item": item,
        "legend": votes.numbered(item.vote.rules["scale"]),
        "rules": votes.rules_in_words(item.vote.rules),
        "last": len(found["items"]),
        "open_evidence": set(assembly.evidence.public(clock.now()).values_list("pk", flat=True)),
    }
    return render(request, "public/recommendation.html", context)


@page("public.view", translated=True)
def ballot(request: PageRequest, assembly: Assembly) -> HttpResponse:
    """The published papers, each under its receipt code, with a fresh recount."""
    latest = votes.latest_closed(assembly) if published.report_of(assembly) else None
    context = {
        "ballot": latest,
        "papers": votes.table(latest) if latest else [],
        "problems": votes.recount(latest) if latest else [],
        "results": votes.results(latest) if latest else [],
        "rules": votes.rules_in_words(latest.result) if latest and latest.result else [],
        "legend": votes.numbered(latest.scale) if latest else [],
    }
    return render(request, "public/ballot.html", context)


@page("public.view")
def ballot_csv(request: PageRequest, assembly: Assembly) -> HttpResponse:
    latest = votes.latest_closed(assembly) if published.report_of(assembly) else None
    if latest is None or latest.result is None:
        raise Http404("Not published")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{assembly.slug}-ballot.csv"'
    rows = csv.writer(response)
    numbers = [question["number"] for question in latest.result["questions"]]
    rows.writerow(["receipt", *(f"recommendation {number}" for number in numbers)])
    for paper in votes.papers(latest):
        rows.writerow([paper.receipt, *(paper.answers[number] for number in numbers)])
    return response


@page("public.report", translated=True)
def report(request: PageRequest, assembly: Assembly) -> HttpResponse:
    found = published.report_of(assembly)
    context = published.shown(found.content or {}) if found else {}
    return render(request, "public/report.html", {"report": found, **context})


@page("public.report")
def report_pdf(request: PageRequest, assembly: Assembly) -> HttpResponse:
    found = published.report_of(assembly)
    if found is None:
        raise Http404("Not published")
    with found.pdf.open("rb") as file:
        response = HttpResponse(file.read(), content_type="application/pdf")
    name = f"{assembly.slug}-report-{found.version}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@page("public.view", translated=True)
def progress(request: PageRequest, assembly: Assembly) -> HttpResponse:
    context = {**_found(assembly), "positions": published.positions()}
    return render(request, "public/progress.html", context)
