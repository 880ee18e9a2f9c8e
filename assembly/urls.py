"""The roof's map: one prefix per audience, the same names as the folders of views and templates."""

from django.conf import settings
from django.urls import include, path

from recommendations import urls as recommendations
from recruitment import urls as recruitment
from sessions import urls as sessions

from .views import board, demo, errors, mail_events, mail_texts, mails, member, public, staff

APPS = (recruitment, sessions, recommendations)

handler403, handler404, handler500 = errors.forbidden, errors.not_found, errors.failed

urlpatterns = [
    path("", public.home, name="public.home"),
    path("language/", public.language, name="public.language"),
    path("start/", public.start, name="start"),
    path("healthz/", public.healthz, name="healthz"),
    path("privacy/", public.privacy, name="privacy"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("about/", public.about, name="about"),
    path("account/", include("assembly.account_urls")),
    path("api/v1/", include("assembly.api_urls")),
    path("staff/new/", staff.new, name="staff.new"),
    path("staff/<slug:slug>/", staff.overview, name="staff.overview"),
    path("staff/<slug:slug>/advance/", staff.advance, name="staff.advance"),
    path("staff/<slug:slug>/people/", staff.people, name="staff.people"),
    path("staff/<slug:slug>/people/give/", staff.give_role, name="staff.people.give"),
    path("staff/<slug:slug>/people/<int:pk>/take/", staff.take_role, name="staff.people.take"),
    path(
        "staff/<slug:slug>/representativeness/", staff.represents, name="staff.representativeness"
    ),
    path("staff/<slug:slug>/audit/", staff.audit_trail, name="staff.audit"),
    path("mail/events/", mail_events.take, name="mail.events"),
    path("staff/<slug:slug>/mail/", mails.outbox_page, name="staff.mail"),
    path("staff/<slug:slug>/mail/many/<int:pk>/stop/", mails.stop, name="staff.mail.stop"),
    path("staff/<slug:slug>/mail/many/<int:pk>/send/", mails.send_now, name="staff.mail.send"),
    path("staff/<slug:slug>/mail/<uuid:pk>/retry/", mails.retry, name="staff.mail.retry"),
    path("staff/<slug:slug>/mail/<uuid:pk>/settle/", mails.settle, name="staff.mail.settle"),
    path("staff/<slug:slug>/mail/<uuid:pk>/trust/", mails.trust, name="staff.mail.trust"),
    path("staff/<slug:slug>/mail-texts/", mail_texts.overview, name="staff.mail_texts"),
    path(
        "staff/<slug:slug>/mail-texts/<str:kind>/<str:language>/",
        mail_texts.write,
        name="staff.mail_texts.write",
    ),
    path(
        "staff/<slug:slug>/mail-texts/<str:kind>/<str:language>/look/",
        mail_texts.look,
        name="staff.mail_texts.look",
    ),
    path(
        "staff/<slug:slug>/mail-texts/<str:kind>/<str:language>/versions/",
        mail_texts.versions,
        name="staff.mail_texts.versions",
    ),
    path("member/<slug:slug>/", member.home, name="member.home"),
    path("member/<slug:slug>/read/", member.read_news, name="member.read_news"),
    path("board/<slug:slug>/", board.home, name="board.home"),
    path(
        "board/<slug:slug>/representativeness/", board.represents, name="board.representativeness"
    ),
]
if settings.DEMO:
    urlpatterns.append(path("demo/sign-in/<str:token>/", demo.sign_in, name="demo.sign_in"))
for app in APPS:
    urlpatterns += [
        path("staff/<slug:slug>/", include(app.staff)),
        path("member/<slug:slug>/", include(app.member)),
        path("board/<slug:slug>/", include(app.board)),
    ]
urlpatterns.append(path("<slug:slug>/", public.assembly, name="public.assembly"))
for app in APPS:
    urlpatterns.append(path("<slug:slug>/", include(app.public)))
