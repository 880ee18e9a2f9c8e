"""What `((name))` in a message's text stands for: read from what its act knows, as text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import money
from ..templatetags.assembly import apart, day, deadline, moment

Context = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """One field: what it `says` in the list for staff, how it is read, an invented example.

    What is `secret` opens something: it may not stand in a subject, which mail programs show.
    A field without an example is read from the assembly itself.
    """

    name: str
    says: str
    read: Callable[[Context], str]
    example: str = ""
    secret: bool = False

    @property
    def key(self) -> str:
        """Return the name as Django's templates write it."""
        return self.name.replace(" ", "_")


def site(path: str) -> str:
    """Return a page's whole address, always on the configured host."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def _page(url_name: str) -> Callable[[Context], str]:
    return lambda known: site(reverse(url_name, args=[known["assembly"].slug]))


def person(known: Context) -> Any:
    """Return whom a message is about: their registration or their request."""
    return known.get("registration") or known.get("person") or known.get("asked")


def _minor_waits(known: Context) -> str:
    if known["registration"].status != "consent":
        return ""
    return _("We wait for your parent or carer. You are in the lottery once they have said yes.")


ASSEMBLY = Field("assembly", "The assembly’s name", lambda known: known["assembly"].name)
AREA = Field("area", "The area it is for", lambda known: known["assembly"].area_name)
SEATS = Field("people", "How many members there will be", lambda k: str(k["assembly"].seats))
GIFT = Field("gift", "The gift for a day", lambda known: money.pounds(known["assembly"].gift_pence))
PHONE = Field(
    "phone", "The phone number to call", lambda known: apart(known["assembly"].contact_phone)
)
EMAIL = Field("email", "The e-mail address to write to", lambda k: k["assembly"].contact_email)
CLOSES = Field(
    "deadline", "The last day to register", lambda k: deadline(k["assembly"].registration_closes)
)
FIRST_DAY = Field("first day", "The first day", lambda known: day(known["assembly"].first_day))
EVERYWHERE = (ASSEMBLY, AREA, SEATS, GIFT, PHONE, EMAIL, CLOSES, FIRST_DAY)

NAME = Field("name", "The person’s name", lambda known: person(known).name, "Sam Fairweather")
REFERENCE = Field(
    "reference", "Their reference", lambda known: apart(person(known).reference), "EXAMPL"
)
LINK = Field(
    "link",
    "Their own link",
    lambda known: known["link"],
    "https://assembly.example/your-own-link",
    secret=True,
)
CONSENT_NOTICE = Field(
    "consent notice",
    "A sentence for those who wait for a parent or carer; empty for all others",
    _minor_waits,
    "We wait for your parent or carer. You are in the lottery once they have said yes.",
)
CARER = Field(
    "carer", "The parent’s or carer’s name", lambda k: k["guardian"]["name"], "Robin Fairweather"
)
CODE = Field("code", "The new code", lambda known: known["code"], "ABCD-EFGH-JKMN-P", secret=True)
REGISTER_PAGE = Field("register page", "Where to register", _page("public.register.code"))
REASON = Field(
    "reason",
    "Why there is no code",
    lambda known: known["asked"].reason,
    "No letter was sent to that address.",
)
ANSWER_BY = Field(
    "answer by",
    "The last day to answer the offer",
    lambda known: deadline(known["offer"].deadline),
    "31 January 2030",
)
MEMBER_PAGE = Field("member page", "The member’s own pages", _page("member.home"))
STAFF_NAME = Field("name", "The person’s name", lambda known: known["user"].name, "Sam Fairweather")
ROLE = Field(
    "role", "The role", lambda known: known["role"].get_kind_display().lower(), "facilitator"
)
SIGN_IN_PAGE = Field(
    "sign in page", "Where to sign in", lambda _known: site(reverse("account_request_login_code"))
)
RESPONDER = Field(
    "name", "The person’s name", lambda known: known["role"].user.name, "Sam Fairweather"
)
BODY = Field(
    "body", "The body that is asked", lambda k: str(k["role"].organisation), "Example Council"
)
FINGERPRINT = Field(
    "fingerprint", "The fingerprint", lambda known: known["pool"].manifest_sha256, "0123abcd" * 8
)
BEFORE = Field("before", "What comes after it", lambda k: k["before"], "any ball is drawn")
DRAW_PAGE = Field(
    "draw page",
    "The draw’s public page",
    lambda k: site(reverse("public.draw", args=[k["assembly"].slug, k["pool"].number])),
    "https://assembly.example/the-draw",
)
PRINTED = Field(
    "printed",
    "How many letters are printed, of all",
    lambda k: f"{k['progress'].printed:,} of {k['progress'].total:,}",
    "1,500 of 10,000",
)
SINCE = Field(
    "since",
    "Since when none was printed",
    lambda k: moment(k["alarm"].since),
    "9am on 1 May 2030",
)
LETTERS_PAGE = Field("letters page", "Where the letters are", _page("staff.letters"))
REPORT_PAGE = Field("report page", "The report", _page("public.report"))
ANSWERS_PAGE = Field("answers page", "Where to write the answers", _page("staff.responses"))
RECOMMENDATIONS = Field(
    "recommendations",
    "How many recommendations there are",
    lambda known: str(len(known["report"].content["recommendations"])),
    "10",
)
DUE = Field(
    "due day", "The last day to answer", lambda k: day(k["promise"].due_on), "31 October 2030"
)
