"""What is new for one member since a moment: weekends, tables, evidence, needs and payments.

Told from what is on record anyway, so that no act has to think of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from assembly import money
from assembly.models import Assembly, AuditEntry
from recruitment.models import Commitment, Member
from recruitment.queries.photos import words

from ..agenda import load
from ..differences import between
from ..models import EvidenceItem, Honorarium, Question, TableSeat

ONE_BY_ONE = 3


@dataclass(frozen=True)
class News:
    """One line: when it came, in words, and where there is more."""

    at: datetime
    text: str
    url: str


def news(member: Member, since: datetime, now: datetime) -> list[News]:
    """Return what this member has not seen yet of the weekends and of their own affairs."""
    return [
        *_programme(member.assembly, since),
        *_tables(member, since, now),
        *_evidence(member.assembly, since),
        *_questions(member, since),
        *_needs(member, since),
        *_payments(member, since),
        *_photos(member, since),
    ]


def few(each: Sequence[News], together: str, url: str) -> Sequence[News]:
    """Return the lines one by one if they are few, or a single line that counts them."""
    if len(each) <= ONE_BY_ONE:
        return each
    return [News(max(one.at for one in each), together.format(len(each)), url)]


def _programme(assembly: Assembly, since: datetime) -> Sequence[News]:
    releases = assembly.programme_releases.order_by("-version")
    last = releases.first()
    if last is None or last.released_at <= since:
        return []
    url = reverse("member.programme", args=[assembly.slug])
    seen = releases.filter(released_at__lte=since).first()
    if seen is None:
        return [News(last.released_at, "The programme of the weekends is here", url)]
    before, after = (load(each.content, version=each.version) for each in (seen, last))
    way = reverse("member.travel", args=[assembly.slug])
    lines = [
        News(
            last.released_at,
            one.text,
            way if one.is_way else f"{url}#session-{one.session}" if one.session else url,
        )
        for one in between(before, after)
    ]
    return few(lines, "The programme of the weekends has changed in {} places", url)


def _tables(member: Member, since: datetime, now: datetime) -> Sequence[News]:
    seats = TableSeat.objects.filter(
        member=member, plan__released_at__isnull=False, plan__session__ends_at__gt=now
    ).select_related("plan__session")
    last: dict[int, TableSeat] = {}
    seen: dict[int, int] = {}
    for seat in seats.order_by("plan__session__starts_at", "plan__version"):
        last[seat.plan.session_id] = seat
        if seat.plan.released_at and seat.plan.released_at <= since:
            seen[seat.plan.session_id] = seat.table
    url = reverse("member.programme", args=[member.assembly.slug])
    lines = [
        News(
            seat.plan.released_at,
            f"{seat.plan.session.name}: you {'now sit' if session in seen else 'sit'} "
            f"at table {seat.table}",
            f"{url}#session-{session}",
        )
        for session, seat in last.items()
        if seat.plan.released_at
        and seat.plan.released_at > since
        and seen.get(session) != seat.table
    ]
    return few(lines, "You have a table in {} half-days", url)


def _evidence(assembly: Assembly, since: datetime) -> Iterator[News]:
    released = EvidenceItem.objects.released().filter(assembly=assembly, released_at__gt=since)
    items = list(released.order_by("-released_at", "title"))
    known = set(
        AuditEntry.objects.filter(
            assembly=assembly,
            act="evidence.release",
            at__lte=since,
            object_id__in=[str(item.pk) for item in items if item.version > 1],
        ).values_list("object_id", flat=True)
    )
    library = reverse("member.evidence", args=[assembly.slug])
    for is_changed, one, together in (
        (False, "New evidence: {}", "{} new pieces of evidence"),
        (True, "Changed evidence: {}", "{} pieces of evidence have changed"),
    ):
        lines = [
            News(
                item.released_at,
                one.format(item.title),
                reverse("member.evidence.item", args=[assembly.slug, item.pk]),
            )
            for item in items
            if (str(item.pk) in known) is is_changed and item.released_at
        ]
        yield from few(lines, together, library)


def _questions(member: Member, since: datetime) -> Iterator[News]:
    answered = Question.objects.filter(member=member, answered_at__gt=since)
    for question in answered.select_related("item"):
        if question.answered_at:
            yield News(
                question.answered_at,
                f"Your question is answered: {question.item.title}",
                reverse("member.evidence.item", args=[member.assembly.slug, question.item_id]),
            )


def _needs(member: Member, since: datetime) -> Iterator[News]:
    for need in Commitment.objects.filter(member=member, settled_at__gt=since):
        if need.settled_at:
            yield News(
                need.settled_at,
                f"What you need, {need.get_kind_display().lower()}: "
                f"{need.get_status_display().lower()}",
                reverse("member.needs", args=[member.assembly.slug]),
            )


def _payments(member: Member, since: datetime) -> Iterator[News]:
    gift = Honorarium.objects.filter(member=member).first()
    url = reverse("member.honoraria", args=[member.assembly.slug])
    if gift and gift.paid_at and gift.paid_at > since:
        yield News(gift.paid_at, f"{money.pounds(gift.pence)} is paid to you", url)
    elif gift and gift.computed_at > since:
        text = f"Your gift is worked out: {money.pounds(gift.pence)}"
        yield News(gift.computed_at, text, url)


def _photos(member: Member, since: datetime) -> Iterator[News]:
    """Tell of an answer that staff recorded, as long as the member gave no later one themselves."""
    if member.photos_said_at and member.photos_said_at > since and (said := words(member)):
        last = said[0]
        if last.channel:
            yield News(
                last.at,
                f"We recorded what you told us {last.way} about photographs: {member.photos}",
                reverse("member.photos", args=[member.assembly.slug]),
            )
