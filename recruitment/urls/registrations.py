"""Addresses of pages where residents register, and where staff see to it."""

from django.urls import URLPattern, path

from ..views.public import consent, lost, mine, register
from ..views.staff import (
    corrections,
    imports,
    lost_codes,
    questions,
    registrations,
    response,
    translations,
)

public: list[URLPattern] = [
    path("register/", register.start, name="public.register"),
    path("register/code/", register.code, name="public.register.code"),
    path("register/lost/", lost.ask, name="public.lost"),
    path("register/lost/asked/", lost.asked, name="public.lost.asked"),
    path("register/later/", register.later, name="public.register.later"),
    path("register/resume/<str:token>/", register.resume, name="public.register.resume"),
    path("register/check/", register.check_answers, name="public.register.check"),
    path("register/done/", register.done, name="public.register.done"),
    path("register/leave/", register.leave, name="public.register.leave"),
    path(
        "register/not-eligible/<slug:reason>/",
        register.not_eligible,
        name="public.register.not_eligible",
    ),
    path("register/<slug:step>/", register.step, name="public.register.step"),
    path("mine/", mine.show, name="public.mine"),
    path("mine/correct/", mine.correct, name="public.mine.correct"),
    path("mine/answers/", mine.correct_answers, name="public.mine.correct_answers"),
    path("mine/needs/", mine.correct_needs, name="public.mine.correct_needs"),
    path("mine/birth/", mine.correct_birth_date, name="public.mine.correct_birth_date"),
    path("mine/erase/", mine.erase, name="public.mine.erase"),
    path("mine/link/", mine.link, name="public.mine.link"),
    path("mine/link/sent/", mine.link_sent, name="public.mine.link_sent"),
    path("mine/withdraw/", mine.withdraw, name="public.mine.withdraw"),
    path("mine/receipt/<int:number>/", mine.receipt, name="public.mine.receipt"),
    path("mine/<str:token>/", mine.enter, name="public.mine.enter"),
    path("erasure/<slug:number>/", mine.erasure, name="public.erasure"),
    path("consent/", consent.answer, name="public.consent"),
    path("consent/answered/<slug:said>/", consent.answered, name="public.consent.answered"),
    path("consent/<str:token>/", consent.enter, name="public.consent.enter"),
]
staff: list[URLPattern] = [
    path("registrations/", registrations.overview, name="staff.registrations"),
    path("registrations/assist/", registrations.assist, name="staff.registrations.assist"),
    path("registrations/late/", registrations.late, name="staff.registrations.late"),
    path("registrations/test/", registrations.try_out, name="staff.registrations.test"),
    path(
        "registrations/test/remove/",
        registrations.remove_tests,
        name="staff.registrations.test.remove",
    ),
    path("registrations/import/", imports.upload, name="staff.registrations.import"),
    path(
        "registrations/import/template.csv",
        imports.template,
        name="staff.registrations.import.template",
    ),
    path("registrations/lost/", lost_codes.queue, name="staff.lost"),
    path("registrations/lost/new/", lost_codes.ask, name="staff.lost.new"),
    path("registrations/lost/<uuid:pk>/", lost_codes.one, name="staff.lost.one"),
    path("registrations/lost/<uuid:pk>/refuse/", lost_codes.refuse, name="staff.lost.refuse"),
    path("registrations/questions/", questions.view, name="staff.questions"),
    path("registrations/questions/add/", questions.add, name="staff.questions.add"),
    path(
        "registrations/questions/<int:pk>/remove/", questions.remove, name="staff.questions.remove"
    ),
    path("registrations/<slug:reference>/", registrations.one, name="staff.registrations.one"),
    path(
        "registrations/<slug:reference>/correct/<slug:what>/",
        corrections.correct,
        name="staff.registrations.correct",
    ),
    path(
        "registrations/<slug:reference>/withdraw/",
        registrations.withdraw,
        name="staff.registrations.withdraw",
    ),
    path(
        "registrations/<slug:reference>/erase/",
        registrations.erase,
        name="staff.registrations.erase",
    ),
    path(
        "registrations/<slug:reference>/consent/",
        registrations.consent,
        name="staff.registrations.consent",
    ),
    path("watch/", response.watch, name="staff.watch"),
    path("translations/", translations.view, name="staff.translations"),
    path("translations/<slug:language>/", translations.one, name="staff.translations.language"),
    path(
        "translations/<slug:language>/pages/",
        translations.common,
        name="staff.translations.common",
    ),
]
