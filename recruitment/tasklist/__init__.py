"""What there is to do in recruitment, in order, for the staff's overview."""

from datetime import datetime

from assembly.models import Assembly
from assembly.tasklist import Task

from . import invitations, lottery


def tasks(assembly: Assembly, now: datetime) -> list[Task]:
    """Return this app's tasks in the order of the work."""
    return [*invitations.tasks(assembly, now), *lottery.tasks(assembly, now)]
