"""A problem that makes no sense is refused before anything is solved."""

import pytest

from recruitment.lottery import BadProblem, Person, Problem, Target


@pytest.mark.parametrize(
    ("people", "targets", "seats", "message"),
    [
        ([Person("a", {}), Person("a", {})], [], 1, "The id a stands 2 times"),
        ([Person("a", {})], [], 2, "1 people cannot fill 2 seats"),
        ([Person("a", {})], [], 0, "at least one seat"),
        ([Person("a", {})], [Target("age", "y", 0, 1)], 1, "a has no value for age"),
        ([Person("a", {"age": "y"})], [Target("age", "y", 2, 1)], 1, "at least 2, at most 1"),
        ([Person("a", {"age": "y"})], [Target("age", "y", 0, 1)] * 2, 1, "stands 2 times"),
        ([Person("a", {"age": "y"})], [Target("age", "y", 1, 1, 2)], 1, "flexible range 2–1"),
        ([Person("a", {"age": "y"})], [Target("age", "y", 1, 3, 0, 2)], 1, "flexible range 0–2"),
    ],
)
def test_a_problem_that_makes_no_sense_is_refused(people, targets, seats, message):
    with pytest.raises(BadProblem, match=message):
        Problem(people, targets, seats)
