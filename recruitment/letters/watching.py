"""The dead-man's alarm of printing: letters are to be printed, and for ten minutes none was.

Only a printed batch counts as progress. A worker that takes a batch and dies, again and again,
looks busy and gets nowhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from assembly import audit, outbox, permissions
from assembly.models import Assembly, Role, User
from assembly.permissions import SYSTEM

from ..models import LetterAlarm, LetterBatch, LetterRun
from .progress import Progress, progress

SILENCE = timedelta(minutes=10)
ALARM = "letters_alarm"
Status = LetterBatch.Status


@dataclass(frozen=True)
class Stalled:
    """A run that gets nowhere: since when, how far it is, what the last attempt met with."""

    run: LetterRun
    since: datetime
    progress: Progress
    problem: str


def stalled(now: datetime, assembly: Assembly | None = None) -> list[Stalled]:
    """Return the runs, of one assembly or of all, that are not printed and get nowhere.

    A run that nobody has begun because another is being printed waits its turn: that is no alarm.
    """
    unfinished = LetterRun.objects.filter(
        printed_at=None, assembly__stage__in=permissions.TABLE["letters.print"].stages
    )
    if assembly:
        unfinished = unfinished.filter(assembly=assembly)
    found = unfinished.annotate(last=Max("batches__printed_at")).select_related("assembly", "draw")
    silent = [run for run in found if _since(run) < now - SILENCE]
    another = bool(silent) and LetterBatch.objects.filter(printed_at__gte=now - SILENCE).exists()
    return [_stalled(run) for run in silent if not (another and _is_untouched(run))]


def _since(run: LetterRun) -> datetime:
    return max(run.started_at, run.last or run.started_at)  # type: ignore[attr-defined]


def _is_untouched(run: LetterRun) -> bool:
    return not run.batches.exclude(status=Status.PRINTED).filter(attempts__gt=0).exists()


def _stalled(run: LetterRun) -> Stalled:
    problems = run.batches.exclude(problem="").order_by("number").values_list("problem", flat=True)
    return Stalled(run, _since(run), progress(run), problems.first() or "")


def watch(now: datetime) -> int:
    """Raise an alarm for each run that gets nowhere, once; end those of runs that go on.

    Return how many were raised. Whoever may see to the letters is written to.
    """
    silent = stalled(now)
    _end(silent, now)
    return sum(_raise(one, now) for one in silent)


def _end(silent: Iterable[Stalled], now: datetime) -> None:
    standing = LetterAlarm.objects.filter(ended_at=None)
    standing.exclude(run__in=[one.run for one in silent]).update(ended_at=now)


def _raise(one: Stalled, now: datetime) -> bool:
    with transaction.atomic():
        LetterRun.objects.select_for_update(of=("self",)).get(pk=one.run.pk)
        if LetterAlarm.objects.filter(run=one.run, ended_at=None).exists():
            return False
        alarm = LetterAlarm.objects.create(run=one.run, since=one.since, raised_at=now)
        people = _who_sees_to_letters(one.run.assembly)
        for user in people:
            _tell(user, alarm, one, now)
        audit.write(
            "letters.alarm", one.run.assembly, by=SYSTEM, now=now, subject=one.run,
            detail={"printed": one.progress.printed, "of": one.progress.total,
                    "told": len(people)},
        )  # fmt: skip
    return True


def _who_sees_to_letters(assembly: Assembly) -> list[User]:
    kinds = permissions.TABLE["letters.retry"].roles
    held = Role.objects.filter(assembly=assembly, kind__in=kinds, user__is_active=True)
    return list(User.objects.filter(pk__in=held.values("user")).order_by("pk"))


def _tell(user: User, alarm: LetterAlarm, one: Stalled, now: datetime) -> None:
    outbox.put(
        key=f"{ALARM}:{alarm.pk}:{user.pk}",
        kind=ALARM,
        to=user.email,
        context={"user": user, "alarm": alarm, "progress": one.progress},
        assembly=one.run.assembly,
        now=now,
    )
