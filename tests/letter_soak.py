"""The parts of the soak test that need a database of their own: `python -m tests.letter_soak PART`.

`prepare LETTERS BATCH` starts a run; `beat` sweeps five times a second and says how far it is, as
beat and the page do; `check` reads every file back and prints the run again undisturbed.
"""

import json
import sys
import time
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import DatabaseError, connection  # noqa: E402

from assembly import clock  # noqa: E402
from recruitment import letters  # noqa: E402
from recruitment.models import LetterRun  # noqa: E402
from tests import make, make_letters  # noqa: E402
from tests.letter_proof import faults  # noqa: E402


def prepare(count: str, batch: str) -> None:
    call_command("migrate", verbosity=0)
    now = clock.now()
    assembly = make.assembly(
        registration_opens=now,
        registration_closes=now + timedelta(days=60),
        first_day=(now + timedelta(days=90)).date(),
    )
    make.commissioned(assembly)
    draw = make_letters.addressed(assembly, int(count))
    by = make.actor_with(assembly, "organiser")
    letters.start(assembly, draw, by=by, now=now, batch_size=int(batch))
    print(json.dumps("ready"), flush=True)


def beat() -> None:
    """Sweep until all is printed; a database that is away is asked again."""
    while True:
        try:
            letters.sweep(clock.now())
            run = LetterRun.objects.get()
            made = letters.progress(run)
            state = {
                "printed": made.printed,
                "failed": made.failed,
                "complete": run.printed_at is not None,
                "printing": run.batches.filter(
                    status="printing", claimed_at__gt=clock.now() - timedelta(seconds=1)
                ).count(),
            }
            print(json.dumps(state), flush=True)
            if state["complete"]:
                return
        except DatabaseError:
            connection.close()
        time.sleep(0.2)


def check() -> None:
    run = LetterRun.objects.get()
    as_printed, found = make_letters.fingerprints(run), faults(run)
    attempts = sum(run.batches.values_list("attempts", flat=True))
    same = make_letters.undisturbed(run, clock.now() + timedelta(days=1)) == as_printed
    answer = {"faults": found, "same": same, "letters": run.letters, "attempts": attempts}
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    {"prepare": prepare, "beat": beat, "check": check}[sys.argv[1]](*sys.argv[2:])
