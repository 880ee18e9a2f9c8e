from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from pikepdf import Pdf

from assembly.errors import BadInput, DomainError, NotAllowed, WrongStage
from assembly.models import OutboxMessage
from recommendations import contents, reports, statements
from recommendations.models import Promise, Report
from tests import make_recommendations as make

AFTER = make.AFTER
TABLE = [
    {
        "category": "Age",
        "rows": [
            {
                "value": "16 to 29", "population": 23.0, "invited": None, "registered": 14.0,
                "drawn": 11, "confirmed": 11, "attended": 10, "low": 11, "high": 13,
            }
        ],
    }
]  # fmt: skip


def test_publishing_freezes_the_texts_the_votes_and_the_statements(meeting):
    make.bodies(meeting)
    make.voted(meeting, make.FIVE)
    one = meeting.members.get(number=4)
    statements.submit(
        meeting.recommendations.get(number=1), one, "Bats.", by=make.voter(one), now=AFTER
    )
    make.at_report(meeting)
    by = make.organiser(meeting)
    reports.draft(meeting, "We met on six days.", by=by, now=AFTER)
    report = reports.publish(meeting, table=TABLE, by=by, now=AFTER)
    content = report.content
    assert (content["foreword"], content["table"]) == ("We met on six days.", TABLE)
    assert [(one["number"], one["title"]) for one in content["recommendations"]] == [
        (1, "Lighting"),
        (2, "Youth workers"),
    ]
    assert content["recommendations"][0]["votes"]["in_favour"] == 3
    assert content["recommendations"][0]["statements"] == [{"text": "Bats.", "supporters": 1}]
    assert content["figures"]["voted"] == 5
    report.refresh_from_db()
    assert report.sha256 == contents.hash_of(report.content)


def test_the_report_is_a_tagged_pdf(report, reported):
    with report.pdf.open("rb") as file, Pdf.open(file) as made:
        assert ("/StructTreeRoot" in made.Root, str(made.Root.Lang)) == (True, "en-GB")
        assert made.docinfo["/Title"] == f"Report of the {reported.name}"


def test_publishing_starts_each_bodys_clock(meeting):
    council, police = make.bodies(meeting)
    make.voted(meeting, make.FIVE)
    make.at_report(meeting)
    reports.publish(meeting, days_by_body={police.pk: 60}, by=make.organiser(meeting), now=AFTER)
    today = timezone.localtime(AFTER).date()
    assert dict(Promise.objects.values_list("body__name", "due_on")) == {
        council.name: today + timedelta(days=90),
        police.name: today + timedelta(days=60),
    }


def test_a_body_gets_at_least_a_day(meeting):
    _, police = make.bodies(meeting)
    make.voted(meeting, make.FIVE)
    make.at_report(meeting)
    with pytest.raises(BadInput):
        reports.publish(meeting, days_by_body={police.pk: 0}, by=make.organiser(meeting), now=AFTER)
    assert (Report.objects.count(), Promise.objects.count()) == (0, 0)


def test_those_who_must_answer_are_told(meeting):
    council, _ = make.bodies(meeting)
    person = make.responder(meeting, council)
    make.reported(meeting)
    message = OutboxMessage.objects.get()
    assert (message.to, message.kind) == (person.email, "report_published")
    assert "&" not in message.subject


def test_a_corrected_report_is_a_new_version_and_moves_no_due_date(reported):
    due = set(Promise.objects.values_list("due_on", flat=True))
    by, later = make.organiser(reported), AFTER + timedelta(days=30)
    reports.draft(reported, "One figure was wrong.", by=by, now=later)
    second = reports.publish(reported, by=by, now=later)
    assert (second.version, set(Promise.objects.values_list("due_on", flat=True))) == (2, due)


def test_a_report_needs_a_result(meeting):
    make.at_report(meeting)
    with pytest.raises(DomainError):
        reports.publish(meeting, by=make.organiser(meeting), now=AFTER)


def test_a_report_waits_for_an_open_ballot(meeting):
    make.voted(meeting, make.FIVE)
    make.ballot(meeting)
    make.at_report(meeting)
    with pytest.raises(DomainError):
        reports.publish(meeting, by=make.organiser(meeting), now=AFTER)


def test_a_report_is_published_by_the_organiser_at_its_stage(meeting):
    make.voted(meeting, make.FIVE)
    with pytest.raises(WrongStage):
        reports.publish(meeting, by=make.organiser(meeting), now=AFTER)
    make.at_report(meeting)
    one = meeting.members.get(number=1)
    with pytest.raises(NotAllowed):
        reports.publish(meeting, by=make.voter(one), now=AFTER)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda one: Report.objects.filter(pk=one.pk).update(foreword="x"),
        lambda one: Report.objects.filter(pk=one.pk).update(status="draft"),
        lambda one: Report.objects.filter(pk=one.pk).delete(),
    ],
)
def test_the_database_keeps_a_published_report_whoever_asks(report, reported, tamper):
    with pytest.raises(DatabaseError), transaction.atomic():
        tamper(report)
