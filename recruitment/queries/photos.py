"""Who may be in pictures, for whoever takes them, and what each member has said of it."""

from dataclasses import dataclass
from datetime import datetime

from assembly.models import Assembly, AuditEntry

from .. import photos
from ..models import Member
from .calls import callers

ANSWERS = {
    Member.Photos.YES.value: "yes",
    Member.Photos.NO.value: "no",
    photos.TAKEN_BACK: "no, they take their yes back",
}


@dataclass(frozen=True)
class Pictures:
    """The confirmed members by what they said, by badge number."""

    yes: list[Member]
    no: list[Member]
    unsaid: list[Member]

    @property
    def not_in_pictures(self) -> list[Member]:
        """Return who must not be in a picture: whoever said no, and whoever has not said."""
        return sorted([*self.no, *self.unsaid], key=lambda member: member.number)


def pictures(assembly: Assembly) -> Pictures:
    """Return what the members of an assembly have said about pictures."""
    confirmed = Member.objects.filter(assembly=assembly).confirmed().held()
    said: dict[str, list[Member]] = {answer: [] for answer in Member.Photos.values}
    for member in confirmed.order_by("number"):
        said[member.photos].append(member)
    return Pictures(said[Member.Photos.YES], said[Member.Photos.NO], said[Member.Photos.UNSAID])


@dataclass(frozen=True)
class Word:
    """One answer of a member. `channel` says how it reached staff; of their own act, nothing."""

    at: datetime
    answer: str
    channel: str
    by: str

    @property
    def said(self) -> str:
        return ANSWERS[self.answer]

    @property
    def way(self) -> str:
        """Return how it reached staff, as part of a sentence."""
        return Member.Channel(self.channel).label.lower() if self.channel else ""


def words(member: Member) -> list[Word]:
    """Return all that a member has said about pictures, newest first, from the audit trail."""
    about = AuditEntry.objects.filter(
        act__in=(photos.SAY, photos.SAY_FOR),
        object_type=Member._meta.label,
        object_id=str(member.pk),
    )
    entries = list(about.order_by("-position"))
    names = callers(entry.actor for entry in entries)
    return [
        Word(
            entry.at,
            entry.detail["answer"],
            entry.detail.get("channel", ""),
            names.get(entry.actor, ""),
        )
        for entry in entries
    ]
