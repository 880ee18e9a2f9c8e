"""Who may be in pictures, for whoever takes them."""

from dataclasses import dataclass

from assembly.models import Assembly

from ..models import Member


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
    confirmed = Member.objects.filter(assembly=assembly, status=Member.Status.CONFIRMED)
    said: dict[str, list[Member]] = {answer: [] for answer in Member.Photos.values}
    for member in confirmed.order_by("number"):
        said[member.photos].append(member)
    return Pictures(said[Member.Photos.YES], said[Member.Photos.NO], said[Member.Photos.UNSAID])
