"""Recommendations, ballots, reports and answers for tests."""

import random
from collections.abc import Callable, Mapping
from datetime import timedelta

from assembly import stages
from assembly.models import Assembly, Organisation, Part, Role, User
from assembly.permissions import Actor, actor
from recommendations import ballots, drafting, reports, responses
from recommendations.models import Ballot, Recommendation, Report, Response
from recruitment.models import Member

from . import make
from .make_recruitment import member

NOW = make.NOW
CLOSES = NOW + timedelta(hours=2)
AFTER = CLOSES + timedelta(minutes=1)
CHOICES = [choice["key"] for choice in ballots.SCALE]


def random_bytes(seed: int = 1) -> Callable[[int], bytes]:
    """Return a source of bytes that is the same each time."""
    return random.Random(seed).randbytes


def meeting(**fields) -> Assembly:
    """An assembly at its weekends."""
    return make.assembly(**{"stage": stages.MEET.key, **fields})


def organiser(in_assembly: Assembly) -> Actor:
    return make.actor_with(in_assembly, "organiser")


def voter(one: Member) -> Actor:
    return actor(one.user, one.assembly)


def recommendation(in_assembly: Assembly, title: str = "Lighting", **fields) -> Recommendation:
    """A draft with one version."""
    text = fields.pop("text", f"We ask for better {title.lower()} in every park.")
    by = fields.pop("by", None) or organiser(in_assembly)
    return drafting.propose(in_assembly, title, text, by=by, now=NOW, **fields)


def locked(in_assembly: Assembly, title: str = "Lighting") -> Recommendation:
    made = recommendation(in_assembly, title)
    drafting.lock(made, by=organiser(in_assembly), now=NOW)
    return made


def members(in_assembly: Assembly, number: int) -> list[Member]:
    return [member(in_assembly) for _ in range(number)]


def ballot(in_assembly: Assembly, **rules) -> Ballot:
    """An open ballot on two locked recommendations (members must be there already)."""
    if not in_assembly.recommendations.exists():
        locked(in_assembly, "Lighting")
        locked(in_assembly, "Youth workers")
    return ballots.open(
        in_assembly, "The vote", CLOSES, by=organiser(in_assembly), now=NOW, **rules
    )


def vote(on: Ballot, one: Member, choices: Mapping[int, str], *, seed: int = 1) -> str:
    return ballots.cast(on, one, choices, random_bytes=random_bytes(seed), by=voter(one), now=NOW)


def voted(in_assembly: Assembly, papers: list[dict[int, str]]) -> Ballot:
    """A closed ballot with one new member for each paper."""
    people = members(in_assembly, len(papers))
    made = ballot(in_assembly)
    for place, (one, paper) in enumerate(zip(people, papers, strict=True)):
        vote(made, one, paper, seed=100 + place)
    ballots.close(made, random_bytes=random_bytes(7), by=organiser(in_assembly), now=AFTER)
    return made


def at_report(in_assembly: Assembly) -> None:
    in_assembly.stage = stages.REPORT.key
    in_assembly.save(update_fields=["stage"])


def responder(in_assembly: Assembly, body: Organisation) -> User:
    person = make.user(f"Rae of {body.short_name}")
    Role.objects.create(
        assembly=in_assembly, user=person, kind=Role.Kind.RESPONDER, organisation=body
    )
    return person


def responder_actor(in_assembly: Assembly, body: Organisation) -> Actor:
    return actor(responder(in_assembly, body), in_assembly)


def bodies(in_assembly: Assembly) -> tuple[Organisation, Organisation]:
    """The council and the police, both asked to answer."""
    made = make.organisation(), make.organisation("Borough Police", short_name="Police")
    for body in made:
        Part.objects.get_or_create(
            assembly=in_assembly, organisation=body, kind=Part.Kind.RESPONDING
        )
    return made


FIVE = [
    {1: "strongly_agree", 2: "agree"},
    {1: "strongly_agree", 2: "disagree"},
    {1: "agree", 2: "disagree"},
    {1: "disagree", 2: "strongly_disagree"},
    {1: "abstain", 2: "agree"},
]


def reported(in_assembly: Assembly | None = None) -> Report:
    """A published report on two recommendations that five members voted on; two bodies asked."""
    in_assembly = in_assembly or meeting()
    bodies(in_assembly)
    voted(in_assembly, FIVE)
    at_report(in_assembly)
    return reports.publish(in_assembly, by=organiser(in_assembly), now=AFTER)


def response(
    to: Recommendation, body: Organisation, position: str = "accepted", *, published: bool = True
) -> Response:
    by = responder_actor(to.assembly, body)
    made = responses.answer(to, body, position, "We agree.", by=by, now=AFTER)
    if published:
        responses.publish(made, by=by, now=AFTER)
    return made
