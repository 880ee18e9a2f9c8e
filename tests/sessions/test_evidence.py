from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from assembly.errors import BadInput, DomainError, NotAllowed
from sessions import evidence, queries
from sessions.models import EvidenceItem, EvidenceReview
from tests import make
from tests import make_sessions as build


@pytest.fixture
def editor(assembly):
    return make.actor_with(assembly, "evidence_editor")


@pytest.fixture
def board(assembly):
    return make.actor_with(assembly, "board")


def add(assembly, by, **fields):
    fields = {
        "kind": "paper",
        "summary": "In short.",
        "position": "Police",
        "minutes": 10,
        "body": "Text.",
        **fields,
    }
    return evidence.add(assembly, "A paper", **fields, by=by, now=make.NOW)


def review(item, verdict, by, **fields):
    return evidence.review(
        item, verdict, **{"version": item.version, **fields}, by=by, now=make.NOW
    )


def test_an_item_is_public_when_its_session_has_ended_unless_set_otherwise(assembly, editor):
    session = build.session(assembly)
    earlier = make.NOW + timedelta(days=1)
    assert add(assembly, editor, session=session).public_from == session.ends_at
    assert add(assembly, editor, session=session, public_from=earlier).public_from == earlier
    assert add(assembly, editor).public_from is None


def test_an_item_needs_a_text_or_a_link(assembly, editor):
    with pytest.raises(BadInput, match="the text of the item or a link"):
        add(assembly, editor, body="")
    with pytest.raises(BadInput, match="valid URL"):
        add(assembly, editor, body="", link="javascript:alert(1)")
    with pytest.raises(IntegrityError, match="evidence_has_text_or_link"), transaction.atomic():
        build.evidence_item(assembly, body="")


def test_an_item_is_released_once_the_board_has_approved_it(assembly, editor, board):
    item = add(assembly, editor)
    with pytest.raises(DomainError, match="Nobody on the Advisory Board"):
        evidence.release(item, by=editor, now=make.NOW)
    review(item, "approve", board)
    evidence.release(item, by=editor, now=make.NOW)
    assert queries.released(assembly) == [item]
    with pytest.raises(DomainError, match="already"):
        evidence.release(item, by=editor, now=make.NOW)


def test_a_request_for_changes_stops_the_release_and_a_concern_does_not(assembly, editor, board):
    item = add(assembly, editor)
    review(item, "approve", board)
    other = make.actor_with(assembly, "board")
    review(item, "changes", other, comment="Say who paid for the study.")
    with pytest.raises(DomainError, match="asks for changes"):
        evidence.release(item, by=editor, now=make.NOW)
    review(item, "concern", other, comment="It is still one-sided.")
    evidence.release(item, by=editor, now=make.NOW)
    assert EvidenceReview.objects.count() == 2


def test_approval_lapses_and_the_release_ends_when_the_item_changes(assembly, editor, board):
    item = add(assembly, editor)
    review(item, "approve", board)
    evidence.release(item, by=editor, now=make.NOW)
    evidence.edit(item, body="Other text.", by=editor, now=make.NOW)
    item.refresh_from_db()
    assert (item.version, item.status, item.released_at) == (2, "draft", None)
    assert queries.released(assembly) == []
    (row,) = queries.reviewed(assembly, board.user.pk)
    assert (row.approve, row.mine) == (0, None)
    with pytest.raises(DomainError, match="Nobody on the Advisory Board"):
        evidence.release(item, by=editor, now=make.NOW)


def test_a_review_is_of_the_version_that_was_read(assembly, editor, board):
    item = add(assembly, editor)
    evidence.edit(item, summary="Another.", by=editor, now=make.NOW)
    with pytest.raises(DomainError, match="changed since you opened it"):
        review(item, "approve", board, version=1)


def test_an_objection_needs_its_reason(assembly, editor, board):
    item = add(assembly, editor)
    with pytest.raises(BadInput, match="what concerns you"):
        review(item, "concern", board, comment="  ")
    with pytest.raises(IntegrityError, match="objection_has_its_reason"), transaction.atomic():
        build.approval(item, verdict="changes")


def test_a_session_of_another_assembly_is_refused(assembly, editor):
    with pytest.raises(BadInput, match="must belong to this assembly"):
        add(assembly, editor, session=build.session(make.assembly()))


def test_the_public_sees_released_items_from_their_moment_on(assembly):
    item = build.released_item(assembly, public_from=make.NOW)
    build.released_item(assembly, public_from=None)
    build.evidence_item(assembly, public_from=make.NOW)
    assert queries.public(assembly, make.NOW) == [item]
    assert queries.public(assembly, make.NOW - timedelta(seconds=1)) == []


def test_the_balance_counts_minutes_by_view(assembly):
    build.evidence_item(assembly, position="Police", minutes=10)
    build.evidence_item(assembly, position="Police", minutes=15)
    build.evidence_item(assembly, position="Youth work", minutes=30)
    bars = queries.balance([*EvidenceItem.objects.all()])
    assert [(bar.label, bar.values) for bar in bars] == [("Youth work", (30,)), ("Police", (25,))]


def test_the_board_reviews_and_does_not_edit_and_editors_do_not_review(assembly, editor, board):
    item = add(assembly, editor)
    with pytest.raises(NotAllowed):
        evidence.edit(item, title="Mine", by=board, now=make.NOW)
    with pytest.raises(NotAllowed):
        review(item, "approve", editor)


def test_the_library_is_in_chapters_by_session_even_if_titles_are_the_same(assembly):
    first, second = (build.session(assembly, half, title="Hearing") for half in range(2))
    late = build.released_item(assembly, session=second)
    general = build.released_item(assembly)
    early = build.released_item(assembly, session=first)
    chapters = queries.by_session(queries.released(assembly))
    assert [(chapter.session, chapter.items) for chapter in chapters] == [
        (first, [early]),
        (second, [late]),
        (None, [general]),
    ]
