"""The wake-up of this app's work. What there is to do stands in the database."""

from celery import shared_task

from assembly import clock

from . import alternates, letters, lotteries, offers, registrations, retention, runs


@shared_task(ignore_result=True)
def print_letters() -> None:
    """Print one batch of letters, if one waits."""
    letters.print_next(clock.now())


@shared_task(ignore_result=True)
def solve_lottery(pk: int) -> None:
    """Work out the chances of one run, unless another worker is at it."""
    if run := runs.claim(pk, clock.now()):
        lotteries.solve(run, now=clock.now(), tick=clock.now)


@shared_task(ignore_result=True)
def choose_alternates(pk: int) -> None:
    """Choose the alternates of one panel, unless another worker is at it."""
    alternates.choose(pk, clock.now())


@shared_task(ignore_result=True)
def watch() -> None:
    """Raise an alarm for letters that nobody prints. A task of its own: a sweep may fail."""
    letters.watch(clock.now())


@shared_task(ignore_result=True)
def forget() -> None:
    """Erase what is held of people whose time is over."""
    retention.forget_not_picked(clock.now())
    retention.forget_addresses(clock.now())


@shared_task(ignore_result=True)
def sweep() -> None:
    """Find what stalled and what waits. Run by beat: a lost wake-up costs seconds."""
    letters.sweep(clock.now())
    runs.sweep(clock.now())
    alternates.sweep()
    registrations.send_links(clock.now())
    registrations.complete_due(clock.now())
    registrations.forget_unfinished(clock.now())
    registrations.forget_farewells()
    offers.remind_due(clock.now())
