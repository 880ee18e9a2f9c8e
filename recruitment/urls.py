"""URLs of this app, by audience. `assembly.urls` puts each list under its prefix."""

from django.urls import URLPattern, path, register_converter

from .models import LetterKind
from .views.board import lottery as board_lottery
from .views.public import chosen, consent, lost, mine, register
from .views.staff import (
    addresses,
    imports,
    letter_post,
    letter_texts,
    letters,
    lost_codes,
    lottery,
    members,
    questions,
    registrations,
    translations,
)


class KindConverter:
    regex = "|".join(LetterKind.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(KindConverter, "kind")

public: list[URLPattern] = [
    path("chosen/", chosen.chosen, name="public.chosen"),
    path("draw/<int:number>/", chosen.record, name="public.draw"),
    path("draw/<int:number>/room/", chosen.ceremony, name="public.draw.room"),
    path("draw/<int:number>/record.json", chosen.record_file, name="public.draw.record"),
    path("draw/<int:number>/chance/", chosen.look_up, name="public.draw.chance"),
    path("verify.py", chosen.verifier, name="public.verifier"),
    path("draw/<int:number>/manifest.json", chosen.manifest, name="public.draw.manifest"),
    path("register/", register.start, name="public.register"),
    path("register/code/", register.code, name="public.register.code"),
    path("register/lost/", lost.ask, name="public.lost"),
    path("register/lost/asked/", lost.asked, name="public.lost.asked"),
    path("register/language/", register.language, name="public.register.language"),
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
    path("mine/erase/", mine.erase, name="public.mine.erase"),
    path("mine/link/", mine.link, name="public.mine.link"),
    path("mine/link/sent/", mine.link_sent, name="public.mine.link_sent"),
    path("mine/withdraw/", mine.withdraw, name="public.mine.withdraw"),
    path("mine/receipt/<int:number>/", mine.receipt, name="public.mine.receipt"),
    path("mine/offer/", mine.offer, name="public.mine.offer"),
    path("mine/<str:token>/", mine.enter, name="public.mine.enter"),
    path("erasure/<slug:number>/", mine.erasure, name="public.erasure"),
    path("consent/", consent.answer, name="public.consent"),
    path("consent/answered/<slug:said>/", consent.answered, name="public.consent.answered"),
    path("consent/<str:token>/", consent.enter, name="public.consent.enter"),
]
staff: list[URLPattern] = [
    path("addresses/", addresses.view, name="staff.addresses"),
    path("addresses/draw/", addresses.draw, name="staff.addresses.draw"),
    path("letters/", letters.view, name="staff.letters"),
    path("letters/post/", letter_post.record, name="staff.letters.record"),
    path("letters/copy/", letter_post.copy, name="staff.letters.copy"),
    path("letters/sample.pdf", letters.sample, name="staff.letters.sample"),
    path("letters/text/<kind:kind>/", letter_texts.write, name="staff.letters.write"),
    path("letters/text/<kind:kind>/look/", letter_texts.look, name="staff.letters.look"),
    path("letters/text/<kind:kind>/kept/", letter_texts.versions, name="staff.letters.versions"),
    path("letters/<int:wave>/<kind:kind>/start/", letters.start, name="staff.letters.start"),
    path("letters/<int:wave>/<kind:kind>/release/", letters.release, name="staff.letters.release"),
    path(
        "letters/<int:wave>/<kind:kind>/manifest.csv",
        letters.manifest,
        name="staff.letters.manifest",
    ),
    path(
        "letters/<int:wave>/<kind:kind>/<int:number>.pdf", letters.batch, name="staff.letters.batch"
    ),
    path(
        "letters/<int:wave>/<kind:kind>/<int:number>/retry/",
        letters.retry,
        name="staff.letters.retry",
    ),
    path("targets/", lottery.view_targets, name="staff.targets"),
    path("targets/build/", lottery.build_targets, name="staff.targets.build"),
    path("targets/edit/", lottery.set_targets, name="staff.targets.edit"),
    path("lottery/", lottery.view, name="staff.lottery"),
    path("lottery/freeze/", lottery.freeze, name="staff.lottery.freeze"),
    path("lottery/test/", lottery.test, name="staff.lottery.test"),
    path("lottery/runs/<int:run>/", lottery.view_run, name="staff.lottery.run"),
    path("lottery/runs/<int:run>/cancel/", lottery.cancel, name="staff.lottery.cancel"),
    path("lottery/<int:number>/abandon/", lottery.abandon, name="staff.lottery.abandon"),
    path("lottery/<int:number>/beacon/", lottery.enter_beacon, name="staff.lottery.beacon"),
    path("lottery/<int:number>/solve/", lottery.solve, name="staff.lottery.solve"),
    path("lottery/<int:number>/commit/", lottery.commit, name="staff.lottery.commit"),
    path("lottery/<int:number>/enter/", lottery.enter_number, name="staff.lottery.enter"),
    path("lottery/<int:number>/confirm/", lottery.confirm_number, name="staff.lottery.confirm"),
    path("lottery/<int:number>/offers/", members.make, name="staff.offers.make"),
    path("members/", members.view, name="staff.members"),
    path("members/<uuid:pk>/withdraw/", members.withdraw, name="staff.members.withdraw"),
    path("offers/<int:pk>/", members.call, name="staff.offers.call"),
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
    path("registrations/lost/<uuid:pk>/", lost_codes.one, name="staff.lost.one"),
    path("registrations/lost/<uuid:pk>/refuse/", lost_codes.refuse, name="staff.lost.refuse"),
    path("registrations/questions/", questions.view, name="staff.questions"),
    path("registrations/questions/add/", questions.add, name="staff.questions.add"),
    path(
        "registrations/questions/<int:pk>/remove/", questions.remove, name="staff.questions.remove"
    ),
    path("registrations/<slug:reference>/", registrations.one, name="staff.registrations.one"),
    path(
        "registrations/<slug:reference>/withdraw/",
        registrations.withdraw,
        name="staff.registrations.withdraw",
    ),
    path(
        "registrations/<slug:reference>/consent/",
        registrations.consent,
        name="staff.registrations.consent",
    ),
    path("translations/", translations.view, name="staff.translations"),
    path("translations/<slug:language>/", translations.one, name="staff.translations.language"),
]
member: list[URLPattern] = []
board: list[URLPattern] = [
    path("lottery/", board_lottery.view, name="board.lottery"),
    path("lottery/<int:number>/auditor.zip", board_lottery.bundle, name="board.lottery.bundle"),
    path("lottery/<int:number>/sign-off/", board_lottery.sign_off, name="board.lottery.sign_off"),
]
