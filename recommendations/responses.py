"""Acts of those who must answer: each body answers on its own and touches no other's answer."""

from datetime import datetime

from django.db.models import Max

from assembly import audit
from assembly.errors import BadInput, DomainError, NotAllowed
from assembly.models import Assembly, Organisation, Role
from assembly.permissions import Actor

from .models import Promise, Recommendation, Response

Status = Response.Status


def answer(
    recommendation: Recommendation,
    body: Organisation,
    position: str,
    text: str,
    *,
    by: Actor,
    now: datetime,
) -> Response:
    """Write or rewrite a body's draft answer. After publication this starts the next version."""
    assembly = recommendation.assembly
    with audit.act("responses.answer", assembly, by=by, now=now) as record:
        require_speaks_for(body, assembly, by)
        if not Promise.objects.filter(assembly=assembly, body=body).exists():
            raise DomainError("Answers are given once the report is published.")
        if position not in Response.Position.values:
            raise BadInput("Choose one of the four answers.")
        if not text.strip():
            raise BadInput("Give your reasons in the text.")
        Recommendation.objects.select_for_update(no_key=True).get(pk=recommendation.pk)
        given = Response.objects.filter(recommendation=recommendation, body=body)
        last = given.filter(status=Status.PUBLISHED).aggregate(last=Max("version"))["last"] or 0
        response, _ = Response.objects.update_or_create(
            recommendation=recommendation,
            body=body,
            version=last + 1,
            defaults={"position": position, "text": text.strip()},
        )
        record.about(
            response, recommendation=recommendation.number, body=body.slug, version=last + 1
        )
    return response


def publish(response: Response, *, by: Actor, now: datetime) -> None:
    """Make an answer public. It can be followed by another version, never taken back."""
    recommendation = response.recommendation
    with audit.act("responses.publish", recommendation.assembly, by=by, now=now) as record:
        require_speaks_for(response.body, recommendation.assembly, by)
        fresh = Response.objects.select_for_update().get(pk=response.pk)
        if fresh.status == Status.PUBLISHED:
            raise DomainError("This answer is already published.")
        fresh.status, fresh.published_at = Status.PUBLISHED, now
        fresh.save(update_fields=["status", "published_at"])
        response.status, response.published_at = fresh.status, now
        record.about(
            fresh,
            recommendation=recommendation.number,
            body=fresh.body.slug,
            version=fresh.version,
            position=fresh.position,
        )


def require_speaks_for(body: Organisation, assembly: Assembly, by: Actor) -> None:
    """Raise `NotAllowed` unless the actor is a responder of just this body here."""
    held = Role.objects.filter(
        assembly=assembly, kind=Role.Kind.RESPONDER, organisation=body, user=by.user
    )
    if by.user is None or not held.exists():
        raise NotAllowed(f"Only those who speak for {body} can do this.")
