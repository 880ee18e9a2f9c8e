"""Chapter four: every seat is filled, and the members meet, up to the open ballot."""

from datetime import datetime, timedelta

from assembly import assemblies
from assembly.models import Assembly, User
from assembly.permissions import Actor, actor
from recommendations import ballots, drafting
from recommendations.models import Ballot
from recruitment import commitments, members
from recruitment.models import Commitment, Member
from sessions import attendance, evidence, programme, questions, seating
from sessions.models import EvidenceItem, Session, Speaker, Weekend

from . import cast, confirm
from .chapters import SEED, Say, at, chance, the_assembly
from .texts.evidence import EVIDENCE, QUESTIONS
from .texts.kinds import EvidenceText, HalfDayText
from .texts.programme import SPEAKERS, WEEKENDS
from .texts.recommendations import RECOMMENDATIONS

OPENS_AT = at("2024-03-24 14:20")
NEVER_COME, LEAVE_EARLY = 3, 3
COSTS: dict[str, tuple[int, ...]] = {
    Commitment.Kind.CHILDCARE: (9_600, 12_800),
    Commitment.Kind.INTERPRETER: (24_000,),
    Commitment.Kind.TRAVEL: (1_400, 2_200),
    Commitment.Kind.ACCESS: (0, 0, 1_200),
}
HALL = "Assembly Hall, Fellowship Square"
VENUE = "Fellowship Square, Forest Road, London E17 4JF"
DIRECTIONS = """From Walthamstow Central it is about twenty minutes on foot, or a few stops by bus.

The main entrance has no steps. Say at the desk that you come to the assembly, and we fetch you.

Parking is kept for members who need it. Tell us the day before."""


def tell(say: Say) -> None:
    confirm.go_on(say)
    assembly = the_assembly()
    items = plan_programme(assembly, say)
    assemblies.advance(assembly, by=cast.of(assembly, "organiser"), now=at("2024-02-20 09:00"))
    keep_promises(assembly, say)
    say("Seating the members for all sessions at once")
    seating.plan(
        assembly, seed=SEED, by=cast.of(assembly, "facilitator"), now=at("2024-02-21 10:00")
    )
    seating.release(assembly, by=cast.of(assembly, "facilitator"), now=at("2024-02-21 12:00"))
    meet(assembly, items, say)
    doubted = Commitment.objects.filter(member__assembly=assembly, status="met")
    here = doubted.filter(member__status="confirmed").select_related("member__assembly")
    if need := here.order_by("member__number").first():
        commitments.doubt(need, by=own(need.member), now=at("2024-03-23 17:00"))
    decide(assembly, say)


# --- what members need -----------------------------------------------------------------------


