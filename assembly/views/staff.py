"""The staff's dashboard: what is next, what was done, what was sent."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from .. import assemblies, clock
from ..access import PageRequest, page
from ..models import Assembly


@page("assembly.overview")
def overview(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    return render(request, "staff/overview.html", {})


@page("assembly.advance", methods=("POST",))
def advance(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    assemblies.advance(assembly, by=cast(PageRequest, request).actor, now=clock.now())
    messages.success(request, f"The assembly is now at the stage “{assembly.current_stage.name}”.")
    return redirect("staff.overview", slug=assembly.slug)


@page("audit.view")
def audit_trail(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    entries: Any = assembly.audit_entries.order_by("-position")[:200]
    return render(request, "staff/audit.html", {"entries": entries})


@page("outbox.view")
def mail(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    return render(request, "staff/mail.html", {"letters": assembly.outbox.order_by("-created_at")[:100]})
