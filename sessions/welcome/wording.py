"""What the welcome pack says: staff write it, with fields from a closed list."""

from datetime import datetime
from functools import cache
from pathlib import Path

from assembly import audit, merge_fields
from assembly.errors import BadInput
from assembly.models import Assembly
from assembly.permissions import Actor
from recruitment.letters import fields
from recruitment.letters.fields import Field

from ..models import WelcomeText

TEXT = Path(__file__).parent / "text.md"
LONGEST = 20_000
OF_THE_ASSEMBLY = (
    "assembly", "question", "area", "people", "gift", "first day", "phone", "email", "council",
    "organiser", "recruiter", "about page", "privacy page",
)  # fmt: skip
BLOCKS = {
    "sessions": Field("sessions", "The table of all sessions", is_block=True),
    "way": Field("way", "The places, and the way there", is_block=True),
}
FIELDS = {
    "name": Field("name", "The member’s name"),
    "badge": Field("badge", "The number on their badge"),
    "half day": Field("half day", "The gift for a half-day", left_to_right=True),
    "member page": Field("member page", "The members’ own pages", left_to_right=True),
    **{name: fields.FIELDS[name] for name in OF_THE_ASSEMBLY},
    **BLOCKS,
}


@cache
def brought() -> str:
    """Return the text that comes with the product."""
    return TEXT.read_text(encoding="utf-8").strip()


def current(assembly: Assembly) -> WelcomeText:
    """Return the latest version, or the text that comes with the product as version 0."""
    saved = WelcomeText.objects.filter(assembly=assembly).order_by("-version").first()
    return saved or WelcomeText(assembly=assembly, version=0, text=brought())


def block_of(line: str) -> str:
    """Return the block that a line asks for and nothing else, or an empty text."""
    found = merge_fields.FIELD.fullmatch(line.strip())
    name = merge_fields.name_of(found[1]) if found else ""
    return name if name in BLOCKS else ""


def save(assembly: Assembly, text: str, *, by: Actor, now: datetime) -> WelcomeText:
    """Keep a text as the next version of the welcome pack."""
    with audit.act("welcome.write", assembly, by=by, now=now) as record:
        text = text.replace("\r\n", "\n").strip()
        _check(text)
        Assembly.objects.select_for_update().get(pk=assembly.pk)
        made = WelcomeText.objects.create(
            assembly=assembly,
            version=current(assembly).version + 1,
            text=text,
            saved_at=now,
            saved_by=by.label,
        )
        record.about(made, version=made.version)
    return made


def _check(text: str) -> None:
    if not text:
        raise BadInput("The welcome pack needs a text.")
    if len(text) > LONGEST:
        raise BadInput(f"The welcome pack has at most {LONGEST:,} characters.")
    if unknown := [name for name in merge_fields.used(text) if name not in FIELDS]:
        raise BadInput(f"“(({unknown[0]}))” is not a field that the welcome pack can have.")
    lines = [line for line in text.split("\n") if not block_of(line)]
    if within := [name for name in merge_fields.used("\n".join(lines)) if name in BLOCKS]:
        raise BadInput(f"“(({within[0]}))” must stand on a line of its own.")
