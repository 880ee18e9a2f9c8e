"""Print the demonstration's addresses: pages, sign-in links by role, a letter's code."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from assembly import stages
from assembly.demo import cast
from assembly.demo.chapters import the_assembly
from assembly.models import Role, User
from assembly.views.demo import token_for
from recruitment import codes
from recruitment.models import Invitation, Member


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration runs by script/demo.")
        site = f"http://localhost:{port}"
        assembly = the_assembly()
        self.stdout.write(f"\n{assembly.name}: {assembly.current_stage.name}\n")
        self._line("Public site", site + assembly.get_absolute_url())
        self._line(
            "Messages sent",
            site + reverse("staff.mail", args=[assembly.slug]) + "?show=sent  (as organiser)",
        )
        if assembly.stage == stages.REGISTER.key:
            self._line(
                "Register with a letter", site + reverse("public.register", args=[assembly.slug])
            )
            self._line("  with this code", codes.pretty(_unused_code()))
        self.stdout.write("\nSign in as")
        first = {_title(person): person for person in reversed(cast.CAST)}
        for title, person in reversed(first.items()):
            self._sign_in(site, f"{title}, {person.name}", person.email)
        member = Member.objects.filter(assembly=assembly).confirmed().held().first()
        if member:
            self._sign_in(site, f"Member, {member.name}", member.user.email)
        self.stdout.write("\nStop with Ctrl+C.")
        self.stdout.flush()

    def _line(self, what: str, where: str) -> None:
        self.stdout.write(f"  {what:<56} {where}")

    def _sign_in(self, site: str, what: str, email: str) -> None:
        token = token_for(User.objects.get(email=email))
        self._line(what, site + reverse("demo.sign_in", args=[token]))


def _title(person: cast.Person) -> str:
    title = " and ".join(Role.Kind(kind).label for kind in person.kinds)
    return f"{title} ({person.body})" if person.body else title


def _unused_code() -> str:
    letter = (
        Invitation.objects.filter(registrations=None).select_related("address").order_by("pk")[0]
    )
    return letter.address.code(letter.issue)
