"""The welcome pack of one member, as a tagged PDF."""

from dataclasses import dataclass
from datetime import datetime

from assembly import audit, money, pdf
from assembly.models import Assembly
from assembly.permissions import Actor
from recruitment.letters import fields, languages
from recruitment.models import Member

from .. import honoraria
from ..queries.programme import places, released_programme
from .wording import FIELDS, block_of, current

INVENTED = "Alex Example"


@dataclass(frozen=True)
class Part:
    """A stretch of the text as safe HTML, or one of the blocks that stand between."""

    html: str = ""
    block: str = ""


def open_one(member: Member, *, by: Actor, now: datetime) -> bytes:
    """Let staff open a member's welcome pack; the member will see that they did."""
    with audit.act("welcome.open_one", member.assembly, by=by, now=now) as record:
        record.about(member)
    return print_pdf(member, now)


def print_pdf(member: Member, now: datetime) -> bytes:
    """Return a member's welcome pack. The member need not exist: staff look at an invented one."""
    programme = released_programme(member.assembly)
    weekends = programme.weekends if programme else ()
    context = {
        "assembly": member.assembly,
        "member": member,
        "parts": parts(current(member.assembly).text, _values(member)),
        "weekends": weekends,
        "places": places([weekend for weekend in weekends if weekend.venue], now),
    }
    return pdf.render("pdf/welcome.html", context, stylesheet="pdf/welcome.css")


def parts(text: str, known: fields.Values) -> list[Part]:
    """Return the text with its fields filled in, cut where a block stands on a line of its own."""
    found: list[Part] = []
    stretch: list[str] = []
    for line in [*text.split("\n"), ""]:
        block = block_of(line)
        if block:
            found += [_text(stretch, known), Part(block=block)]
            stretch = []
        else:
            stretch.append(line)
    return [part for part in [*found, _text(stretch, known)] if part.html or part.block]


def _text(lines: list[str], known: fields.Values) -> Part:
    return Part(fields.render("\n".join(lines), known, languages.ENGLISH, FIELDS))


def _values(member: Member) -> fields.Values:
    assembly: Assembly = member.assembly
    return {
        **fields.values(assembly, assembly.weekends.count(), languages.ENGLISH),
        "name": member.name,
        "badge": str(member.number),
        "half day": money.pounds(honoraria.earned(1, assembly.gift_pence)),
        "member page": f"{fields.site()}/member/{assembly.slug}",
    }
