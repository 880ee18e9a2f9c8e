import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from fractions import Fraction
from itertools import product
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, connections, transaction

from assembly.errors import BadInput, DomainError, NotAllowed
from assembly.models import AuditEntry
from recommendations import ballots, tally
from recommendations.models import Ballot, BallotPaper, BallotRoll
from recruitment.codes import check_character
from tests import make_recommendations as make

NOW, AFTER = make.NOW, make.AFTER
YES = {1: "agree", 2: "strongly_agree"}


def test_opening_fixes_the_questions_with_their_hashes_and_the_rules(meeting):
    make.members(meeting, 5)
    first, second = make.locked(meeting, "Lighting"), make.locked(meeting, "Youth workers")
    make.recommendation(meeting, "Still a draft")
    made = make.ballot(meeting)
    assert list(made.questions.order_by("pk").values_list("version_sha256", flat=True)) == [
        first.locked_version.sha256,
        second.locked_version.sha256,
    ]
    assert (made.entitled, made.quorum, made.rules.threshold) == (5, 3, Fraction(3, 4))


def test_a_ballot_needs_a_locked_recommendation(meeting):
    make.members(meeting, 1)
    make.recommendation(meeting)
    with pytest.raises(DomainError):
        make.ballot(meeting)


def test_a_ballot_needs_members(meeting):
    with pytest.raises(DomainError):
        make.ballot(meeting)


def test_only_one_ballot_is_open_at_a_time(meeting):
    make.members(meeting, 1)
    make.ballot(meeting)
    with pytest.raises(DomainError):
        make.ballot(meeting)


@pytest.mark.parametrize(
    "rules",
    [{"threshold": Fraction(5, 4)}, {"quorum": 3}, {"scale": ballots.SCALE[:2]}],
)
def test_rules_that_cannot_work_are_refused(meeting, rules):
    make.members(meeting, 2)
    with pytest.raises(BadInput):
        make.ballot(meeting, **rules)


def test_a_vote_gives_a_receipt_that_stands_on_the_paper(meeting):
    one = make.members(meeting, 1)[0]
    receipt = make.vote(make.ballot(meeting), one, YES)
    paper = BallotPaper.objects.get()
    assert (paper.receipt, paper.answers) == (receipt, YES)
    assert check_character(receipt[:-1]) == receipt[-1]


def test_a_second_vote_is_refused_and_the_first_stands(meeting):
    one = make.members(meeting, 2)[0]
    made = make.ballot(meeting)
    make.vote(made, one, YES, seed=1)
    with pytest.raises(DomainError):
        make.vote(made, one, {1: "disagree", 2: "disagree"}, seed=2)
    assert [paper.answers for paper in made.papers.all()] == [YES]


@pytest.mark.parametrize(
    "choices", [{}, {1: "agree"}, {**YES, 3: "agree"}, {1: "agree", 2: "perhaps"}]
)
def test_each_recommendation_needs_an_answer_on_the_scale(meeting, choices):
    one = make.members(meeting, 1)[0]
    made = make.ballot(meeting)
    with pytest.raises(BadInput):
        make.vote(made, one, choices)
    assert (made.roll.count(), made.papers.count()) == (0, 0)


@pytest.mark.parametrize(
    ("moment", "counted"),
    [
        (NOW - timedelta(milliseconds=1), 0),
        (NOW, 1),
        (make.CLOSES - timedelta(milliseconds=1), 1),
        (make.CLOSES, 0),
    ],
)
def test_votes_count_from_opening_until_just_before_closing(meeting, moment, counted):
    one = make.members(meeting, 1)[0]
    made = make.ballot(meeting)
    with suppress(DomainError):
        ballots.cast(
            made, one, YES, random_bytes=make.random_bytes(), by=make.voter(one), now=moment
        )
    assert made.papers.count() == counted


def test_nobody_votes_for_another(meeting):
    one, other = make.members(meeting, 2)
    with pytest.raises(NotAllowed):
        ballots.cast(
            make.ballot(meeting), one, YES,
            random_bytes=make.random_bytes(), by=make.voter(other), now=NOW,
        )  # fmt: skip


def test_a_member_who_withdrew_cannot_vote(meeting):
    one = make.members(meeting, 2)[0]
    made = make.ballot(meeting)
    one.status, one.withdrawn_at = "withdrawn", NOW
    one.save()
    with pytest.raises(NotAllowed):
        make.vote(made, one, YES)


