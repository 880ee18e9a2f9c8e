"""The kitchen's list: on the page, on paper, and as a table. Numbers only."""

import csv

from django.http import HttpResponse
from django.shortcuts import render

from assembly.access import PageRequest, page
from assembly.models import Assembly
from sessions.queries import kitchen


@page("kitchen.view")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    return render(request, "staff/kitchen.html", {"days": kitchen.days(assembly)})


@page("kitchen.view")
def as_csv(request: PageRequest, assembly: Assembly) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{assembly.slug}-kitchen.csv"'
    writer = csv.writer(response, lineterminator="\r\n")
    writer.writerow(["day", "meal", "people"])
    for day in kitchen.days(assembly):
        writer.writerows([day.day.isoformat(), meal, count] for meal, count in day.meals)
    return response
