"""URLs of this app, by audience. `assembly.urls` puts each list under its prefix."""

from django.urls import path

from .views import board as board_views
from .views import public as public_views
from .views.member import evidence as member_evidence
from .views.member import honoraria as member_honoraria
from .views.member import programme as member_programme
from .views.member import travel as member_travel
from .views.member import welcome as member_welcome
from .views.staff import attendance, evidence, honoraria, kitchen, programme, tables, welcome

public = [
    path("sessions/", public_views.programme, name="public.programme"),
    path("sessions/calendar.ics", public_views.calendar, name="public.programme.calendar"),
    path("evidence/", public_views.evidence, name="public.evidence"),
    path("evidence/<int:pk>/", public_views.evidence_item, name="public.evidence.item"),
]
staff = [
    path("programme/", programme.view, name="staff.programme"),
    path("programme/weekends/add/", programme.add_weekend, name="staff.programme.add_weekend"),
    path(
        "programme/weekends/<int:number>/venue/", programme.set_venue, name="staff.programme.venue"
    ),
    path("programme/sessions/add/", programme.add_session, name="staff.programme.add_session"),
    path("programme/sessions/<int:pk>/add/", programme.add_item, name="staff.programme.add_item"),
    path("programme/items/<int:pk>/", programme.edit_item, name="staff.programme.edit_item"),
    path("programme/speakers/add/", programme.add_speaker, name="staff.programme.add_speaker"),
    path("programme/release/", programme.release, name="staff.programme.release"),
    path("tables/", tables.view, name="staff.tables"),
    path("tables/plan/", tables.plan, name="staff.tables.plan"),
    path("tables/release/", tables.release, name="staff.tables.release"),
    path("attendance/", attendance.view, name="staff.attendance"),
    path("attendance/<int:pk>/", attendance.record, name="staff.attendance.session"),
    path("kitchen/", kitchen.view, name="staff.kitchen"),
    path("kitchen/kitchen.csv", kitchen.as_csv, name="staff.kitchen.csv"),
    path("welcome/", welcome.write, name="staff.welcome"),
    path("welcome/preview.pdf", welcome.preview, name="staff.welcome.preview"),
    path("members/<uuid:pk>/welcome.pdf", welcome.one, name="staff.welcome.one"),
    path("evidence/", evidence.view, name="staff.evidence"),
    path("evidence/add/", evidence.add, name="staff.evidence.add"),
    path("evidence/<int:pk>/", evidence.item, name="staff.evidence.item"),
    path("evidence/<int:pk>/edit/", evidence.edit, name="staff.evidence.edit"),
    path("evidence/<int:pk>/release/", evidence.release, name="staff.evidence.release"),
    path("questions/<int:pk>/", evidence.answer, name="staff.questions.answer"),
    path("honoraria/", honoraria.view, name="staff.honoraria"),
    path("honoraria/compute/", honoraria.compute, name="staff.honoraria.compute"),
]
member = [
    path("programme/", member_programme.view, name="member.programme"),
    path("programme/calendar.ics", member_programme.calendar, name="member.programme.calendar"),
    path(
        "programme/calendar/new/", member_programme.renew_feed, name="member.programme.renew_feed"
    ),
    path("calendar/<str:token>.ics", member_programme.feed, name="member.programme.feed"),
    path("getting-there/", member_travel.view, name="member.travel"),
    path("evidence/", member_evidence.view, name="member.evidence"),
    path("evidence/<int:pk>/", member_evidence.item, name="member.evidence.item"),
    path("evidence/<int:pk>/ask/", member_evidence.ask, name="member.evidence.ask"),
    path("welcome.pdf", member_welcome.view, name="member.welcome"),
    path("payments/", member_honoraria.view, name="member.honoraria"),
]
board = [
    path("evidence/", board_views.view, name="board.evidence"),
    path("evidence/<int:pk>/", board_views.item, name="board.evidence.item"),
]
