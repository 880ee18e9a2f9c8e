from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from assembly.errors import BadInput, DomainError, NotAllowed, WrongStage
from assembly.models import AuditEntry
from sessions import programme, queries
from sessions.models import AgendaItem, Session
from tests import make
from tests import make_sessions as build
from tests.make_sessions import FIRST


@pytest.fixture
def organiser(assembly):
    return make.actor_with(assembly, "organiser")


def add_session(weekend, by, **fields):
    fields = {"room": "Hall", "starts_at": FIRST, "ends_at": FIRST + timedelta(hours=3), **fields}
    return programme.add_session(weekend, "Opening", **fields, by=by, now=make.NOW)


def add_item(session, by, **fields):
    fields = {"kind": "talk", "starts_at": FIRST, "minutes": 45, **fields}
    return programme.add_item(session, "Welcome", **fields, by=by, now=make.NOW)


def test_a_programme_is_built_from_weekends_sessions_items_and_speakers(assembly, organiser):
    weekend = programme.add_weekend(assembly, 1, "Learning", by=organiser, now=make.NOW)
    session = add_session(weekend, organiser)
    dora = programme.add_speaker(
        assembly,
        "Dr Dora Example",
        sector="academic",
        position="Research",
        by=organiser,
        now=make.NOW,
    )
    item = add_item(session, organiser, speakers=[dora])
    assert session.name == "Saturday 24 February, morning"
    assert [*item.speakers.all()] == [dora]
    assert [*AuditEntry.objects.order_by("position").values_list("act", flat=True)] == [
        "programme.add_weekend",
        "programme.add_session",
        "programme.add_speaker",
        "programme.add_item",
    ]


def test_a_weekend_number_is_taken_once(assembly, organiser):
    programme.add_weekend(assembly, 1, "Learning", by=organiser, now=make.NOW)
    with pytest.raises(BadInput, match="a weekend 1 already"):
        programme.add_weekend(assembly, 1, "Again", by=organiser, now=make.NOW)


def test_sessions_of_a_weekend_never_overlap_but_may_touch(assembly, organiser):
    weekend = build.weekend(assembly)
    add_session(weekend, organiser)
    with pytest.raises(BadInput, match="at the same time"):
        add_session(weekend, organiser, starts_at=FIRST + timedelta(hours=2))
    late = FIRST + timedelta(hours=3)
    add_session(weekend, organiser, starts_at=late, ends_at=late + timedelta(hours=1))
    assert weekend.sessions.count() == 2


def test_the_database_itself_refuses_overlapping_sessions(assembly):
    build.session(assembly)
    with pytest.raises(IntegrityError, match="sessions_of_a_weekend_apart"), transaction.atomic():
        build.session(assembly)
    build.session(make.assembly())


def test_a_session_ends_after_it_starts(assembly, organiser):
    with pytest.raises(BadInput, match="end after it starts"):
        add_session(build.weekend(assembly), organiser, ends_at=FIRST)
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"starts_at": FIRST - timedelta(minutes=5)}, "within the hours of its session"),
        ({"minutes": 200}, "within the hours of its session"),
        (
            {"starts_at": FIRST + timedelta(minutes=30)},
            "overlaps with “How neighbourhood teams work”",
        ),
        ({"kind": "dance"}, "not a valid choice"),
    ],
)
def test_an_item_has_its_place_in_its_session(assembly, organiser, fields, message):
    session = build.session(assembly)
    build.agenda_item(session)
    with pytest.raises(BadInput, match=message):
        add_item(session, organiser, **{"starts_at": FIRST + timedelta(hours=1), **fields})
    assert AgendaItem.objects.count() == 1


def test_an_item_can_be_moved_over_its_own_old_place(assembly, organiser):
    item = build.agenda_item(build.session(assembly))
    later = FIRST + timedelta(minutes=15)
    programme.edit_item(item, speakers=[], starts_at=later, by=organiser, now=make.NOW)
    item.refresh_from_db()
    assert item.starts_at == later


def test_a_speaker_of_another_assembly_cannot_be_on_the_programme(assembly, organiser):
    stranger = build.speaker(make.assembly())
    with pytest.raises(BadInput, match="another assembly"):
        add_item(build.session(assembly), organiser, speakers=[stranger])


def test_members_see_what_was_released_until_the_next_release(assembly, organiser):
    item = build.agenda_item(build.session(assembly))
    assert queries.released_programme(assembly) is None
    programme.release(assembly, by=organiser, now=make.NOW)
    fields = {"speakers": [], "by": organiser, "now": make.NOW}
    programme.edit_item(item, title="Changed", **fields)
    assert titles(assembly) == ["How neighbourhood teams work"]
    programme.release(assembly, by=organiser, now=make.NOW)
    assert titles(assembly) == ["Changed"]
    assert queries.released_programme(assembly).version == 2


def titles(assembly) -> list[str]:
    released = queries.released_programme(assembly)
    return [slot.title for session in released.sessions for slot in session.slots]


def test_an_empty_programme_cannot_be_released(assembly, organiser):
    with pytest.raises(DomainError, match="no session"):
        programme.release(assembly, by=organiser, now=make.NOW)


def test_only_the_organiser_changes_the_programme_and_not_after_the_weekends(assembly):
    with pytest.raises(NotAllowed):
        programme.add_weekend(
            assembly, 1, "x", by=make.actor_with(assembly, "facilitator"), now=make.NOW
        )
    over = make.assembly(stage="report")
    with pytest.raises(WrongStage):
        programme.add_weekend(over, 1, "x", by=make.actor_with(over, "organiser"), now=make.NOW)
