"""What pages show of registrations."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly import stages
from assembly.charts import Bar
from assembly.models import Assembly, AuditEntry, Role, User
from assembly.templatetags.assembly import day

from .. import categories as naming
from .. import lists, totals
from ..models import Category, Commitment, Invitation, Registration, Value
from ..registrations.answers import NEEDS
from ..totals import Tally

Status = Registration.Status
SECRET = ("draft", "name", "email", "phone", "date_of_birth", "answers", "needs")

SENTENCES = {
    "registrations.begin": gettext_lazy("started the registration"),
    "registrations.accept_late": gettext_lazy("entered the registration after the close"),
    "registrations.register": gettext_lazy("sent the registration in"),
    "registrations.correct": gettext_lazy("changed the details"),
    "registrations.correct_for": gettext_lazy("changed the details, as asked"),
    "registrations.withdraw": gettext_lazy("withdrew the registration"),
    "registrations.withdraw_for": gettext_lazy("withdrew the registration, as asked"),
    "registrations.erase": gettext_lazy("had the data erased"),
    "registrations.erase_for": gettext_lazy("erased the data, as asked"),
    "registrations.open_one": gettext_lazy("opened the registration and read it"),
    "registrations.consent": gettext_lazy("agreed that the person takes part"),
    "registrations.consent_for": gettext_lazy("recorded that a parent or carer agrees"),
    "offers.answer": gettext_lazy("recorded the answer to the offer of a seat"),
    "offers.view": gettext_lazy("opened the phone number to call about a seat"),
    "offers.renew": gettext_lazy("offered the seat again"),
    "members.withdraw": gettext_lazy("recorded that you gave up your seat"),
    "members.rejoin": gettext_lazy("gave you your seat back"),
    "calls.take": gettext_lazy("took it on to call about a seat"),
    "calls.note": gettext_lazy("noted what came of a call about a seat"),
    "calls.print": gettext_lazy("opened the phone number on a list to print"),
    "commitments.add": gettext_lazy("added something that you need"),
    "commitments.ask": gettext_lazy("asked for something that you need"),
    "commitments.edit": gettext_lazy("changed the note of what you need"),
    "commitments.settle": gettext_lazy("recorded how far something you need is"),
    "commitments.doubt": gettext_lazy("said that something you need is not met"),
    "commitments.open_one": gettext_lazy("opened what you need and read it"),
    "photos.say": gettext_lazy("said if there may be pictures of you"),
    "photos.say_for": gettext_lazy("recorded what you said about pictures of you"),
    "members.give_up": gettext_lazy("gave up your seat"),
    "calendar.renew": gettext_lazy("made a new calendar address"),
    "members.read_news": gettext_lazy("marked what is new as read"),
    "welcome.open_one": gettext_lazy("opened your welcome pack, with your name in it"),
}
LISTS = {
    lists.MEMBERS: gettext_lazy("opened the list of members, with your name in it"),
    lists.TABLES: gettext_lazy("opened the table plan, with your name in it"),
    lists.NEEDS: gettext_lazy("opened the list of members to note a need, with your name in it"),
    lists.PICTURES: gettext_lazy("opened the list of who is not in pictures, with your name in it"),
    lists.ATTENDANCE: gettext_lazy("opened the list of who is there, with your name in it"),
    lists.ONE: gettext_lazy("opened a page with your name"),
}

STAFF = gettext_lazy("A member of staff")
ROLES = {
    Role.Kind.ORGANISER.value: gettext_lazy("An organiser"),
    Role.Kind.RECRUITER.value: gettext_lazy("A recruiter"),
    Role.Kind.CALLER.value: gettext_lazy("A caller"),
    Role.Kind.FACILITATOR.value: gettext_lazy("A facilitator"),
    Role.Kind.DATA_PROTECTION.value: gettext_lazy("A data protection officer"),
    Role.Kind.ADMINISTRATOR.value: gettext_lazy("An administrator"),
}


@dataclass(frozen=True)
class Look:
    """Who did something with a person's registration, in words, and when."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True)
class Held:
    """One thing that is held about a person, as they see it."""

    label: str
    text: str


@dataclass(frozen=True)
class Compared:
    """How one value stands among those registered, next to its target."""

    value: Value
    registered: int
    share: float | None
    low: float | None
    high: float | None

    @property
    def below(self) -> bool:
        return self.share is not None and self.low is not None and self.share < self.low


