"""The parts of `test_registration_deaths` that need a database of their own.

`prepare COUNT` makes so many letters, each with a complete draft in a browser of its own, and says
the cookies; `kept` says what the database holds of those who registered.
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.middleware.csrf import _get_new_csrf_string  # noqa: E402

from assembly import clock  # noqa: E402
from assembly.models import OutboxMessage  # noqa: E402
from assembly.permissions import SOMEONE  # noqa: E402
from recruitment import registrations  # noqa: E402
from recruitment.models import Registration  # noqa: E402
from recruitment.views.public import held  # noqa: E402
from tests import make_recruitment as recruit  # noqa: E402


def prepare(count: str) -> None:
    call_command("migrate", verbosity=0)
    now = clock.now()
    assembly = recruit.open_assembly(
        registrations_per_letter=1,
        registration_opens=now - timedelta(days=1),
        registration_closes=now + timedelta(days=14),
        first_day=(now + timedelta(days=45)).date(),
    )
    cookies = []
    for _ in range(int(count)):
        _letter, code = recruit.invitation(assembly)
        draft, token = registrations.begin(assembly, code, by=SOMEONE, now=now)
        draft.draft = recruit.answers()
        draft.save(update_fields=["draft"])
        cookies.append({held.cookie(assembly): token, "csrftoken": _get_new_csrf_string()})
    print(json.dumps({"slug": assembly.slug, "cookies": cookies}), flush=True)


def kept() -> None:
    people = Registration.objects.filter(status="registered")
    answer = {
        "registered": list(people.values_list("reference", flat=True)),
        "letters": people.values("invitation").distinct().count(),
        "messages": OutboxMessage.objects.filter(kind="registered").count(),
    }
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    {"prepare": prepare, "kept": kept}[sys.argv[1]](*sys.argv[2:])
