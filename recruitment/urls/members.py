"""Addresses of pages about offers and the members who take them up."""

from django.urls import URLPattern, path

from ..views.member import needs as own_needs
from ..views.member import photos as own_photos
from ..views.member import seat as own_seat
from ..views.public import mine
from ..views.staff import alternates, calls, members, needs, photos, repair

public: list[URLPattern] = [
    path("mine/offer/", mine.offer, name="public.mine.offer"),
]
staff: list[URLPattern] = [
    path("members/alternates/", alternates.view, name="staff.alternates"),
    path("members/alternates/choose/", alternates.choose, name="staff.alternates.choose"),
    path("members/alternates/call-up/", alternates.call_up, name="staff.alternates.call_up"),
    path("lottery/<int:number>/offers/", members.make, name="staff.offers.make"),
    path("members/not-picked/", members.tell_others, name="staff.offers.tell_others"),
    path("members/", members.view, name="staff.members"),
    path("members/repair/", repair.view, name="staff.repair"),
    path("members/repair/draw/", repair.draw, name="staff.repair.draw"),
    path("members/<uuid:pk>/withdraw/", members.withdraw, name="staff.members.withdraw"),
    path("members/<uuid:pk>/rejoin/", members.rejoin, name="staff.members.rejoin"),
    path("members/<uuid:pk>/needs/add/", needs.add, name="staff.needs.add"),
    path("offers/<int:pk>/", calls.call, name="staff.offers.call"),
    path("offers/<int:pk>/release/", members.release, name="staff.offers.release"),
    path("offers/<int:pk>/renew/", members.renew, name="staff.offers.renew"),
    path("calls/", calls.view, name="staff.calls"),
    path("calls/next/", calls.take, name="staff.calls.next"),
    path("calls/<int:pk>/take/", calls.take_one, name="staff.calls.take"),
    path("calls/<int:pk>/back/", calls.hand_back, name="staff.calls.back"),
    path("calls/print/", calls.sheet, name="staff.calls.print"),
    path("calls/script/", calls.script, name="staff.calls.script"),
    path("photos/", photos.view, name="staff.photos"),
    path("photos/<uuid:pk>/", photos.say_for, name="staff.photos.say_for"),
    path("needs/", needs.view, name="staff.needs"),
    path("needs/needs.csv", needs.as_csv, name="staff.needs.csv"),
    path("needs/<uuid:pk>/", needs.one, name="staff.needs.one"),
    path("needs/<uuid:pk>/settle/", needs.settle, name="staff.needs.settle"),
]
member: list[URLPattern] = [
    path("needs/", own_needs.view, name="member.needs"),
    path("seat/", own_seat.view, name="member.seat"),
    path("photos/", own_photos.view, name="member.photos"),
    path("needs/<uuid:pk>/not-met/", own_needs.doubt, name="member.needs.doubt"),
]
