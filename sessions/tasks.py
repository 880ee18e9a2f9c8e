"""The wake-up of this app's work. What there is to do stands in the database."""

from celery import shared_task

from assembly import clock

from . import retention


@shared_task(ignore_result=True)
def forget() -> None:
    """Erase members' data whose time is over."""
    retention.forget_members(clock.now())
