"""Acts on the report: draft its foreword, publish it with everything it says frozen."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from assembly import audit, outbox, pdf
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly, Organisation, Part, Role
from assembly.permissions import Actor

from . import contents
from .contents import Rows
from .models import Promise, Report
from .queries.published import shown

DAYS_TO_ANSWER = 90


def draft(assembly: Assembly, foreword: str, *, by: Actor, now: datetime) -> Report:
    """Write the foreword of the report's next version."""
    with audit.act("report.edit", assembly, by=by, now=now) as record:
        report = _draft_of(assembly)
        report.foreword = foreword.strip()
        report.save(update_fields=["foreword"])
        record.about(report, version=report.version)
    return report


def publish(
    assembly: Assembly,
    *,
    table: Rows = (),
    speakers: Rows = (),
    answer_days: int = DAYS_TO_ANSWER,
    days_by_body: Mapping[int, int] | None = None,
    by: Actor,
    now: datetime,
) -> Report:
    """Freeze the report's content, make its PDF, and start each body's clock.

    `table` and `speakers` as `contents.build` takes them; `days_by_body` (organisation id → days)
    overrules `answer_days` for single bodies.
    """
    with audit.act("report.publish", assembly, by=by, now=now) as record:
        report = _draft_of(assembly)
        if assembly.ballots.filter(closed_at=None).exists():
            raise DomainError("A ballot is still open. Close it before you publish the report.")
        content = contents.build(assembly, report.foreword, table=table, speakers=speakers)
        if not content["recommendations"]:
            raise DomainError("There is no result to report yet: hold the vote first.")
        report.content, report.sha256 = content, contents.hash_of(content)
        report.status, report.published_at = Report.Status.PUBLISHED, now
        name = f"{assembly.slug}-report-{report.version}.pdf"
        report.pdf.save(name, ContentFile(print_pdf(report)), save=False)
        report.save()
        promises = _start_clocks(assembly, answer_days, days_by_body or {}, now)
        _tell_responders(assembly, report, promises, by, now)
        record.about(
            report,
            version=report.version,
            sha256=report.sha256,
            recommendations=len(content["recommendations"]),
        )
    return report


def print_pdf(report: Report) -> bytes:
    """Return the report as a tagged PDF."""
    context = {"report": report, "assembly": report.assembly, **shown(report.content or {})}
    return pdf.render("pdf/report.html", context, stylesheet="pdf/report.css")


def preview(assembly: Assembly, *, table: Rows = (), speakers: Rows = ()) -> dict[str, Any]:
    """Return the content the report would have if it were published now."""
    report = Report.objects.filter(assembly=assembly, status=Report.Status.DRAFT).first()
    foreword = report.foreword if report else ""
    return contents.build(assembly, foreword, table=table, speakers=speakers)


def _draft_of(assembly: Assembly) -> Report:
    Assembly.objects.select_for_update().get(pk=assembly.pk)
    found = Report.objects.filter(assembly=assembly, status=Report.Status.DRAFT).first()
    if found:
        return found
    last = Report.objects.filter(assembly=assembly).order_by("-version").first()
    return Report.objects.create(
        assembly=assembly,
        version=last.version + 1 if last else 1,
        foreword=last.foreword if last else "",
    )


def _start_clocks(
    assembly: Assembly, days: int, by_body: Mapping[int, int], now: datetime
) -> list[Promise]:
    """Set each body's due date once; a corrected report does not move it."""
    if min([days, *by_body.values()]) < 1:
        raise BadInput("Give each body at least one day to answer.")
    bodies = Organisation.objects.filter(
        parts__assembly=assembly, parts__kind=Part.Kind.RESPONDING
    ).distinct()
    today = timezone.localtime(now).date()
    return [
        Promise.objects.get_or_create(
            assembly=assembly,
            body=body,
            defaults={
                "asked_at": now,
                "due_on": today + timedelta(days=by_body.get(body.pk, days)),
            },
        )[0]
        for body in bodies
    ]


def _tell_responders(
    assembly: Assembly, report: Report, promises: list[Promise], by: Actor, now: datetime
) -> None:
    due = {promise.body_id: promise for promise in promises}
    roles = Role.objects.filter(
        assembly=assembly, kind=Role.Kind.RESPONDER, organisation__in=due
    ).select_related("user", "organisation")
    many = outbox.begin_mailing(assembly, "The report, to those who must answer", by=by, now=now)
    for role in roles:
        outbox.put(
            bulk=many,
            key=f"report:{report.pk}:{role.pk}",
            kind="report_published",
            to=role.user.email,
            context={"report": report, "role": role, "promise": due[role.organisation_id or 0]},
            assembly=assembly,
            now=now,
        )
