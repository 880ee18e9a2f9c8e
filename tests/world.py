"""One assembly with something of everything in it, for tests that walk every page."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from assembly import stages
from assembly.models import Assembly, Role, User
from assembly.permissions import actor
from recommendations import actions, ballots, reports, responses, statements
from recommendations.models import Action, ProgressUpdate, Response
from recruitment import draws, letters, lotteries, offers, pools, registrations, runs
from recruitment.models import Address, Draw, Member
from sessions import calendars, programme, questions
from sessions.models import EvidenceItem, Question

from . import (
    kept,
    make,
    make_addresses,
    make_members,
    make_recommendations,
    make_recruitment,
    make_sessions,
)

SEATS = 4
Arguments = dict[str, Any]
ABOUT_POOL = (
    *(f"staff.lottery.{verb}" for verb in ("solve", "commit", "enter", "confirm")),
    "staff.lottery.abandon", "staff.lottery.beacon", "staff.offers.make",
    "board.lottery.sign_off", "board.lottery.bundle", "public.mine.receipt",
    "public.draw", "public.draw.room", "public.draw.manifest", "public.draw.record",
    "public.draw.chance",
)  # fmt: skip
ABOUT_OFFER = (
    *(f"staff.offers.{verb}" for verb in ("call", "release", "renew")),
    "staff.calls.take", "staff.calls.back",
)  # fmt: skip
ABOUT_NEED = ("staff.needs.one", "staff.needs.settle", "member.needs.doubt")
ABOUT_EVIDENCE = (
    *(f"staff.evidence.{verb}" for verb in ("item", "edit", "release")),
    "member.evidence.item", "member.evidence.ask", "board.evidence.item", "public.evidence.item",
)  # fmt: skip
ABOUT_RECOMMENDATION = (
    *(f"staff.recommendations.{verb}" for verb in ("one", "revise", "lock")),
    "member.recommendation", "public.recommendation",
)  # fmt: skip
ABOUT_ANSWER = ("staff.responses.one", "staff.responses.publish", "staff.actions.add")


@dataclass
class World:
    """The assembly, somebody for each role, and the arguments of each URL by its name."""

    assembly: Assembly
    other: Assembly
    people: dict[str, User]
    arguments: dict[str, Arguments]

    def kwargs(self, name: str) -> Arguments:
        return {"slug": self.assembly.slug, **self.arguments.get(name, {})}


def everything(folder: Path) -> World:
    """Return the world as it is first built in an empty database, and put back after that."""

    def built() -> World:
        return build(folder)

    return kept.again(built)


def build(folder: Path) -> World:
    """Take an assembly through its stages; return it at the weekends, with everything there."""
    assembly = make.assembly(stage=stages.SETUP.key, seats=SEATS)
    make_recruitment.categories(assembly)
    make_recruitment.targets(assembly, SEATS)
    kinds = [kind for kind in Role.Kind.values if kind != Role.Kind.MEMBER]
    people = {kind: make.role(assembly, kind) for kind in kinds}
    by = {kind: actor(person, assembly) for kind, person in people.items()}
    wave = make_addresses.draw(assembly, folder)
    registered = [
        make_recruitment.registered(assembly, number, invitation=letter)
        for number, letter in enumerate(assembly.invitations.order_by("pk")[:9])
    ]
    make.commissioned(assembly)
    unprinted = assembly.invitations.latest("pk")
    Address.objects.filter(pk=unprinted.address_id).update(lines=["🏠 Yarrow Road"])
    run = letters.start(assembly, wave, leave_out=True, by=by["recruiter"], now=make.NOW)
    letters.print_next(make.NOW)
    _stage(assembly, stages.DRAW)
    drawn, members = _draw(assembly, by)
    people[Role.Kind.MEMBER] = members[0].user
    role = make.role(assembly, "caller", person=make.user("Spare Caller")).roles.get()
    session = make_sessions.session(assembly)
    item = make_sessions.released_item(assembly, session=session, public_from=make.NOW)
    _stage(assembly, stages.MEET)
    own = actor(members[0].user, assembly)
    question = questions.ask(item, "Who pays for this?", by=own, now=make.NOW)
    ballot = _vote(assembly, members, by)
    recommendation = assembly.recommendations.get(number=1)
    _stage(assembly, stages.REPORT)
    statement = statements.submit(
        recommendation, members[1], "I disagree.", by=actor(members[1].user, assembly), now=make.NOW
    )
    body = make.responding_bodies(assembly, [make.organisation().name])[0]
    reports.publish(assembly, by=by["organiser"], now=make.NOW)
    response = responses.answer(
        recommendation, body, "accepted", "Yes.", by=by["responder"], now=make.NOW
    )
    action = actions.add(
        response,
        "Do it",
        "Head of streets",
        make.NOW.date(),
        "A report",
        by=by["responder"],
        now=make.NOW,
    )
    lost_code = make_recruitment.lost_code(assembly)
    added = make_recruitment.added_question(assembly)
    stranger = make_recruitment.registered(
        assembly, 9, invitation=assembly.invitations.order_by("pk")[9]
    )
    erasure = registrations.erase(stranger, by=by["recruiter"], now=make.NOW)
    an_offer = {"pk": drawn.offers.first().pk}
    need = {"pk": make_members.commitment(members[0]).pk}
    many = assembly.mailings.earliest("pk")
    message = many.messages.earliest("key")
    pool, answer = {"number": 1}, {"number": 1, "body": body.slug}
    arguments: dict[str, Arguments] = {
        "staff.new": {"slug": None},
        "staff.people.take": {"pk": role.pk},
        **{f"staff.letters.{verb}": {"kind": run.kind} for verb in ("write", "look", "versions")},
        **{f"staff.mail.{verb}": {"pk": many.pk} for verb in ("stop", "send")},
        **{f"staff.mail.{verb}": {"pk": message.pk} for verb in ("retry", "settle", "trust")},
        **{
            f"staff.mail_texts.{verb}": {"kind": "later", "language": "cy"}
            for verb in ("write", "look", "versions")
        },
        **{
            f"staff.letters.{verb}": {"wave": run.draw.wave, "kind": run.kind}
            for verb in ("start", "release", "manifest")
        },
        **{
            f"staff.letters.{verb}": {"wave": run.draw.wave, "kind": run.kind, "number": 1}
            for verb in ("batch", "retry")
        },
        **{
            f"staff.letters.{verb}": {"pk": unprinted.letters.get().pk}
            for verb in ("left_out", "mend", "make", "post", "leave")
        },
        **dict.fromkeys(ABOUT_POOL, pool),
        "staff.lottery.run": {"run": 1},
        "staff.lottery.cancel": {"run": 1},
        "staff.members.withdraw": {"pk": members[2].pk},
        "staff.members.rejoin": {"pk": members[2].pk},
        "staff.photos.say_for": {"pk": members[0].pk},
        **dict.fromkeys(ABOUT_OFFER, an_offer),
        "staff.needs.add": {"pk": members[0].pk},
        "staff.welcome.one": {"pk": members[0].pk},
        **dict.fromkeys(ABOUT_NEED, need),
        **{
            f"staff.registrations.{verb}": {"reference": registered[0].reference}
            for verb in ("one", "erase", "withdraw", "consent")
        },
        "staff.registrations.correct": {"reference": registered[0].reference, "what": "contact"},
        **{f"staff.lost.{verb}": {"pk": lost_code.pk} for verb in ("one", "refuse")},
        "staff.questions.remove": {"pk": added.pk},
        "staff.translations.language": {"language": "cy"},
        "staff.translations.common": {"language": "cy"},
        "staff.programme.venue": {"number": 1},
        "staff.programme.add_item": {"pk": session.pk},
        "staff.programme.edit_item": {"pk": make_sessions.agenda_item(session).pk},
        "staff.attendance.session": {"pk": session.pk},
        **{name: {"pk": item.pk} for name in ABOUT_EVIDENCE},
        "staff.questions.answer": {"pk": question.pk},
        **{name: {"number": 1} for name in ABOUT_RECOMMENDATION},
        "staff.ballot.close": {"pk": ballot.pk},
        **dict.fromkeys(ABOUT_ANSWER, answer),
        "staff.actions.update": {"pk": action.pk},
        "member.programme.feed": {"token": calendars.token(members[0])},
        "member.statements.support": {"pk": statement.pk},
        "public.consent.enter": {"token": "nonsense"},
        "public.consent.answered": {"said": "yes"},
        "public.erasure": {"number": erasure.number},
        "public.register.not_eligible": {"reason": "age"},
        "public.register.resume": {"token": "nonsense"},
        "public.register.step": {"step": "name"},
        "public.mine.enter": {"token": registrations.personal_token(registered[0])},
    }
    return World(assembly, make.assembly(), people, arguments)


def complete(made: World) -> World:
    """Add what its pages can show besides: a programme, opinions, answers, a promise kept."""
    person = make.role(
        made.assembly, "organiser", "evidence_editor", person=made.people[Role.Kind.RESPONDER]
    )
    by = actor(person, made.assembly)
    item = EvidenceItem.objects.get()
    make_sessions.approval(item)
    make_sessions.approval(item, verdict="concern", comment="It is one-sided.")
    _stage(made.assembly, stages.MEET)
    questions.answer(Question.objects.get(), "The council.", by=by, now=make.NOW)
    programme.release(made.assembly, by=by, now=make.NOW)
    _stage(made.assembly, stages.REPORT)
    make_recruitment.registered(made.assembly, 77, late_reason="The letter came late.")
    responses.publish(Response.objects.get(), by=by, now=make.NOW)
    done = ProgressUpdate.Status.DONE
    proof = "https://example.org/"
    actions.update(Action.objects.get(), done, "It is done.", proof, by=by, now=make.NOW)
    return made


def _stage(assembly: Assembly, stage: stages.Stage) -> None:
    assembly.stage = stage.key
    assembly.save(update_fields=["stage"])


def _draw(assembly: Assembly, by: dict[str, Any]) -> tuple[Draw, list[Member]]:
    pool = pools.freeze(assembly, by=by["recruiter"], now=make.NOW)
    run = runs.official(pool, by=by["recruiter"], now=make.NOW)
    lotteries.solve(runs.claim(run.pk, make.NOW), now=make.NOW)
    lotteries.sign_off(pool, by=by["board"], now=make.NOW)
    lotteries.commit(pool, by=by["recruiter"], now=make.NOW)
    draws.enter(pool, "042", by=by["recruiter"], now=make.NOW)
    drawn = draws.confirm(pool, "042", by=by["organiser"], now=make.NOW)
    made = offers.make(
        drawn, deadline=make.NOW + timedelta(days=7), by=by["recruiter"], now=make.NOW
    )
    return drawn, [offers.accept(offer, by=by["caller"], now=make.NOW) for offer in made]


def _vote(assembly: Assembly, members: list[Member], by: dict[str, Any]) -> Any:
    made = make_recommendations.ballot(assembly)
    numbers = assembly.recommendations.values_list("number", flat=True)
    for seed, member in enumerate(members):
        paper = dict.fromkeys(numbers, make_recommendations.CHOICES[0])
        make_recommendations.vote(made, member, paper, seed=seed)
    ballots.close(
        made, random_bytes=make_recommendations.random_bytes(), by=by["organiser"], now=make.NOW
    )
    return made
