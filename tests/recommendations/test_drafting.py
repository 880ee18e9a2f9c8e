import pytest
from django.db import DatabaseError, transaction

from assembly.errors import BadInput, DomainError, NotAllowed, WrongStage
from assembly.models import AuditEntry
from recommendations import drafting
from recommendations.models import Recommendation, RecommendationVersion
from recommendations.models.recommendation import hash_of
from tests import make_recommendations as make
from tests.make import actor_with
from tests.make_sessions import evidence_item

NOW = make.NOW


def test_a_draft_gets_the_next_number_and_its_first_version(meeting):
    make.recommendation(meeting, "Lighting")
    second = make.recommendation(meeting, "Youth workers", text="Hire ten youth workers.")
    version = second.versions.get()
    assert (second.number, version.number, version.text) == (2, 1, "Hire ten youth workers.")
    assert version.sha256 == hash_of("Youth workers", "Hire ten youth workers.")
    assert AuditEntry.objects.order_by("-position")[0].act == "recommendations.draft"


def test_revising_keeps_the_earlier_version(meeting):
    draft = make.recommendation(meeting)
    drafting.revise(draft, "New words", "Table 3 asked", by=make.organiser(meeting), now=NOW)
    texts = list(draft.versions.order_by("number").values_list("text", "reason"))
    assert texts == [
        ("We ask for better lighting in every park.", "First draft"),
        ("New words", "Table 3 asked"),
    ]


def test_a_revision_that_changes_nothing_is_refused(meeting):
    draft = make.recommendation(meeting, theme="Places")
    text = draft.versions.get().text + "  \n"
    with pytest.raises(BadInput):
        drafting.revise(
            draft, text, "No reason", theme="Places", by=make.organiser(meeting), now=NOW
        )
    assert draft.versions.count() == 1


@pytest.mark.parametrize(("title", "text"), [("", "Text"), ("Title", "  ")])
def test_a_draft_needs_a_title_and_a_text(meeting, title, text):
    with pytest.raises(BadInput):
        drafting.propose(meeting, title, text, by=make.organiser(meeting), now=NOW)
    assert Recommendation.objects.count() == 0


def test_locking_fixes_the_newest_version(meeting):
    draft = make.recommendation(meeting)
    newest = drafting.revise(draft, "Final", "Vote", by=make.organiser(meeting), now=NOW)
    assert drafting.lock(draft, by=make.organiser(meeting), now=NOW) == newest
    draft.refresh_from_db()
    assert (draft.is_locked, draft.locked_version) == (True, newest)


@pytest.mark.parametrize(
    "again",
    [
        lambda one, by: drafting.revise(one, "Other", "Why not", by=by, now=NOW),
        lambda one, by: drafting.lock(one, by=by, now=NOW),
    ],
)
def test_a_locked_text_can_be_neither_revised_nor_locked_again(meeting, again):
    final = make.locked(meeting)
    with pytest.raises(DomainError):
        again(final, make.organiser(meeting))
    assert final.versions.count() == 1


@pytest.mark.parametrize(
    "tamper",
    [
        lambda one: RecommendationVersion.objects.filter(recommendation=one).update(text="x"),
        lambda one: RecommendationVersion.objects.filter(recommendation=one).delete(),
        lambda one: Recommendation.objects.filter(pk=one.pk).update(title="x"),
        lambda one: Recommendation.objects.filter(pk=one.pk).update(
            locked_version=None, locked_at=None
        ),
        lambda one: RecommendationVersion.objects.create(
            recommendation=one, number=2, title="x", text="x", created_at=NOW, sha256="0" * 64
        ),
    ],
)
def test_the_database_keeps_a_locked_text_whoever_asks(meeting, tamper):
    final = make.locked(meeting)
    with pytest.raises(DatabaseError), transaction.atomic():
        tamper(final)


def test_a_recommendation_rests_on_evidence_until_it_is_locked(meeting):
    first, second = evidence_item(meeting), evidence_item(meeting)
    by = make.organiser(meeting)
    draft = make.recommendation(meeting, evidence=[first])
    text = draft.versions.get().text
    drafting.revise(draft, text, "More proof", evidence=[first, second], by=by, now=NOW)
    assert set(draft.evidence.all()) == {first, second}
    drafting.lock(draft, by=by, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        draft.evidence.remove(first)


def test_evidence_of_another_assembly_is_refused(meeting):
    with pytest.raises(BadInput):
        make.recommendation(meeting, evidence=[evidence_item(make.meeting())])


def test_a_draft_title_may_still_change_in_the_database(meeting):
    """The control of the test above: it is the lock that refuses."""
    draft = make.recommendation(meeting)
    assert Recommendation.objects.filter(pk=draft.pk).update(title="x") == 1


def test_facilitators_draft_but_only_organisers_lock(meeting):
    facilitator = actor_with(meeting, "facilitator")
    draft = make.recommendation(meeting, by=facilitator)
    with pytest.raises(NotAllowed):
        drafting.lock(draft, by=facilitator, now=NOW)


def test_drafting_belongs_to_the_weekends(meeting):
    make.at_report(meeting)
    with pytest.raises(WrongStage):
        make.recommendation(meeting)
