"""Who was there: the list of half-days and the checklist for the door."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import charts, clock, permissions
from assembly.access import PageRequest, page
from assembly.models import Assembly
from assembly.templatetags.assembly import short_day
from recruitment import lists
from sessions import attendance, queries
from sessions.forms.attendance import AttendanceForm
from sessions.models import Session

from ..posting import attempt


@page("attendance.view")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    rows = queries.attendance_by_session(assembly)
    now = clock.now()
    context = {
        "rows": [(row, row.is_late(now)) for row in rows],
        "bars": [
            charts.Bar(f"{short_day(row.session.starts_at)}, {row.session.half}", (row.present,))
            for row in rows
            if row.recorded
        ],
        "members": assembly.members.filter(status="confirmed").count(),
        "attended": len(queries.attended(assembly)),
        "finished": len(queries.finished(assembly)),
        "may_record": permissions.may(request.actor, "attendance.record", assembly),
    }
    return render(request, "staff/attendance.html", context)


@page("attendance.record", methods=("GET", "POST"))
def record(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    found = Session.objects.select_related("weekend__assembly")
    session = get_object_or_404(found, pk=pk, weekend__assembly=assembly)
    here = session.attendances.filter(present=True).values_list("member_id", flat=True)
    roster = queries.roster(session)
    form = AttendanceForm(
        request.POST if request.method == "POST" else None,
        roster=roster,
        initial={"present": [str(member) for member in here]},
    )
    if attempt(
        form,
        lambda: attendance.record(
            session, form.cleaned_data["present"], by=request.actor, now=clock.now()
        ),
    ):
        count = len(form.cleaned_data["present"])
        messages.success(request, f"{count} present: {session.name}.")
        return redirect("staff.attendance", slug=assembly.slug)
    lists.opened(assembly, lists.ATTENDANCE, roster, by=request.actor, now=clock.now())
    return render(request, "staff/attendance_session.html", {"form": form, "session": session})
