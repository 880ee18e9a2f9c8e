"""Chapter six: the council and the police answer, and progress is followed."""

from assembly import assemblies
from assembly.models import Assembly, Organisation
from recommendations import actions, responses
from recommendations.models import Action, Recommendation

from . import cast
from .chapters import Say, at, the_assembly
from .texts.kinds import ActionText, ResponseText
from .texts.responses import RESPONSES

OPENS_AT = at("2025-11-20 09:30")
PROOF = "https://www.example.org/proof/{}"
BODIES = {"council": cast.COUNCIL[0], "police": cast.POLICE[0]}


def tell(say: Say) -> None:
    assembly = the_assembly()
    assemblies.advance(assembly, by=cast.of(assembly, "organiser"), now=at("2024-07-15 09:00"))
    made: list[tuple[str, Action, ActionText]] = []
    for text in sorted(RESPONSES, key=lambda text: text.published):
        say(f"Answers: {text.body}, recommendation {text.number}")
        made += [(text.body, action, plan) for action, plan in _answer(assembly, text)]
    updates = [
        (day, status, words, body, action)
        for body, action, plan in made
        for day, status, words in plan.updates
    ]
    say("Following what was promised")
    for day, status, words, body, action in sorted(updates, key=lambda update: update[0]):
        proof = PROOF.format(action.pk) if status == "done" else ""
        actions.update(
            action, status, words, proof, by=cast.of(assembly, body), now=at(f"{day} 11:00")
        )


def _answer(assembly: Assembly, text: ResponseText) -> list[tuple[Action, ActionText]]:
    by, now = cast.of(assembly, text.body), at(f"{text.published} 10:00")
    body = Organisation.objects.get(name=BODIES[text.body])
    recommendation = Recommendation.objects.get(assembly=assembly, number=text.number)
    response = responses.answer(recommendation, body, text.position, text.text, by=by, now=now)
    made = [
        actions.add(
            response,
            plan.title,
            plan.owner,
            at(f"{plan.due} 00:00").date(),
            plan.proof,
            by=by,
            now=now,
        )
        for plan in text.actions
    ]
    responses.publish(response, by=by, now=now)
    return list(zip(made, text.actions, strict=True))
