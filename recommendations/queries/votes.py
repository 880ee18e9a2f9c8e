"""Ballots and their results. Before closing nothing here tells more than the turn-out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, gettext_noop, ngettext

from assembly.charts import Slice, percent
from assembly.models import Assembly
from recruitment.codes import pretty
from recruitment.models import Member

from .. import tally
from ..models import Ballot, BallotPaper

ABSTAIN_SERIES = 5
OUTCOMES = {
    "supported": (gettext_noop("Supported"), "green"),
    "not_supported": (gettext_noop("Not supported"), "red"),
    "no_quorum": (gettext_noop("Too few voted"), "grey"),
}
IN_FAVOUR = {
    "opinions": gettext_noop(
        "%(in_favour)s of %(base)s members who gave an opinion were in favour (%(share)s)."
    ),
    "papers": gettext_noop(
        "%(in_favour)s of %(base)s members who voted were in favour (%(share)s)."
    ),
    "entitled": gettext_noop("%(in_favour)s of %(base)s members were in favour (%(share)s)."),
}
MORE_THAN = {
    "opinions": gettext_noop(
        "A recommendation is supported when more than %(share)s of members who gave an opinion"
        " are in favour."
    ),
    "papers": gettext_noop(
        "A recommendation is supported when more than %(share)s of members who voted are in favour."
    ),
    "entitled": gettext_noop(
        "A recommendation is supported when more than %(share)s of members are in favour."
    ),
}
AT_LEAST = {
    "opinions": gettext_noop(
        "A recommendation is supported when at least %(share)s of members who gave an opinion"
        " are in favour."
    ),
    "papers": gettext_noop(
        "A recommendation is supported when at least %(share)s of members who voted are in favour."
    ),
    "entitled": gettext_noop(
        "A recommendation is supported when at least %(share)s of members are in favour."
    ),
}


@dataclass(frozen=True)
class Vote:
    """One question's result, ready to be shown: a bar, a sentence, a tag."""

    question: Mapping[str, Any]
    rules: Mapping[str, Any]

    @property
    def slices(self) -> list[Slice]:
        counts = self.question["counts"]
        return [
            Slice(gettext(choice["label"]), counts[choice["key"]], series)
            for series, choice in numbered(self.rules["scale"])
        ]

    @property
    def title(self) -> str:
        """The chart in words."""
        return ", ".join(f"{part.label}: {part.value:.0f}" for part in self.slices)

    @property
    def sentence(self) -> str:
        one = self.question
        in_favour = gettext(IN_FAVOUR[self.rules["denominator"]]) % {
            "in_favour": one["in_favour"],
            "base": one["base"],
            "share": self.share,
        }
        return f"{in_favour} {gettext('It needed %(needed)s.') % {'needed': one['needed']}}"

    @property
    def share(self) -> str:
        return percent(self.question["in_favour"], self.question["base"])

    @property
    def label(self) -> str:
        return gettext(OUTCOMES[self.question["outcome"]][0])

    @property
    def colour(self) -> str:
        return OUTCOMES[self.question["outcome"]][1]


def numbered(scale: Sequence[Mapping[str, str]]) -> list[tuple[int, Mapping[str, str]]]:
    """Return the choices with the number of their colour; abstaining has its own."""
    return [
        (ABSTAIN_SERIES if choice["side"] == "abstain" else place, choice)
        for place, choice in enumerate(scale, start=1)
    ]


def rules_in_words(rules: Mapping[str, Any]) -> list[str]:
    """Return what was fixed before opening, as sentences to print beside the result."""
    top, bottom = rules["threshold"]
    reach = MORE_THAN if rules["more_than"] else AT_LEAST
    voted = ngettext("%(n)s member voted.", "%(n)s members voted.", rules["papers"])
    return [
        gettext(reach[rules["denominator"]]) % {"share": _share(top, bottom)},
        gettext("At least %(quorum)s of the %(entitled)s members had to vote.") % rules,
        voted % {"n": rules["papers"]},
    ]


def _share(top: int, bottom: int) -> str:
    return f"{100 * top // bottom}%" if 100 * top % bottom == 0 else f"{top}/{bottom}"


def latest_ballot(assembly: Assembly) -> Ballot | None:
    return assembly.ballots.order_by("-opens_at", "-pk").first()


def latest_closed(assembly: Assembly) -> Ballot | None:
    return assembly.ballots.filter(closed_at__isnull=False).order_by("-closed_at").first()


def open_ballot_for(member: Member, now: datetime) -> Ballot | None:
    """Return the ballot this member can still vote in, if there is one."""
    ballot = latest_ballot(member.assembly)
    if ballot is None or not ballot.is_open(now) or has_voted(ballot, member):
        return None
    return ballot


def has_voted(ballot: Ballot, member: Member) -> bool:
    return ballot.roll.filter(member=member).exists()


def results(ballot: Ballot) -> list[Vote]:
    """Return the results of a closed ballot; an open one has none."""
    if ballot.result is None:
        return []
    return [Vote(question, ballot.result) for question in ballot.result["questions"]]


def papers(ballot: Ballot) -> list[BallotPaper]:
    """Return the published papers by receipt code; none before closing."""
    return list(ballot.papers.order_by("receipt")) if ballot.closed_at else []


def table(ballot: Ballot) -> list[tuple[str, list[str]]]:
    """Return each published paper: its receipt, and its answers in words, in order."""
    labels = {choice["key"]: choice["label"] for choice in ballot.scale}
    numbers = [question["number"] for question in (ballot.result or {}).get("questions", [])]
    return [
        (pretty(paper.receipt), [gettext(labels[paper.answers[number]]) for number in numbers])
        for paper in papers(ballot)
    ]


def recount(ballot: Ballot) -> list[str]:
    """Recount the published papers against the frozen result; return what does not hold."""
    if ballot.result is None:
        return []
    return tally.verify(
        [(paper.receipt, paper.answers) for paper in ballot.papers.all()],
        fingerprints=ballot.result["box"],
        counts={one["number"]: one["counts"] for one in ballot.result["questions"]},
        rules=ballot.rules,
    )
