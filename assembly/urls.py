"""The roof's map: one prefix per audience, the same names as the folders of views and templates."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from recommendations import urls as recommendations
from recruitment import urls as recruitment
from sessions import urls as sessions

from .views import board, demo, errors, mail_events, mail_texts, mails, member, public, staff

APPS = (recruitment, sessions, recommendations)

handler403, handler404, handler500 = errors.forbidden, errors.not_found, errors.failed

Pages = list[URLPattern | URLResolver]

staff_pages: Pages = [
    path("new/", staff.new, name="staff.new"),
    path("<slug:slug>/", staff.overview, name="staff.overview"),
    path("<slug:slug>/advance/", staff.advance, name="staff.advance"),
    path("<slug:slug>/people/", staff.people, name="staff.people"),
    path("<slug:slug>/people/give/", staff.give_role, name="staff.people.give"),
    path("<slug:slug>/people/<int:pk>/take/", staff.take_role, name="staff.people.take"),
    path("<slug:slug>/representativeness/", staff.represents, name="staff.representativeness"),
    path("<slug:slug>/audit/", staff.audit_trail, name="staff.audit"),
    path("<slug:slug>/mail/", mails.outbox_page, name="staff.mail"),
    path("<slug:slug>/mail/many/<int:pk>/stop/", mails.stop, name="staff.mail.stop"),
    path("<slug:slug>/mail/many/<int:pk>/send/", mails.send_now, name="staff.mail.send"),
    path("<slug:slug>/mail/<uuid:pk>/retry/", mails.retry, name="staff.mail.retry"),
    path("<slug:slug>/mail/<uuid:pk>/settle/", mails.settle, name="staff.mail.settle"),
    path("<slug:slug>/mail/<uuid:pk>/trust/", mails.trust, name="staff.mail.trust"),
    path("<slug:slug>/mail-texts/", mail_texts.overview, name="staff.mail_texts"),
    path(
        "<slug:slug>/mail-texts/<str:kind>/<str:language>/",
        mail_texts.write,
        name="staff.mail_texts.write",
    ),
    path(
        "<slug:slug>/mail-texts/<str:kind>/<str:language>/look/",
        mail_texts.look,
        name="staff.mail_texts.look",
    ),
    path(
        "<slug:slug>/mail-texts/<str:kind>/<str:language>/versions/",
        mail_texts.versions,
        name="staff.mail_texts.versions",
    ),
    *(path("<slug:slug>/", include(app.staff)) for app in APPS),
]
member_pages: Pages = [
    path("<slug:slug>/", member.home, name="member.home"),
    path("<slug:slug>/read/", member.read_news, name="member.read_news"),
    *(path("<slug:slug>/", include(app.member)) for app in APPS),
]
board_pages: Pages = [
    path("<slug:slug>/", board.home, name="board.home"),
    path("<slug:slug>/representativeness/", board.represents, name="board.representativeness"),
    *(path("<slug:slug>/", include(app.board)) for app in APPS),
]
urlpatterns: Pages = [
    path("", public.home, name="public.home"),
    path("language/", public.language, name="public.language"),
    path("start/", public.start, name="start"),
    path("healthz/", public.healthz, name="healthz"),
    path("privacy/", public.privacy, name="privacy"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("about/", public.about, name="about"),
    path("account/", include("assembly.account_urls")),
    path("api/v1/", include("assembly.api_urls")),
    path("mail/events/", mail_events.take, name="mail.events"),
    path("staff/", include(staff_pages)),
    path("member/", include(member_pages)),
    path("board/", include(board_pages)),
]
if settings.DEMO:
    urlpatterns.append(path("demo/sign-in/<str:token>/", demo.sign_in, name="demo.sign_in"))
urlpatterns += [
    path("<slug:slug>/", public.assembly, name="public.assembly"),
    *(path("<slug:slug>/", include(app.public)) for app in APPS),
]
