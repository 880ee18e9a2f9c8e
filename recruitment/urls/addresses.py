"""Addresses of pages about addresses, their draw and the letters to them."""

from django.urls import URLPattern, path, register_converter

from ..models import LetterKind
from ..views.staff import addresses, left_out, letter_post, letter_texts, letters


class KindConverter:
    regex = "|".join(LetterKind.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(KindConverter, "kind")

staff: list[URLPattern] = [
    path("addresses/", addresses.view, name="staff.addresses"),
    path("addresses/draw/", addresses.draw, name="staff.addresses.draw"),
    path("letters/", letters.view, name="staff.letters"),
    path("letters/post/", letter_post.record, name="staff.letters.record"),
    path("letters/copy/", letter_post.copy, name="staff.letters.copy"),
    path("letters/left-out/<int:pk>/", left_out.one, name="staff.letters.left_out"),
    path("letters/left-out/<int:pk>/mend/", left_out.mend, name="staff.letters.mend"),
    path("letters/left-out/<int:pk>/make/", left_out.make, name="staff.letters.make"),
    path("letters/left-out/<int:pk>/post/", left_out.post, name="staff.letters.post"),
    path("letters/left-out/<int:pk>/leave/", left_out.leave, name="staff.letters.leave"),
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
]
