"""Translations: every text has one, none is out of date, and the files are what the pages read."""

import gettext
import re

import pytest
from babel.messages.catalog import Catalog

from assembly import catalogue, languages

PLACE = re.compile(r"%\(\w+\)[sd]|<[^>]+>")


@pytest.mark.parametrize("language", catalogue.OTHERS, ids=lambda language: language.code)
def test_no_translation_is_missing_or_out_of_date(language):
    """Run `manage.py translations`, then fill in what it names in locale/."""
    assert catalogue.out_of_date(language) == []


@pytest.mark.parametrize("language", catalogue.OTHERS, ids=lambda language: language.code)
def test_a_translation_keeps_the_places_and_the_markup_of_its_source(language):
    kept = catalogue.read(language)
    wrong = [
        text
        for text in catalogue.sources()
        for translated in catalogue.said(kept.get(text))
        if sorted(PLACE.findall(catalogue.forms(text)[-1])) != sorted(PLACE.findall(translated))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", catalogue.OTHERS, ids=lambda language: language.code)
def test_the_built_file_says_what_the_catalogue_says(language):
    with catalogue.po_file(language).with_suffix(".mo").open("rb") as file:
        built = gettext.GNUTranslations(file)
    kept = catalogue.read(language)
    wrong = [
        text
        for text in catalogue.sources()
        if not isinstance(text, tuple) and built.gettext(text) != kept.get(text).string
    ]
    wrong += [
        text
        for text in catalogue.sources()
        if isinstance(text, tuple)
        for number in range(130)
        if built.ngettext(*text, number) != kept.get(text).string[built.plural(number)]
    ]
    assert wrong == []


def test_a_changed_text_and_a_fuzzy_one_are_noticed(monkeypatch):
    welsh = languages.BY_CODE["cy"]
    kept = catalogue.read(welsh)
    kept.get("Woman").flags.add("fuzzy")
    kept.get("Man").string = ""
    days = ("%(n)s day left", "%(n)s days left")
    kept.get(days).string = ("", *kept.get(days).string[1:])
    monkeypatch.setattr(catalogue, "read", lambda _language: kept)
    sources = {**catalogue.sources(), "A text that is new": ["a.py"]}
    monkeypatch.setattr(catalogue, "sources", lambda: sources)
    assert catalogue.out_of_date(welsh) == [days, "Man", "Woman", "A text that is new"]


def test_an_update_keeps_what_is_translated_and_marks_what_changed(tmp_path, monkeypatch):
    welsh = languages.BY_CODE["cy"]
    kept = Catalog(locale="cy", fuzzy=False)
    kept.add("What is your name?", "Beth yw eich enw?")
    kept.add("Gone for good and all", "Wedi mynd")
    monkeypatch.setattr(catalogue, "read", lambda _language: kept)
    monkeypatch.setattr(catalogue, "po_file", lambda _language: tmp_path / "cy" / "django.po")
    texts = {"What is your name?": ["a.py"], "What is your full name?": ["a.py"]}
    monkeypatch.setattr(catalogue, "sources", lambda: texts)
    updated = catalogue.update(welsh)
    assert updated.get("What is your name?").string == "Beth yw eich enw?"
    assert updated.get("Gone for good and all") is None
    assert catalogue.out_of_date(welsh) == ["What is your full name?"]


def test_marked_texts_are_found_in_code_and_templates():
    code = 'x = _("One") + gettext_lazy("Two") + other("Three") + ngettext("a day", "days", n)'
    page = (
        '{% load i18n %}{% translate "Four" %}{% blocktranslate trimmed with n=1 %}Five\n'
        '  {{ n }}{% endblocktranslate %}{% include "a.html" with label=_("Six") %}Seven'
        "{% translate seven %}{% blocktranslate count n=2 %}{{ n }} eight{% plural %}"
        "{{ n }} eights{% endblocktranslate %}"
    )
    assert {*catalogue.in_python(code)} == {"One", "Two", ("a day", "days")}
    eight = ("%(n)s eight", "%(n)s eights")
    assert {*catalogue.in_template(page)} == {"Five %(n)s", "Four", "Six", eight}