def door(assembly: Assembly, now: datetime) -> str:
    """Tell whether registration is `open`, `closed` or opens `soon`."""
    if assembly.is_open(now):
        return "open"
    early = assembly.stage == stages.SETUP.key or now < assembly.registration_opens
    return "soon" if early else "closed"


def state(assembly: Assembly, now: datetime) -> str:
    """Tell staff how registration stands: `test` until it opens, then `open`, then `closed`."""
    return {"soon": "test"}.get(door(assembly, now), door(assembly, now))


def places_left(invitation: Invitation, assembly: Assembly) -> int:
    taken = invitation.registrations.exclude(place=None).count()
    return max(0, assembly.registrations_per_letter - taken)


def registered(assembly: Assembly) -> QuerySet[Registration]:
    """Return those who have registered and not withdrawn, also those since erased."""
    return Registration.objects.filter(assembly=assembly).registered()


def listed(assembly: Assembly) -> QuerySet[Registration]:
    """Return everyone who sent a registration in, newest first, without what is encrypted."""
    sent_in = Registration.objects.filter(assembly=assembly).sent_in()
    return (
        sent_in.select_related("invitation__address")
        .defer(*SECRET)
        .order_by("-registered_at", "reference")
    )


def by_status(assembly: Assembly) -> dict[str, int]:
    """Return how many are at each status; those erased since count as what they were."""
    rows = Registration.objects.filter(assembly=assembly).values_list("status")
    found = dict(rows.annotate(Count("pk")).order_by())
    found[Status.REGISTERED] = found.get(Status.REGISTERED, 0) + found.pop(Status.FORGOTTEN, 0)
    return {status: found.get(status, 0) for status in Status.values}


def by_channel(assembly: Assembly) -> list[tuple[str, int]]:
    found = dict(registered(assembly).values_list("channel").annotate(Count("pk")).order_by())
    return [(str(label), found.get(key, 0)) for key, label in Registration.Channel.choices]


def by_day(assembly: Assembly, now: datetime) -> list[Bar]:
    """Return a bar a day from the opening until now or the close, empty days included."""
    day = TruncDate("registered_at")
    found: dict[date, int] = dict(
        registered(assembly).annotate(day=day).values_list("day").annotate(Count("pk")).order_by()
    )
    first = timezone.localdate(assembly.registration_opens)
    last = timezone.localdate(min(now, assembly.registration_closes - timedelta(seconds=1)))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [Bar(f"{one:%a} {one.day} {one:%b}", (found.get(one, 0),)) for one in days]


def against_targets(assembly: Assembly) -> list[tuple[Category, list[Compared]]]:
    """Compare, for each category, the shares among those registered with the shares aimed at."""
    living = registered(assembly).filter(status=Status.REGISTERED)
    people = Tally.of(answers or {} for answers in _answers(living))
    people += totals.erased(assembly, totals.Column.REGISTERED)
    result = []
    for category in assembly.categories.order_by("place").prefetch_related("values"):
        values = sorted(category.values.all(), key=lambda value: value.place)
        counts = [people.pairs[category.key, value.key] for value in values]
        rows = zip(values, counts, strict=True)
        result.append((category, [_compare(v, n, people.people, assembly) for v, n in rows]))
    return result


def _answers(people: QuerySet[Registration]) -> Iterable[dict[str, str] | None]:
    return (person.answers for person in people.only("id", "answers").iterator())


def _compare(value: Value, count: int, people: int, assembly: Assembly) -> Compared:
    def share_of_seats(seats: int | None) -> float | None:
        return None if seats is None else 100 * seats / assembly.seats

    return Compared(
        value=value,
        registered=count,
        share=100 * count / people if people else None,
        low=share_of_seats(value.low),
        high=share_of_seats(value.high),
    )


def bars(compared: list[Compared]) -> list[Bar]:
    """Return a chart's rows: percent of those registered, with the target as a bracket."""
    return [Bar(one.value.name, (round(one.share or 0, 1),), one.low, one.high) for one in compared]


