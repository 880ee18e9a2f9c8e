from celery import shared_task
from django.core.management import call_command

from . import clock, closing, outbox
from .outbox import forgetting, limits


@shared_task(ignore_result=True)
def send_outbox() -> None:
    """Send what is due. Run by beat, so a lost wake-up costs seconds, not messages."""
    outbox.send_due(clock.now(), tick=clock.now)


@shared_task(ignore_result=True)
def clear_sessions() -> None:
    """Delete sessions that have run out: which personal link a browser opened stands in them."""
    call_command("clearsessions")


@shared_task(ignore_result=True)
def close_accounts() -> None:
    """Empty the accounts of people who have had no role for a year."""
    closing.close_old(clock.now())


@shared_task(ignore_result=True)
def tidy_mail() -> None:
    """Forget what no longer counts towards the limit of an address, and what was said long ago."""
    limits.forget(clock.now())
    forgetting.forget_old(clock.now())
    forgetting.forget_dead(clock.now())
