import pytest
from django.db import DatabaseError, transaction

from assembly.errors import BadInput, DomainError, NotAllowed
from recommendations import responses
from recommendations.models import Response
from tests import make_recommendations as make

AFTER = make.AFTER


@pytest.fixture
def first(reported):
    return reported.recommendations.get(number=1)


@pytest.fixture
def council(first):
    return make.bodies(first.assembly)[0]


@pytest.fixture
def police(first):
    return make.bodies(first.assembly)[1]


def test_a_draft_can_be_rewritten_until_it_is_published(first, council):
    by = make.responder_actor(first.assembly, council)
    responses.answer(first, council, "rejected", "No.", by=by, now=AFTER)
    draft = responses.answer(first, council, "partly", "In part.", by=by, now=AFTER)
    responses.publish(draft, by=by, now=AFTER)
    kept = Response.objects.get()
    assert (kept.version, kept.position, kept.text, kept.status) == (
        1, "partly", "In part.", "published",
    )  # fmt: skip


def test_a_changed_mind_is_a_second_version_beside_the_first(first, council):
    make.response(first, council, "rejected")
    make.response(first, council, "accepted")
    assert list(Response.objects.order_by("version").values_list("version", "position")) == [
        (1, "rejected"),
        (2, "accepted"),
    ]


def test_two_bodies_answer_each_on_its_own(first, council, police):
    make.response(first, council, "accepted")
    make.response(first, police, "rejected")
    assert dict(Response.objects.values_list("body__name", "position")) == {
        council.name: "accepted",
        police.name: "rejected",
    }


def test_neither_body_touches_the_others_answer(first, council, police):
    draft = make.response(first, council, published=False)
    intruder = make.responder_actor(first.assembly, police)
    with pytest.raises(NotAllowed):
        responses.answer(first, council, "rejected", "Ha.", by=intruder, now=AFTER)
    with pytest.raises(NotAllowed):
        responses.publish(draft, by=intruder, now=AFTER)
    draft.refresh_from_db()
    assert (draft.position, draft.status) == ("accepted", "draft")


def test_the_organiser_answers_for_nobody(first, council):
    by = make.organiser(first.assembly)
    with pytest.raises(NotAllowed):
        responses.answer(first, council, "accepted", "Yes.", by=by, now=AFTER)


def test_a_responder_of_another_assembly_is_refused(first, council):
    elsewhere = make.responder_actor(make.meeting(), council)
    with pytest.raises(NotAllowed):
        responses.answer(first, council, "accepted", "Yes.", by=elsewhere, now=AFTER)


def test_answers_wait_for_the_report(meeting):
    council, _ = make.bodies(meeting)
    final = make.locked(meeting)
    make.at_report(meeting)
    by = make.responder_actor(meeting, council)
    with pytest.raises(DomainError):
        responses.answer(final, council, "accepted", "Yes.", by=by, now=AFTER)


@pytest.mark.parametrize(("position", "text"), [("maybe", "Yes."), ("accepted", " ")])
def test_an_answer_has_a_position_and_reasons(first, council, position, text):
    by = make.responder_actor(first.assembly, council)
    with pytest.raises(BadInput):
        responses.answer(first, council, position, text, by=by, now=AFTER)


def test_an_answer_is_published_once(first, council):
    by = make.responder_actor(first.assembly, council)
    given = make.response(first, council)
    with pytest.raises(DomainError):
        responses.publish(given, by=by, now=AFTER)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda one: Response.objects.filter(pk=one.pk).update(text="x"),
        lambda one: Response.objects.filter(pk=one.pk).update(status="draft"),
        lambda one: Response.objects.filter(pk=one.pk).delete(),
    ],
)
def test_the_database_keeps_a_published_answer_whoever_asks(first, council, tamper):
    given = make.response(first, council)
    with pytest.raises(DatabaseError), transaction.atomic():
        tamper(given)


def test_a_draft_answer_may_still_change_in_the_database(first, council):
    """The control of the test above: it is publication that closes it."""
    draft = make.response(first, council, published=False)
    assert Response.objects.filter(pk=draft.pk).update(text="x") == 1