def held(registration: Registration) -> list[Held]:
    """Return everything that is held about a person, in their words and ours."""
    answers = registration.answers or {}
    categories = registration.assembly.categories.order_by("place")
    categories = categories.select_related("assembly").prefetch_related("values")
    counted = [
        Held(naming.name(category), naming.value_name(category, value))
        for category in categories
        for value in category.values.all()
        if answers.get(category.key) == value.key
    ]
    needs = [
        Held(str(NEEDS.get(kind, kind)), text or _("Yes"))
        for kind, text in (registration.needs or {}).items()
    ]
    born = date.fromisoformat(registration.date_of_birth) if registration.date_of_birth else None
    given = registration.added or {}
    added = [
        Held(question.text, given[question.key])
        for question in registration.assembly.added_questions.order_by("place")
        if given.get(question.key)
    ]
    guardian = [
        Held(_("Parent or carer"), ", ".join(filter(None, (registration.guardian or {}).values())))
    ]
    return [
        Held(_("Name"), registration.name or ""),
        Held(_("E-mail"), registration.email or _("Not given")),
        Held(_("Phone"), registration.phone or _("Not given")),
        Held(_("Address"), ", ".join(registration.address_shown)),
        Held(_("Date of birth"), day(born)),
        *counted,
        *added,
        *needs,
        *(guardian if registration.guardian else []),
    ]


def looks(registration: Registration) -> list[Look]:
    """Return who did what with this registration, its offer and its seat, newest first.

    A list with the person's name that somebody opened several times a day stands there once.
    """
    entries = AuditEntry.objects.filter(_about(registration), assembly=registration.assembly)
    found = list(entries.order_by("-position"))
    whose = _roles(registration.assembly, [entry.actor for entry in found])
    if member := getattr(registration, "member", None):
        whose[f"user:{member.user_id}"] = _("You")
    times = Counter(_same(entry) for entry in found)
    newest: dict[tuple[object, ...], AuditEntry] = {}
    for entry in found:
        newest.setdefault(_same(entry), entry)
    return [
        Look(entry.at, whose.get(entry.actor) or _who(entry.actor), _what(entry, times[key]))
        for key, entry in newest.items()
    ]


def _about(registration: Registration) -> Q:
    """Return what to look for: entries about the person, and lists with their name."""
    about = Q(object_type=registration._meta.label, object_id=str(registration.pk))
    if offer := getattr(registration, "offer", None):
        about |= Q(object_type=offer._meta.label, object_id=str(offer.pk))
    if member := getattr(registration, "member", None):
        about |= Q(object_type=member._meta.label, object_id=str(member.pk))
        about |= Q(act=lists.ACT, detail__badges__contains=[member.number])
    needs = Commitment.objects.filter(member__registration=registration).values_list(
        "pk", flat=True
    )
    return about | Q(object_type=Commitment._meta.label, object_id__in=[str(pk) for pk in needs])


def _same(entry: AuditEntry) -> tuple[object, ...]:
    """Return what entries have in common that stand on one line: only lists do."""
    if entry.act != lists.ACT:
        return (entry.position,)
    return (entry.actor, entry.detail["list"], timezone.localdate(entry.at))


def _what(entry: AuditEntry, times: int) -> str:
    if entry.act != lists.ACT:
        return str(SENTENCES.get(entry.act, entry.act))
    what = str(LISTS[entry.detail["list"]])
    if times == 1:
        return what
    return _("%(what)s (%(times)s times that day)") % {"what": what, "times": times}


def _who(actor: str) -> str:
    if actor == "system":
        return _("The system")
    return _("Your parent or carer") if actor.startswith("guardian:") else _("You")


def _roles(assembly: Assembly, actors: list[str]) -> dict[str, str]:
    """Return in words what the members of staff among the actors are in this assembly."""
    users = {label: int(label[5:]) for label in actors if label.startswith("user:")}
    held = Role.objects.filter(assembly=assembly, user__in=users.values()).order_by("pk")
    words = {role.user_id: ROLES.get(role.kind, STAFF) for role in held}
    return {label: str(words.get(user, STAFF)) for label, user in users.items()}


def enterer(registration: Registration) -> str:
    """Return the name of the member of staff who filled the registration in, if one did."""
    label = registration.entered_by
    if not label.startswith("user:"):
        return ""
    return str(User.objects.filter(pk=int(label[5:])).values_list("name", flat=True).first() or "")


def late(assembly: Assembly) -> QuerySet[Registration]:
    """Return what was taken after the close: published with its reason, never with a name."""
    return (
        Registration.objects.filter(assembly=assembly)
        .sent_in()
        .exclude(late_reason="")
        .defer(*SECRET)
        .order_by("registered_at")
    )
