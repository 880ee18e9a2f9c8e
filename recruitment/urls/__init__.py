"""URLs of this app, by audience. `assembly.urls` puts each list under its prefix."""

from django.urls import URLPattern

from . import addresses, lottery, members, registrations

public: list[URLPattern] = [*lottery.public, *members.public, *registrations.public]
staff: list[URLPattern] = [
    *addresses.staff,
    *lottery.staff,
    *members.staff,
    *registrations.staff,
]
member: list[URLPattern] = [*members.member]
board: list[URLPattern] = [*lottery.board]
