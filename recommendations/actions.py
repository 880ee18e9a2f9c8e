"""Acts on what a body says it will do: add an action, tell how it goes."""

from datetime import date, datetime

from assembly import audit
from assembly.errors import BadInput, DomainError
from assembly.permissions import Actor

from .models import Action, ProgressUpdate, Response
from .responses import require_speaks_for


def add(
    response: Response,
    title: str,
    owner: str,
    due_on: date,
    evidence_needed: str,
    *,
    by: Actor,
    now: datetime,
) -> Action:
    """Add an action to an answer: who (a post), by when, and what will prove that it is done."""
    assembly = response.recommendation.assembly
    with audit.act("actions.add", assembly, by=by, now=now) as record:
        require_speaks_for(response.body, assembly, by)
        if response.position == Response.Position.REJECTED:
            raise DomainError("A rejected recommendation has no actions.")
        if not all(part.strip() for part in (title, owner, evidence_needed)):
            raise BadInput("Say what will be done, who does it and what will prove it.")
        action = Action.objects.create(
            response=response,
            title=title.strip(),
            owner=owner.strip(),
            due_on=due_on,
            evidence_needed=evidence_needed.strip(),
            added_at=now,
        )
        record.about(action, due_on=due_on.isoformat())
    return action


def update(
    action: Action, status: str, text: str, proof: str = "", *, by: Actor, now: datetime
) -> ProgressUpdate:
    """Tell how an action goes. Updates add up; none is ever changed or removed."""
    response = action.response
    assembly = response.recommendation.assembly
    with audit.act("actions.update", assembly, by=by, now=now) as record:
        require_speaks_for(response.body, assembly, by)
        if response.status != Response.Status.PUBLISHED:
            raise DomainError("Publish the answer first; then tell how its actions go.")
        if status not in ProgressUpdate.Status.values:
            raise BadInput("Choose how far the action is.")
        if not text.strip():
            raise BadInput("Say in a sentence or two what has happened.")
        if status == ProgressUpdate.Status.DONE and not proof:
            raise BadInput(f"Done needs its proof: a link that shows “{action.evidence_needed}”.")
        made = ProgressUpdate.objects.create(
            action=action, at=now, status=status, text=text.strip(), proof=proof
        )
        record.about(action, status=status)
    return made
