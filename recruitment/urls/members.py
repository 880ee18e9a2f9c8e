"""Addresses of pages about offers and the members who take them up."""

from django.urls import URLPattern, path

from ..views.public import mine
from ..views.staff import members

public: list[URLPattern] = [
    path("mine/offer/", mine.offer, name="public.mine.offer"),
]
staff: list[URLPattern] = [
    path("lottery/<int:number>/offers/", members.make, name="staff.offers.make"),
    path("members/", members.view, name="staff.members"),
    path("members/<uuid:pk>/withdraw/", members.withdraw, name="staff.members.withdraw"),
    path("offers/<int:pk>/", members.call, name="staff.offers.call"),
]
