"""Acts on a ballot: open, cast, close.

The vote is secret by construction. The roll says who has voted, the box what was voted, and
nothing joins them: no time, no sequence, no member on a paper, no entry in the audit chain for a
single vote. At closing every paper is written anew in random order and the old rows are wiped.
Until then nobody, whatever their role, gets more than the turn-out.

What remains: someone with the database itself in hand while the ballot is open could watch rows
arrive. Secrecy against the operator needs encryption in the voter's browser, which this is not.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_noop as _

from assembly import audit, permissions
from assembly.errors import BadInput, DomainError, NotAllowed
from assembly.models import Assembly
from assembly.permissions import Actor
from recruitment.models import Member

from . import tally
from .models import Ballot, BallotPaper, BallotQuestion, BallotRoll
from .receipts import RandomBytes, draw

SCALE = (
    {"key": "strongly_agree", "label": _("Strongly agree"), "side": "for"},
    {"key": "agree", "label": _("Agree"), "side": "for"},
    {"key": "disagree", "label": _("Disagree"), "side": "against"},
    {"key": "strongly_disagree", "label": _("Strongly disagree"), "side": "against"},
    {
        "key": "abstain",
        "label": _("Abstain"),
        "side": "abstain",
        "on_paper": "Abstain: I do not wish to vote on this one",
    },
)
THREE_QUARTERS = Fraction(75, 100)


def open(
    assembly: Assembly,
    title: str,
    closes_at: datetime,
    *,
    threshold: Fraction = THREE_QUARTERS,
    more_than: bool = False,
    denominator: str = Ballot.Base.OPINIONS,
    quorum: int | None = None,
    scale: Sequence[Mapping[str, str]] = SCALE,
    opens_at: datetime | None = None,
    by: Actor,
    now: datetime,
) -> Ballot:
    """Open one ballot on all locked recommendations and fix its rules for good."""
    with audit.act("ballots.open", assembly, by=by, now=now) as record:
        Assembly.objects.select_for_update().get(pk=assembly.pk)
        if assembly.ballots.filter(closed_at=None).exists():
            raise DomainError("Another ballot is still open. Close it first.")
        locked = list(
            assembly.recommendations.filter(locked_version__isnull=False)
            .select_related("locked_version")
            .order_by("number")
        )
        if not locked:
            raise DomainError("Lock at least one recommendation before you open a ballot.")
        starts = opens_at or now
        if closes_at <= max(starts, now):
            raise BadInput("The ballot must close after it opens.")
        entitled = _entitled(assembly)
        ballot = Ballot(
            assembly=assembly,
            title=title.strip() or "Vote on the recommendations",
            scale=[dict(choice) for choice in scale],
            threshold_top=threshold.numerator,
            threshold_bottom=threshold.denominator,
            more_than=more_than,
            denominator=denominator,
            quorum=(entitled + 1) // 2 if quorum is None else quorum,
            entitled=entitled,
            opens_at=starts,
            opened_by=by.label,
            closes_at=closes_at,
        )
        _require_sound(ballot)
        ballot.save()
        BallotQuestion.objects.bulk_create(
            BallotQuestion(
                ballot=ballot,
                recommendation=recommendation,
                version_sha256=recommendation.locked_version.sha256,  # type: ignore[union-attr]
            )
            for recommendation in locked
        )
        record.about(
            ballot, questions=len(locked), entitled=entitled, quorum=ballot.quorum,
            threshold=str(threshold), denominator=str(denominator),
        )  # fmt: skip
    return ballot


def cast(
    ballot: Ballot,
    member: Member,
    choices: Mapping[int, str],
    *,
    random_bytes: RandomBytes,
    by: Actor,
    now: datetime,
) -> str:
    """Put one member's paper in the box and mark them on the roll; return the receipt code.

    Deliberately leaves no entry in the audit chain: an entry would say when a member voted, and
    would stand beside their paper in the database's own order.
    """
    permissions.require(by, "ballots.cast", ballot.assembly)
    if by.user is None or by.user.pk != member.user_id:
        raise NotAllowed("A vote is cast by the member and nobody else.")
    if member.assembly_id != ballot.assembly_id or member.status != Member.Status.CONFIRMED:
        raise NotAllowed("You are not a member who can vote in this ballot.")
    with transaction.atomic():
        fresh = Ballot.objects.select_for_update().get(pk=ballot.pk)
        _require_open(fresh, now)
        try:
            tally.check(choices, _numbers(fresh), fresh.rules)
        except tally.BadPaper as error:
            raise BadInput(str(error)) from error
        _mark(fresh, member)
        receipt = draw(random_bytes)
        BallotPaper.objects.create(
            ballot=fresh,
            receipt=receipt,
            choices={str(number): choices[number] for number in sorted(choices)},
        )
    return receipt


def close(ballot: Ballot, *, random_bytes: RandomBytes, by: Actor, now: datetime) -> dict[str, Any]:
    """Close the ballot, shuffle the box, count, and freeze the result; return it.

    Before its time a ballot can close only when every member has voted.
    """
    with audit.act("ballots.close", ballot.assembly, by=by, now=now) as record:
        fresh = Ballot.objects.select_for_update().get(pk=ballot.pk)
        if fresh.closed_at is not None:
            raise DomainError("This ballot is already closed.")
        if now < fresh.closes_at and fresh.roll.count() < fresh.entitled:
            raise DomainError(
                "Voting time is not over and not everybody has voted. "
                "The ballot can be closed when either is so."
            )
        papers = _shuffle(fresh, random_bytes)
        result = _result(fresh, papers)
        fresh.closed_at, fresh.result, fresh.result_sha256 = now, result, hash_of(result)
        fresh.save(update_fields=["closed_at", "result", "result_sha256"])
        ballot.refresh_from_db()
        record.about(fresh, papers=len(papers), sha256=fresh.result_sha256)
    return result


def wipe_traces(*, now: datetime) -> int:
    """Rewrite the box on disk, so that dead rows keep no order of arrival; return ballots wiped.

    Runs outside any transaction. While some older transaction can still see the dead rows the
    database keeps them: then nothing counts as wiped, and the next sweep tries again.
    """
    waiting = Ballot.objects.filter(closed_at__isnull=False, traces_wiped_at=None)
    pks = list(waiting.values_list("pk", flat=True))
    if pks:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM FULL recommendations_ballotpaper")
            cursor.execute("VACUUM FULL recommendations_ballotroll")
        if not _is_compact():
            return 0
        Ballot.objects.filter(pk__in=pks).update(traces_wiped_at=now)
    return len(pks)


def _is_compact() -> bool:
    """Tell whether the box on disk holds its living rows and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH places AS (
                SELECT (ctid::text::point)[0] AS page, (ctid::text::point)[1] AS line
                FROM recommendations_ballotpaper
            ), pages AS (
                SELECT page, max(line) = count(*) AS is_full FROM places GROUP BY page
            )
            SELECT COALESCE(bool_and(is_full), true) AND count(*) =
                pg_relation_size('recommendations_ballotpaper')
                / current_setting('block_size')::int
            FROM pages
            """
        )
        return bool(cursor.fetchone()[0])


def hash_of(result: dict[str, Any]) -> str:
    """Return the SHA-256 of a result's canonical JSON."""
    text = json.dumps(result, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def _entitled(assembly: Assembly) -> int:
    entitled = assembly.members.filter(status=Member.Status.CONFIRMED).count()
    if not entitled:
        raise DomainError("There are no confirmed members who could vote.")
    return entitled


def _require_sound(ballot: Ballot) -> None:
    try:
        _ = ballot.rules
    except ValueError as error:
        raise BadInput(f"{error}.") from error


def _require_open(ballot: Ballot, now: datetime) -> None:
    if ballot.closed_at is not None or now >= ballot.closes_at:
        raise DomainError("Voting is over. Your vote was not counted.")
    if now < ballot.opens_at:
        raise DomainError("Voting has not started yet.")


def _numbers(ballot: Ballot) -> list[int]:
    return list(
        ballot.questions.order_by("recommendation__number").values_list(
            "recommendation__number", flat=True
        )
    )


def _mark(ballot: Ballot, member: Member) -> None:
    try:
        with transaction.atomic():
            BallotRoll.objects.create(ballot=ballot, member=member)
    except IntegrityError as error:
        raise DomainError("You have already voted. A vote cannot be changed.") from error


def _shuffle(ballot: Ballot, random_bytes: RandomBytes) -> list[BallotPaper]:
    """Delete every paper and write it again under a new random key, in the order of those keys."""
    papers = [
        BallotPaper(
            id=UUID(bytes=random_bytes(16), version=4),
            ballot=ballot,
            receipt=paper.receipt,
            choices=paper.choices,
        )
        for paper in ballot.papers.all()
    ]
    papers.sort(key=lambda paper: paper.id)
    ballot.papers.all().delete()
    return BallotPaper.objects.bulk_create(papers)


def _result(ballot: Ballot, papers: list[BallotPaper]) -> dict[str, Any]:
    rules = ballot.rules
    questions = list(
        ballot.questions.select_related("recommendation__locked_version").order_by(
            "recommendation__number"
        )
    )
    numbers = [question.recommendation.number for question in questions]
    tallies = tally.count_all([paper.answers for paper in papers], numbers, rules)
    return {
        "title": ballot.title,
        "scale": ballot.scale,
        "threshold": [ballot.threshold_top, ballot.threshold_bottom],
        "more_than": ballot.more_than,
        "denominator": ballot.denominator,
        "quorum": ballot.quorum,
        "entitled": ballot.entitled,
        "papers": len(papers),
        "questions": [
            {
                "number": question.recommendation.number,
                "title": question.recommendation.title,
                "version_sha256": question.version_sha256,
                "counts": counted.counts,
                "in_favour": counted.in_favour,
                "against": counted.against,
                "abstained": counted.abstained,
                "base": counted.base,
                "needed": counted.needed,
                "outcome": str(counted.outcome),
            }
            for question in questions
            for counted in [tallies[question.recommendation.number]]
        ],
        "box": {
            paper.receipt: tally.fingerprint(paper.receipt, paper.answers)
            for paper in sorted(papers, key=lambda paper: paper.receipt)
        },
    }
