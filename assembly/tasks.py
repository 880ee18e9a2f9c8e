from celery import shared_task

from . import clock, outbox


@shared_task(ignore_result=True)
def send_outbox() -> None:
    """Send what is due. Run by beat, so a lost wake-up costs seconds, not messages."""
    outbox.send_due(clock.now())
