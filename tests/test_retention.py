"""Once everything is over, nothing is left of anybody, whatever fields are added later."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import reverse

from assembly import closing, disclosure, outbox, personal_data, stages
from assembly.celery_app import app
from assembly.models import DeadAddress, Role
from assembly.outbox import forgetting
from recruitment import registrations, retention
from recruitment.models import (
    Address,
    Call,
    Commitment,
    LostCode,
    Member,
    Offer,
    Registration,
)
from recruitment.queries import members, representativeness
from sessions import retention as of_members
from sessions.models import Session
from sessions.queries.attendance import attended
from tests import make, make_sessions, world
from tests.make_pages import text

APART = {
    "recruitment.Member.name",  # becomes the badge's number
    "recruitment.Address.lines", "recruitment.Address.postcode", "recruitment.Address.udprn",
    "recruitment.Address.letterbox",
    "assembly.AuditEntry.actor",  # holds no name
    "assembly.User.name", "assembly.User.email",
    "recruitment.LinkRequest.email", "assembly.DoorMail.address_hash",  # minutes, an hour
}  # fmt: skip


@pytest.fixture
def over(db, tmp_path):
    """Everything there can be of an assembly, its last weekend a year ago."""
    made = world.complete(world.everything(tmp_path)).assembly
    made.stage = stages.REVIEW.key
    made.save(update_fields=["stage"])
    Session.objects.filter(weekend__assembly=made).update(
        starts_at=make_sessions.FIRST, ends_at=make_sessions.DURING
    )
    return made


YEAR_LATER = make_sessions.DURING + of_members.KEPT


def held(field: str) -> list[object]:
    """Return what is held in one field of the register, over all rows."""
    label, name = field.rsplit(".", 1)
    rows = apps.get_model(label)._default_manager.all()
    return [value for row in rows if (value := getattr(row, name))]


def fields_of_register() -> set[str]:
    return {field for entry in personal_data.REGISTER for field in entry.fields} - APART


def fill_in() -> None:
    """Give a value to each field that is empty so far."""
    for person in Registration.objects.exclude(status="draft").filter(erasure=None):
        person.added, person.needs = {"how": "a friend"}, {"diet": "no nuts"}
        person.guardian, person.phone = {"name": "Somebody"}, "020 7946 0999"
        person.email_hash, person.draft = b"h" * 32, {"name": "Somebody"}
        person.save()
    for member in Member.objects.all():
        member.needs, member.news_read_at = {"diet": "no nuts"}, make.NOW
        member.photos, member.photos_said_at = Member.Photos.YES, make.NOW
        member.save()
    for need in Commitment.objects.all():
        need.diets, need.reason = ["vegan"], "No kitchen"
        need.save()
    for asked in LostCode.objects.all():
        asked.phone = "020 7946 0999"
        asked.save()
    offer = Offer.objects.earliest("pk")
    Call.objects.create(
        offer=offer, number=1, channel="phone", outcome="no_answer", note="At night",
        at=make.NOW, by="user:1",
    )  # fmt: skip
    DeadAddress.objects.create(address_hash=b"d" * 32, reason="Unknown", since=make.NOW)


def forget_everything(now) -> None:
    outbox.send_due(now - forgetting.KEPT)
    registrations.forget_unfinished(now)
    retention.forget_not_picked(now)
    of_members.forget_members(now)
    retention.forget_addresses(now)
    while forgetting.forget_old(now):
        pass
    forgetting.forget_dead(now)
    closing.close_old(now)


def test_a_year_after_the_last_weekend_every_field_of_the_register_is_empty(over):
    """All encrypted fields of all apps are in the register, as another test sees to."""
    fill_in()
    assert {field for field in fields_of_register() if not held(field)} == set()
    forget_everything(YEAR_LATER)
    assert {field: held(field) for field in fields_of_register() if held(field)} == {}
    assert all(address.lines == [] for address in Address.objects.all())


def test_a_second_earlier_members_are_as_they_were(over):
    assert of_members.forget_members(YEAR_LATER - timedelta(seconds=1)) == 0
    assert all(member.answers and member.registration.name for member in Member.objects.all())


def test_members_keep_the_number_of_their_badge_and_lose_role_and_account(over):
    people = [member.user for member in Member.objects.order_by("number")]
    of_members.forget_members(YEAR_LATER)
    assert [member.name for member in Member.objects.order_by("number")] == [
        f"Member {number}" for number in range(1, len(people) + 1)
    ]
    assert not Role.objects.filter(kind=Role.Kind.MEMBER).exists()
    for person in people:
        person.refresh_from_db()
    assert {(person.name, person.is_active) for person in people} == {("Former user", False)}


def test_the_six_columns_are_what_they_were(over):
    columns = ("registered", "drawn", "confirmed", "attended")

    def shown():
        tables = representativeness.table(over, attended(over))
        return [[tuple(getattr(row, c) for c in columns) for row in t.rows] for t in tables]

    before = shown()
    of_members.forget_members(YEAR_LATER)
    assert not Registration.objects.filter(name__isnull=False).exists()
    assert shown() == before


def test_the_members_by_age_on_the_public_page_are_what_they_were(over, monkeypatch):
    monkeypatch.setattr(disclosure, "PANEL", 1)
    before = members.ages(over)
    assert sum(before) == Member.objects.filter(assembly=over).confirmed().count()
    of_members.forget_members(YEAR_LATER)
    assert members.ages(over) == before


@pytest.mark.parametrize(
    ("name", "says", "says_not"),
    [
        ("staff.members", "was erased a year after the last weekend", "empty seats"),
        ("staff.needs", "What each member needed is erased", "One by one"),
        ("staff.kitchen", "What they ate is erased", "Meal"),
        ("staff.photos", "what we held of them is erased", "has not said yes"),
        ("staff.letters", "The files are deleted", "PDF of batch"),
        ("staff.watch", "can no longer be worked out", "The lottery could"),
    ],
)
def test_afterwards_pages_claim_nothing_that_only_the_erased_could_tell(
    over, signed_in, name, says, says_not
):
    """Before, each page says the other thing."""
    staff = signed_in(make.role(over, "organiser", "recruiter"))
    path = reverse(name, args=[over.slug])
    page = text(staff.get(path))
    assert says not in page
    assert says_not in page
    forget_everything(YEAR_LATER)
    page = text(staff.get(path))
    assert says in page
    assert says_not not in page


def test_every_work_of_the_schedule_is_known_to_the_workers():
    """A task that no worker knows would be asked for every hour, and never done."""
    app.loader.import_default_modules()
    asked_for = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {"recruitment.tasks.forget", "sessions.tasks.forget"} <= asked_for
    assert asked_for <= set(app.tasks)
