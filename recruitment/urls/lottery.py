"""Addresses of pages about targets, the lottery and its public draw."""

from django.urls import URLPattern, path

from ..views.board import lottery as board_lottery
from ..views.public import chosen
from ..views.staff import lottery

public: list[URLPattern] = [
    path("chosen/", chosen.chosen, name="public.chosen"),
    path("chosen/addresses/", chosen.address_rules, name="public.chosen.addresses"),
    path("draw/<int:number>/", chosen.record, name="public.draw"),
    path("draw/<int:number>/room/", chosen.ceremony, name="public.draw.room"),
    path("draw/<int:number>/record.json", chosen.record_file, name="public.draw.record"),
    path("draw/<int:number>/chance/", chosen.look_up, name="public.draw.chance"),
    path("verify.py", chosen.verifier, name="public.verifier"),
    path("draw/<int:number>/manifest.json", chosen.manifest, name="public.draw.manifest"),
]
staff: list[URLPattern] = [
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
]
board: list[URLPattern] = [
    path("lottery/", board_lottery.view, name="board.lottery"),
    path("lottery/<int:number>/auditor.zip", board_lottery.bundle, name="board.lottery.bundle"),
    path("lottery/<int:number>/sign-off/", board_lottery.sign_off, name="board.lottery.sign_off"),
]