def test_a_member_of_another_assembly_cannot_vote(meeting):
    make.members(meeting, 1)
    stranger = make.member(make.meeting())
    with pytest.raises(NotAllowed):
        make.vote(make.ballot(meeting), stranger, YES)


def test_nothing_in_the_box_leads_to_a_member(meeting):
    """Neither a column nor the audit chain; the roll has no time and no order either."""
    one = make.members(meeting, 1)[0]
    made = make.ballot(meeting)
    entries = AuditEntry.objects.count()
    make.vote(made, one, YES)
    columns = {
        model: sorted(field.column for field in model._meta.get_fields() if field.concrete)
        for model in (BallotPaper, BallotRoll)
    }
    assert columns == {
        BallotPaper: ["ballot_id", "choices", "id", "receipt"],
        BallotRoll: ["ballot_id", "id", "member_id"],
    }
    assert AuditEntry.objects.count() == entries


def on_disk() -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM recommendations_ballotpaper ORDER BY ctid")
        return [row[0] for row in cursor.fetchall()]


def test_closing_rewrites_the_papers_in_random_order(meeting):
    people = make.members(meeting, 12)
    made = make.ballot(meeting)
    receipts = [make.vote(made, one, YES, seed=place) for place, one in enumerate(people)]
    before = set(on_disk())
    ballots.close(made, random_bytes=make.random_bytes(9), by=make.organiser(meeting), now=AFTER)
    after = on_disk()
    stored = [BallotPaper.objects.get(pk=pk).receipt for pk in after]
    assert sorted(stored) == sorted(receipts)
    assert stored != receipts
    assert after == sorted(after)
    assert before.isdisjoint(after)


def test_closing_counts_and_freezes_the_result(meeting):
    made = make.voted(meeting, make.FIVE)
    first, second = made.result["questions"]
    assert (first["in_favour"], first["base"], first["needed"], first["outcome"]) == (
        3, 4, 3, "supported",
    )  # fmt: skip
    assert (second["in_favour"], second["base"], second["outcome"]) == (2, 5, "not_supported")
    assert made.result_sha256 == ballots.hash_of(made.result)
    assert (
        tally.verify(
            [(paper.receipt, paper.answers) for paper in made.papers.all()],
            fingerprints=made.result["box"],
            counts={one["number"]: one["counts"] for one in made.result["questions"]},
            rules=made.rules,
        )
        == []
    )


def test_a_ballot_closes_before_its_time_only_when_all_have_voted(meeting):
    one, other = make.members(meeting, 2)
    made = make.ballot(meeting)
    make.vote(made, one, YES, seed=1)
    by = make.organiser(meeting)
    with pytest.raises(DomainError):
        ballots.close(made, random_bytes=make.random_bytes(), by=by, now=NOW)
    make.vote(made, other, YES, seed=2)
    ballots.close(made, random_bytes=make.random_bytes(), by=by, now=NOW)
    assert made.result["papers"] == 2


def test_a_closed_ballot_takes_no_vote_and_closes_once(meeting):
    made = make.voted(meeting, make.FIVE)
    late = make.member(meeting)
    with pytest.raises(DomainError):
        make.vote(made, late, YES)
    with pytest.raises(DomainError):
        ballots.close(made, random_bytes=make.random_bytes(), by=make.organiser(meeting), now=AFTER)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda one: one.papers.all().delete(),
        lambda one: one.papers.update(choices={"1": "agree", "2": "agree"}),
        lambda one: BallotPaper.objects.create(ballot=one, receipt="X", choices={}),
        lambda one: one.roll.all().delete(),
        lambda one: Ballot.objects.filter(pk=one.pk).update(result={}),
        lambda one: Ballot.objects.filter(pk=one.pk).update(threshold_top=1),
        lambda one: Ballot.objects.filter(pk=one.pk).update(closed_at=None, result=None),
        lambda one: one.questions.update(version_sha256="0" * 64),
        lambda one: one.delete(),
    ],
)
def test_the_database_keeps_a_closed_ballot_whoever_asks(meeting, tamper):
    made = make.voted(meeting, make.FIVE)
    with pytest.raises(DatabaseError), transaction.atomic():
        tamper(made)