def keep_promises(assembly: Assembly, say: Say) -> None:
    """See to what members need: most of it is met by now, some costs money."""
    say("Seeing to what members need")
    organiser, rng = cast.of(assembly, "organiser"), chance("promises")
    helper = User.objects.get(email=cast.BY_KEY["deputy"].email)
    needs = Commitment.objects.filter(member__assembly=assembly).select_related("member__assembly")
    found = list(needs.order_by("member__number", "kind"))
    for place, need in enumerate(found):
        commitments.edit(
            need,
            details=need.details,
            diets=need.diets,
            owner=helper if place % 3 else None,
            due_on=need.due_on,
            cost_pence=rng.choice(COSTS.get(need.kind, (0,))),
            by=organiser,
            now=at("2024-02-08 10:00"),
        )
        status = Commitment.Status.ARRANGED if place % 7 == 3 else Commitment.Status.MET
        if place % 11 != 5:
            commitments.settle(need, status, by=organiser, now=at("2024-02-19 15:00"))
    hoped = found[len(found) // 2]
    commitments.settle(
        hoped,
        Commitment.Status.CANNOT,
        reason="The hall has one lift only. A steward will come with you.",
        by=organiser,
        now=at("2024-02-20 10:00"),
    )


# --- the programme and the evidence -----------------------------------------------------------


def plan_programme(assembly: Assembly, say: Say) -> list[EvidenceItem]:
    """Lay out three weekends and put forward the evidence, which the Board reviews."""
    say("Planning three weekends and their evidence")
    organiser, now = cast.of(assembly, "organiser"), at("2024-02-05 10:00")
    speakers = {
        one.key: programme.add_speaker(
            assembly,
            one.name,
            sector=one.sector,
            position=one.position,
            post=one.post,
            organisation=one.organisation,
            interests=one.interests,
            by=organiser,
            now=now,
        )
        for one in SPEAKERS
    }
    halves: dict[tuple[int, int], Session] = {}
    for text in WEEKENDS:
        weekend = programme.add_weekend(assembly, text.number, text.title, by=organiser, now=now)
        programme.set_venue(weekend, VENUE, DIRECTIONS, by=organiser, now=now)
        for place, half in enumerate(text.halves):
            halves[text.number, place] = _half(weekend, half, speakers, organiser, now)
    programme.release(assembly, by=organiser, now=at("2024-02-12 16:00"))
    return [_put_forward(assembly, text, halves, speakers) for text in EVIDENCE]


def _half(
    weekend: Weekend, half: HalfDayText, speakers: dict[str, Speaker], by: Actor, now: datetime
) -> Session:
    session = programme.add_session(
        weekend,
        half.title,
        room=HALL,
        starts_at=at(f"{half.date} {half.starts}"),
        ends_at=at(f"{half.date} {half.ends}"),
        by=by,
        now=now,
    )
    for item in half.items:
        programme.add_item(
            session,
            item.title,
            kind=item.kind,
            starts_at=at(f"{half.date} {item.start}"),
            minutes=item.minutes,
            description=item.description,
            speakers=[speakers[key] for key in item.speakers],
            by=by,
            now=now,
        )
    return session


def _put_forward(
    assembly: Assembly,
    text: EvidenceText,
    halves: dict[tuple[int, int], Session],
    speakers: dict[str, Speaker],
) -> EvidenceItem:
    session = halves[text.weekend, text.half]
    editor, now = cast.of(assembly, "evidence"), session.starts_at - timedelta(days=16)
    item = evidence.add(
        assembly,
        text.title,
        kind=text.kind,
        summary=text.summary,
        position=text.position,
        minutes=text.minutes,
        body=text.body,
        session=session,
        speaker=speakers.get(text.speaker),
        by=editor,
        now=now,
        public_from=session.ends_at,
    )
    _review(assembly, item, text, now + timedelta(days=4))
    if text.revised_body:
        evidence.edit(item, body=text.revised_body, by=editor, now=now + timedelta(days=6))
        item.refresh_from_db()
        _review(assembly, item, text, now + timedelta(days=8), verdict="approve")
    evidence.release(item, by=editor, now=now + timedelta(days=9))
    return item


def _review(
    assembly: Assembly, item: EvidenceItem, text: EvidenceText, when: datetime, verdict: str = ""
) -> None:
    for number in chance(f"review {text.key} {item.version}").sample(range(1, 12), k=4):
        asks = text.review if number % 2 else "approve"
        comment = (
            "Please say where these figures come from." if asks == "changes" and not verdict else ""
        )
        evidence.review(
            item,
            verdict or asks,
            version=item.version,
            comment=comment,
            by=cast.of(assembly, f"board{number}"),
            now=when,
        )


# --- the weekends -----------------------------------------------------------------------------


def meet(assembly: Assembly, items: list[EvidenceItem], say: Say) -> None:
    """Record attendance up to now; a few never come, a few stop coming; members ask questions."""
    here = list(assembly.members.filter(status=Member.Status.CONFIRMED).order_by("number"))
    rng = chance("attendance")
    absent = rng.sample(here, k=NEVER_COME + LEAVE_EARLY)
    never, early = set(absent[:NEVER_COME]), set(absent[NEVER_COME:])
    for session in (
        Session.objects.of(assembly).filter(starts_at__lt=OPENS_AT).select_related("weekend")
    ):
        say(f"Attendance: weekend {session.weekend.number}")
        present = [
            member.pk
            for member in here
            if member not in never
            and not (member in early and session.weekend.number > 1)
            and (session.weekend.number == 3 or rng.random() > 0.02)
        ]
        attendance.record(
            session,
            present,
            by=cast.of(assembly, "facilitator"),
            now=session.starts_at + timedelta(minutes=25),
        )
    for number, text in enumerate(QUESTIONS):
        item = next(
            item
            for item, source in zip(items, EVIDENCE, strict=True)
            if source.key == text.evidence
        )
        asked = item.session.starts_at + timedelta(hours=1)  # type: ignore[union-attr]
        asker = [member for member in here if member not in never | early][number]
        question = questions.ask(item, text.question, by=own(asker), now=asked)
        questions.answer(
            question, text.answer, by=cast.of(assembly, "evidence"), now=asked + timedelta(days=2)
        )
    for member in sorted(never | early, key=lambda member: member.number):
        when = at("2024-02-27 11:00") if member in never else at("2024-03-12 11:00")
        members.withdraw(
            member, reason="Could not come", by=cast.of(assembly, "organiser"), now=when
        )


def own(member: Member) -> Actor:
    """Return the actor for a member signed in as themselves."""
    return actor(User.objects.get(pk=member.user_id), member.assembly)


def decide(assembly: Assembly, say: Say) -> None:
    """Draft, revise and lock ten recommendations, open the ballot; some have voted by now."""
    say("Drafting ten recommendations and opening the ballot")
    notes = cast.of(assembly, "facilitator2")
    organiser = cast.of(assembly, "organiser")
    for text in RECOMMENDATIONS:
        made = drafting.propose(
            assembly, text.title, text.draft, text.theme, by=notes, now=at("2024-03-10 15:00")
        )
        drafting.revise(made, text.final, text.reason, by=notes, now=at("2024-03-23 15:30"))
        drafting.lock(made, by=organiser, now=at("2024-03-24 12:30"))
    ballots.open(
        assembly,
        "Do you agree with these recommendations?",
        at("2024-03-24 15:30"),
        by=organiser,
        now=at("2024-03-24 14:00"),
    )
    cast_votes(assembly, first=0, last=30, now=OPENS_AT)


def cast_votes(assembly: Assembly, *, first: int, last: int, now: datetime) -> None:
    """Cast the ballots of some members, so that all of them together vote as the texts say."""
    ballot = Ballot.objects.get(assembly=assembly)
    keys = [choice["key"] for choice in ballot.scale]
    voters = list(assembly.members.filter(status=Member.Status.CONFIRMED).order_by("number"))
    columns = {}
    for text in RECOMMENDATIONS:
        votes = [key for key, count in zip(keys, text.support, strict=True) for _ in range(count)]
        chance(f"votes {text.number}").shuffle(votes)
        columns[text.number] = votes
    for place, member in list(enumerate(voters))[first:last]:
        ballots.cast(
            ballot,
            member,
            {number: votes[place] for number, votes in columns.items()},
            random_bytes=chance(f"paper {place}").randbytes,
            by=own(member),
            now=now,
        )
