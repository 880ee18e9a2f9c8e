"""What is new on a member's home since they last marked it as read."""

from dataclasses import dataclass
from datetime import datetime

from recommendations.queries import news as decisions
from recruitment.models import Member
from sessions.queries import news as weekends
from sessions.queries.news import News


@dataclass(frozen=True)
class Since:
    """The news after `start`, newest first; all of it came before `until`."""

    start: datetime
    until: datetime
    is_first: bool
    lines: list[News]


def since(member: Member, now: datetime) -> Since:
    """Return what is new for a member: since they last said that they have read it, or joined."""
    start = member.news_read_at or member.confirmed_at
    lines = weekends.news(member, start, now) + decisions.news(member.assembly, start, now)
    lines.sort(key=lambda line: line.at, reverse=True)
    return Since(start, now, member.news_read_at is None, lines)
