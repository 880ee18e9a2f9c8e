"""What staff see first: the things to do, in order, each with its state and its page."""

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """How far a task is; the value is what the page says."""

    DONE = "Done"
    NEXT = "Do this next"
    UNDER_WAY = "Under way"
    LATER = "Cannot start yet"
    LATE = "Late"


@dataclass(frozen=True)
class Task:
    """One thing to do: `stage` groups it, `who` does it, `detail` tells where it stands."""

    stage: str
    title: str
    url: str
    state: State
    who: str
    detail: str = ""


def order(tasks: list[Task]) -> list[Task]:
    """Return the tasks as given, with only the first that can start marked as next."""
    result, found = [], False
    for task in tasks:
        if task.state is State.NEXT and found:
            task = Task(task.stage, task.title, task.url, State.LATER, task.who, task.detail)
        found = found or task.state in (State.NEXT, State.LATE)
        result.append(task)
    return result
