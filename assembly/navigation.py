"""What stands in each audience's navigation, as data: filtered by the permission table."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, gettext_noop

from . import permissions, stages
from .models import Assembly
from .permissions import Actor


@dataclass(frozen=True)
class Entry:
    """One link: shown to those whose roles allow `act`, from `since` on."""

    name: str
    url_name: str
    act: str
    since: stages.Stage = stages.SETUP


@dataclass(frozen=True)
class Link:
    name: str
    url: str
    current: bool


GROUPS: dict[str, tuple[tuple[str, tuple[Entry, ...]], ...]] = {
    "staff": (
        ("", (Entry("Overview", "staff.overview", "assembly.overview"),)),
        (
            "Recruitment",
            (
                Entry("Addresses", "staff.addresses", "addresses.view"),
                Entry("Letters", "staff.letters", "letters.view"),
                Entry("Registrations", "staff.registrations", "registrations.view"),
                Entry("Response to letters", "staff.watch", "registrations.watch"),
                Entry("Translations", "staff.translations", "translations.view"),
                Entry("Targets", "staff.targets", "targets.view"),
                Entry("Lottery", "staff.lottery", "lottery.view"),
                Entry("Offers and members", "staff.members", "offers.view"),
                Entry("Calls", "staff.calls", "calls.view", stages.DRAW),
                Entry("Representativeness", "staff.representativeness", "board.representativeness"),
            ),
        ),
        (
            "The weekends",
            (
                Entry("Programme", "staff.programme", "programme.view"),
                Entry("Welcome pack", "staff.welcome", "welcome.write"),
                Entry("Needs", "staff.needs", "commitments.counts", stages.DRAW),
                Entry("Kitchen", "staff.kitchen", "kitchen.view", stages.DRAW),
                Entry("Photographs", "staff.photos", "photos.view", stages.DRAW),
                Entry("Tables", "staff.tables", "tables.view"),
                Entry("Attendance", "staff.attendance", "attendance.view"),
                Entry("Evidence", "staff.evidence", "evidence.view"),
                Entry("Honoraria", "staff.honoraria", "honoraria.view"),
            ),
        ),
        (
            "Decisions",
            (
                Entry("Recommendations", "staff.recommendations", "recommendations.view"),
                Entry("Ballot", "staff.ballot", "ballots.view"),
                Entry("Report", "staff.report", "report.view"),
                Entry("Answers", "staff.responses", "responses.view"),
            ),
        ),
        (
            "On record",
            (
                Entry("People and roles", "staff.people", "roles.view"),
                Entry("Outbox", "staff.mail", "outbox.view"),
                Entry("What mails say", "staff.mail_texts", "mail.write"),
                Entry("Audit trail", "staff.audit", "audit.view"),
            ),
        ),
    ),
    "member": (
        (
            "",
            (
                Entry("Home", "member.home", "member.home"),
                Entry("Programme", "member.programme", "programme.read"),
                Entry("Getting there", "member.travel", "programme.read"),
                Entry("Evidence", "member.evidence", "evidence.read"),
                Entry("Recommendations", "member.recommendations", "recommendations.read"),
                Entry("Vote", "member.ballot", "member.home", stages.MEET),
                Entry("What you need", "member.needs", "commitments.own"),
                Entry("Photographs", "member.photos", "photos.say"),
                Entry("Your payments", "member.honoraria", "honoraria.own"),
            ),
        ),
    ),
    "board": (
        (
            "",
            (
                Entry("Home", "board.home", "board.home"),
                Entry("Representativeness", "board.representativeness", "board.representativeness"),
                Entry("Lottery", "board.lottery", "lottery.view"),
                Entry("Evidence", "board.evidence", "evidence.board"),
            ),
        ),
    ),
    "public": (
        (
            "",
            (
                Entry(gettext_noop("The assembly"), "public.assembly", "public.view"),
                Entry(gettext_noop("Register"), "public.register", "public.view"),
                Entry(gettext_noop("How people are chosen"), "public.chosen", "public.view"),
                Entry(gettext_noop("Sessions"), "public.programme", "public.view"),
                Entry(gettext_noop("Evidence"), "public.evidence", "public.view"),
                Entry(
                    gettext_noop("Recommendations"),
                    "public.recommendations",
                    "public.view",
                    stages.REPORT,
                ),
                Entry(gettext_noop("Report"), "public.report", "public.view", stages.REPORT),
                Entry(gettext_noop("Progress"), "public.progress", "public.view", stages.REVIEW),
            ),
        ),
    ),
}


def audience_of(request: HttpRequest) -> str:
    """Return the audience a path belongs to: its first part, or the public."""
    first = request.path.strip("/").split("/")[0]
    return first if first in GROUPS else "public"


def groups(
    request: HttpRequest, assembly: Assembly | None, actor: Actor
) -> list[tuple[str, list[Link]]]:
    """Return the navigation of this page's audience for this reader, in titled groups."""
    if assembly is None:
        return []
    found = []
    for title, entries in GROUPS[audience_of(request)]:
        links = [
            Link(gettext(entry.name), url, _is_current(url, request.path, entry))
            for entry in entries
            if permissions.TABLE[entry.act].roles & actor.roles
            and assembly.has_reached(entry.since)
            and not (entry.url_name == "public.register" and assembly.stage != stages.REGISTER.key)
            and (url := _url(entry.url_name, assembly))
        ]
        if links:
            found.append((title, links))
    return found


def _url(name: str, assembly: Assembly) -> str:
    try:
        return reverse(name, args=[assembly.slug])
    except NoReverseMatch:
        return ""


def _is_current(url: str, path: str, entry: Entry) -> bool:
    is_home = entry.url_name in ("staff.overview", "member.home", "board.home", "public.assembly")
    return path == url if is_home else path.startswith(url)
