"""The script that callers read out: staff write it, with fields from a closed list."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.utils import timezone
from django.utils.safestring import SafeString

from assembly import audit, merge_fields
from assembly.errors import BadInput
from assembly.models import Assembly
from assembly.permissions import Actor

from ..letters import fields, languages
from ..letters.fields import Field
from ..models import CallScript, Offer

TEXT = Path(__file__).parent / "script.md"
LONGEST = 6_000
OF_THE_ASSEMBLY = (
    "assembly", "question", "area", "people", "gift", "weekends", "first day", "phone", "email",
    "about page",
)  # fmt: skip
FIELDS = {
    "name": Field("name", "The person’s name"),
    "reference": Field("reference", "Their reference"),
    "answer by": Field("answer by", "Their last day to answer"),
    **{name: fields.FIELDS[name] for name in OF_THE_ASSEMBLY},
}


@cache
def brought() -> str:
    """Return the script that comes with the product."""
    return TEXT.read_text(encoding="utf-8").strip()


def current(assembly: Assembly) -> CallScript:
    """Return the latest version, or the one that comes with the product as version 0."""
    saved = CallScript.objects.filter(assembly=assembly).order_by("-version").first()
    return saved or CallScript(assembly=assembly, version=0, text=brought())


def save(assembly: Assembly, text: str, *, by: Actor, now: datetime) -> CallScript:
    """Keep a text as the next version of the script."""
    with audit.act("calls.write", assembly, by=by, now=now) as record:
        text = text.replace("\r\n", "\n").strip()
        if not text:
            raise BadInput("The script needs a text.")
        if len(text) > LONGEST:
            raise BadInput(f"The script has at most {LONGEST:,} characters.")
        if unknown := [name for name in merge_fields.used(text) if name not in FIELDS]:
            raise BadInput(f"“(({unknown[0]}))” is not a field that a script can have.")
        Assembly.objects.select_for_update().get(pk=assembly.pk)
        made = CallScript.objects.create(
            assembly=assembly,
            version=current(assembly).version + 1,
            text=text,
            saved_at=now,
            saved_by=by.label,
        )
        record.about(made, version=made.version)
    return made


def read_out(script: CallScript, offer: Offer, weekends: int) -> SafeString:
    """Return the script as safe HTML for one person. `weekends`: how many, 0 for not planned."""
    person = offer.registration
    last = timezone.localtime(offer.deadline) - timedelta(seconds=1)
    known = {
        **fields.values(offer.assembly, weekends, languages.ENGLISH),
        "name": person.name or "",
        "reference": person.reference,
        "answer by": languages.day(last.date(), languages.ENGLISH),
    }
    return fields.render(script.text, known, languages.ENGLISH, FIELDS)