def test_the_rules_of_an_open_ballot_cannot_change(meeting):
    make.members(meeting, 1)
    made = make.ballot(meeting)
    with pytest.raises(DatabaseError), transaction.atomic():
        Ballot.objects.filter(pk=made.pk).update(closes_at=AFTER)


def vote_at_once(made, one, times: int) -> list[str]:
    """Cast the same member's vote from several connections at one moment; return the outcomes."""
    outcomes, start, by = [], Barrier(times), make.voter(one)

    def run(seed: int) -> None:
        start.wait()
        try:
            ballots.cast(made, one, YES, random_bytes=make.random_bytes(seed), by=by, now=NOW)
            outcomes.append("counted")
        except DomainError:
            outcomes.append("refused")
        finally:
            connections["default"].close()

    threads = [Thread(target=run, args=(seed,)) for seed in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_of_twelve_votes_at_once_by_one_member_exactly_one_counts(transactional_db):
    meeting = make.meeting()
    one = make.members(meeting, 2)[0]
    made = make.ballot(meeting)
    assert vote_at_once(made, one, 12) == ["counted"] + ["refused"] * 11
    assert (made.papers.count(), made.roll.count()) == (1, 1)


def test_without_the_constraint_votes_would_be_counted_twice(transactional_db):
    """The control of the test above: what refuses is the database's constraint."""
    meeting = make.meeting()
    one = make.members(meeting, 2)[0]
    made = make.ballot(meeting)
    constraint = next(c for c in BallotRoll._meta.constraints if c.name == "one_vote_each")
    with connection.schema_editor() as editor:
        editor.remove_constraint(BallotRoll, constraint)
    try:
        assert vote_at_once(made, one, 4) == ["counted"] * 4
    finally:
        BallotRoll.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(BallotRoll, constraint)


ORDERS = ("ctid", "xmin::text::bigint, ctid", "id")


def links(boxes: Mapping[Ballot, dict[UUID, str]]) -> int:
    """Match roll and papers by every order the database keeps; return the best order's pairs."""
    found: Counter[str] = Counter()
    with connection.cursor() as cursor:
        for (made, receipts), order in product(boxes.items(), ORDERS):
            cursor.execute(
                f"SELECT member_id FROM recommendations_ballotroll WHERE ballot_id = %s ORDER BY {order}",  # noqa: S608, E501
                [made.pk],
            )
            roll = [row[0] for row in cursor.fetchall()]
            cursor.execute(
                f"SELECT receipt FROM recommendations_ballotpaper WHERE ballot_id = %s ORDER BY {order}",  # noqa: S608, E501
                [made.pk],
            )
            box = [row[0] for row in cursor.fetchall()]
            found[order] += sum(receipts[m] == r for m, r in zip(roll, box, strict=True))
    return max(found.values())


def test_a_stolen_database_links_no_member_to_a_paper_better_than_chance(transactional_db):
    """While a ballot is open the order of arrival would; closing and wiping take it away.

    Chance gets one pair of each box right on average, whatever its size: six of six boxes, and
    more than 27 once in some five billion runs (Poisson of mean 6, three orders).
    """
    meeting = make.meeting()
    voters = make.members(meeting, 24)
    boxes: dict[Ballot, dict[UUID, str]] = {}
    for number in range(6):
        made = make.ballot(meeting)
        boxes[made] = {
            one.pk: make.vote(made, one, YES, seed=100 * number + place)
            for place, one in enumerate(voters)
        }
        assert links({made: boxes[made]}) == 24
        ballots.close(
            made, random_bytes=make.random_bytes(number), by=make.organiser(meeting), now=AFTER
        )
    assert wiped() == 6
    assert links(boxes) <= 27


def wiped(limit: float = 120) -> int:
    """Wipe as the sweep does: again and again while some other transaction holds dead rows."""
    with connection.cursor() as cursor:  # whom an earlier test has left behind would hold them long
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
    end = time.monotonic() + limit
    while not (found := ballots.wipe_traces(now=AFTER)) and time.monotonic() < end:
        time.sleep(0.2)
    return found


def test_closed_boxes_are_rewritten_on_disk_once(transactional_db):
    make.voted(make.meeting(), make.FIVE)
    assert not ballots._is_compact()
    assert wiped() == 1
    assert ballots._is_compact()
    assert ballots.wipe_traces(now=AFTER) == 0
