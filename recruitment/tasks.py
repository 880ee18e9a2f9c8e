from celery import shared_task


@shared_task(ignore_result=True)
def sweep() -> None:
    """Find work that stalled."""
