"""Chapter five: the ballot closes, honoraria are worked out, the report is published."""

from datetime import timedelta

from assembly import assemblies
from recommendations import ballots, reports, statements
from recommendations.models import Ballot, Recommendation
from recommendations.queries.chosen import chosen, speakers
from recruitment.models import Member
from sessions import honoraria

from . import cast
from .chapters import Say, at, chance, the_assembly
from .meet import cast_votes, own
from .texts.recommendations import FOREWORD, RECOMMENDATIONS

OPENS_AT = at("2024-07-12 09:30")
DAYS_TO_ANSWER = 90


def tell(say: Say) -> None:
    assembly = the_assembly()
    organiser = cast.of(assembly, "organiser")
    say("Closing the ballot and counting")
    cast_votes(assembly, first=30, last=50, now=at("2024-03-24 15:05"))
    ballots.close(
        Ballot.objects.get(assembly=assembly),
        random_bytes=chance("closing").randbytes,
        by=organiser,
        now=at("2024-03-24 15:31"),
    )
    _minority()
    honoraria.compute(assembly, by=cast.of(assembly, "finance"), now=at("2024-03-26 10:00"))
    assemblies.advance(assembly, by=organiser, now=at("2024-04-02 09:00"))
    say("Publishing the report")
    reports.draft(assembly, FOREWORD, by=organiser, now=at("2024-06-20 10:00"))
    reports.publish(
        assembly,
        table=chosen(assembly),
        speakers=speakers(assembly),
        answer_days=DAYS_TO_ANSWER,
        by=organiser,
        now=at("2024-07-10 10:00"),
    )


def _minority() -> None:
    """Some of those who voted against say why, and others join them."""
    assembly = the_assembly()
    members = list(assembly.members.filter(status=Member.Status.CONFIRMED).order_by("number"))
    now = at("2024-03-24 16:00")
    for text in RECOMMENDATIONS:
        if not text.minority:
            continue
        recommendation = Recommendation.objects.get(assembly=assembly, number=text.number)
        author, *others = chance(f"minority {text.number}").sample(members, k=4)
        statement = statements.submit(
            recommendation, author, text.minority, by=own(author), now=now
        )
        for member in others:
            statements.support(statement, member, by=own(member), now=now + timedelta(minutes=5))
