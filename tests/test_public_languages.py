"""Every public page can be read in every language: no sentence on it is unmarked or left English.

Two nets. The first reads the templates: outside the tags that mark a text there may be no letters.
The second asks for each page in a language in which every marked text stands between brackets, so
that what comes from the code, and not from what people typed, stands out when it was not marked.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
import time_machine
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.apps import apps
from django.conf import settings as django_settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, TextField
from django.test import Client
from django.urls import reverse
from django.utils import dates, timezone, translation

from assembly import catalogue, languages
from assembly.permissions import TABLE
from assembly.templatetags.assembly import half_day, thousands
from assembly.views import errors

from . import make, make_recruitment, world
from .test_permissions import OURS, address

TEMPLATES = Path(django_settings.BASE_DIR) / "templates"
ERRORS = ("403.html", "403_csrf.html", "404.html", "500.html", "errors/refused.html")
MARKED = re.compile(r"{% blocktrans.*?{% endblocktrans\w* %}", re.S)
NOT_SHOWN = re.compile(
    r"{% if edit_urls %}.*?{% endif %}|{% block audience %}.*?{% endblock %}", re.S
)  # what only staff see, and the name of a class
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.S)
SPOKEN = re.compile(r'\b(?:aria-label|alt|title|placeholder|data-column)="([^"]*)"')
RECEIPT = re.compile(r"\b[A-Z0-9]{4}(?:-[A-Z0-9]{1,4}){3}\b")
WORD = re.compile(r"[A-Za-z]{2,}")
OPEN, CLOSE = "⟦", "⟧"


# The templates


def public_templates() -> set[str]:
    """Return the public pages, the pages of errors, and all that they extend or include."""
    found: set[str] = set()
    wanted = [*ERRORS, *(str(p.relative_to(TEMPLATES)) for p in (TEMPLATES / "public").rglob("*"))]
    while wanted:
        name = wanted.pop()
        if name in found or not name.endswith(".html"):
            continue
        found.add(name)
        source = (TEMPLATES / name).read_text(encoding="utf-8")
        wanted += re.findall(r'{% (?:include|extends) "([^"]+)"', source)
    return found


def unmarked(source: str) -> list[str]:
    """Return the words of a template that no tag marks, in its text and in what is read aloud."""
    source = re.sub(r'(<(\w+)[^>]*lang="en-GB"[^>]*>).*?</\2>', r"\1", source, flags=re.S)
    source = NOT_SHOWN.sub("", source)
    source = TAG.sub("\0", MARKED.sub("\0", source))
    spoken = [words for words in SPOKEN.findall(source) if WORD.search(words)]
    text = re.sub(r"<[^>]*>", "\n", source)
    return spoken + [line.strip("\0 ") for line in text.splitlines() if WORD.search(line)]


@pytest.mark.parametrize("name", sorted(public_templates()))
def test_a_public_template_has_no_unmarked_text(name):
    assert unmarked((TEMPLATES / name).read_text(encoding="utf-8")) == []


def test_the_search_in_templates_finds_what_is_unmarked():
    """A control."""
    page = (
        '<p class="lede">Not marked</p><p>{% translate "Marked" %}</p><nav aria-label="Nor this">'
        "{% blocktranslate %}Marked{% endblocktranslate %}</nav>{% if a %}{{ b }} days{% endif %}"
    )
    assert unmarked(page) == ["Nor this", "Not marked", "days"]
    assert {"public/home.html", "base.html", "components/vote.html"} <= public_templates()


# The pages, in a language that shows what is marked


@pytest.fixture
def in_brackets(settings, tmp_path):
    """Put each marked text between brackets for whoever reads Welsh."""
    welsh = Catalog(locale="cy", fuzzy=False)
    for text in catalogue.sources():
        forms = [f"{OPEN}{form}{CLOSE}" for form in catalogue.forms(text)]
        welsh.add(text, forms[0] if isinstance(text, str) else [forms[1]] * welsh.num_plurals)
    folder = tmp_path / "locale" / "cy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, welsh)
    settings.LOCALE_PATHS = [tmp_path / "locale"]


class Unmarked(HTMLParser):
    """Collects what a page says outside the brackets and outside what is marked as English."""

    VOID = frozenset({"meta", "link", "br", "img", "input", "hr"})
    QUIET = frozenset({"script", "style", "code"})
    SPOKEN = frozenset({"aria-label", "alt", "title", "placeholder", "data-column"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.depth, self.quiet, self.found = 0, list[bool](), list[str]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name in self.SPOKEN & given.keys():
            self.found.append(re.sub(f"{OPEN}.*{CLOSE}", "", given[name] or ""))
        if tag not in self.VOID:
            is_english = given.get("lang", "cy") != "cy"
            is_code = tag in self.QUIET or "fingerprint" in (given.get("class") or "")
            self.quiet.append(is_english or is_code)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            self.quiet.pop()

    def handle_data(self, data: str) -> None:
        said = ""
        for letter in data:
            self.depth += (letter == OPEN) - (letter == CLOSE)
            said += letter if not self.depth and letter != CLOSE else ""
        if not any(self.quiet):
            self.found.append(said)


def left_in_english(page: str) -> list[str]:
    """Return what a page says that is neither marked, nor typed by somebody, nor a date."""
    found = []
    names = {language.name for language in languages.LANGUAGES}
    known = sorted(typed() | calendar() | names, key=len, reverse=True)
    for said in Unmarked(page).found:
        for value in known:
            said = said.replace(value, " ")
        if WORD.search(RECEIPT.sub("", said)):
            found.append(" ".join(said.split()))
    return found


def typed() -> set[str]:
    """Return every text in the database: what people wrote, and no page can translate."""
    return {
        str(value)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, (CharField, TextField))
        for value in model._default_manager.values_list(field.name, flat=True)
        if isinstance(value, str) and len(value) > 3
    }


def calendar() -> set[str]:
    with translation.override("cy"):
        return {str(name) for name in (*dates.MONTHS.values(), *dates.WEEKDAYS.values())}


def public_pages(everything: world.World) -> Iterator[tuple[str | None, str]]:
    """Yield name and address of every page that anybody may open."""
    for pattern in OURS:
        view, name = pattern.callback, str(pattern.name)
        is_public = TABLE[view.act].is_public and not name.startswith("member.")
        if is_public and "GET" in view.methods:
            yield name, address(everything, pattern)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(make.NOW + timedelta(days=2), tick=False):
        yield


@pytest.fixture
def everything(db, tmp_path):
    return world.complete(world.everything(tmp_path))


def welsh() -> Client:
    return Client(headers={"accept-language": "cy"})


def wrong_on(pages: Iterator[tuple[str, str]], client: Client) -> dict[str, list[str]]:
    found = {}
    for name, path in pages:
        response = client.get(path)
        is_page = response.headers["Content-Type"].startswith("text/html")
        if is_page and (left := left_in_english(response.content.decode())):
            found[name] = left
    return found


def test_no_public_page_says_anything_that_is_unmarked(everything, in_brackets):
    assert wrong_on(public_pages(everything), welsh()) == {}


def test_nor_does_one_that_has_nothing_to_show_yet(everything, in_brackets):
    early = make.assembly(stage="register", seats=4)
    make_recruitment.categories(early)
    everything.assembly = early
    assert wrong_on(public_pages(everything), welsh()) == {}


def test_the_search_in_pages_finds_what_is_unmarked(everything, in_brackets):
    """A control: in English everything is, and one unmarked word is enough."""
    home = reverse("public.home")
    english = Client().get(home).content.decode().replace('lang="en-GB"', "")
    assert "How it works" in left_in_english(english)
    page = welsh().get(home).content.decode()
    assert left_in_english(page) == []
    assert left_in_english(page.replace("</h1>", "</h1><p>Soon</p>")) == ["Soon"]
    assert left_in_english(page.replace("<nav ", '<nav title="Soon" ', 1)) == ["Soon"]


# The languages on every page


@pytest.mark.parametrize("language", languages.LANGUAGES, ids=lambda language: language.code)
def test_every_public_page_is_in_the_readers_language_and_offers_the_others(everything, language):
    client = Client(headers={"accept-language": language.code})
    opening = f'<html lang="{language.html}" dir="{language.direction}"'
    wrong = []
    for name, path in public_pages(everything):
        response = client.get(path)
        if response.headers["Content-Type"].startswith("text/html") and response.status_code == 200:
            page = response.content.decode()
            found = opening in page, page.count('<nav class="languages"')
            if found != (True, 1) or response.headers["Content-Language"] != language.html:
                wrong.append((name, found))
    assert wrong == []


def test_a_language_chosen_on_one_page_is_kept_on_the_next_ones(client, db):
    assembly = make.assembly()
    about = reverse("about")
    sent = client.post(reverse("public.language"), {"language": "ur", "next": f"{about}?a=1"})
    assert (sent.status_code, sent.headers["Location"]) == (303, f"{about}?a=1")
    for path in (about, reverse("public.home"), reverse("public.chosen", args=[assembly.slug])):
        assert '<html lang="ur" dir="rtl"' in client.get(path).content.decode()


def test_what_people_typed_is_marked_as_english_on_a_page_in_another_language(client, db):
    assembly = make.assembly(summary="Fifty of us.")
    path = reverse("public.assembly", args=[assembly.slug])
    assert '<bdi lang="en-GB">Fifty of us.</bdi>' in welsh().get(path).content.decode()
    assert '<p class="hero__text">Fifty of us.</p>' in client.get(path).content.decode()


# Errors


@pytest.fixture
def urdu_request(rf):
    return rf.get("/nowhere/", headers={"accept-language": "ur"})


def test_a_page_that_is_not_there_is_in_the_readers_language(db):
    response = Client(headers={"accept-language": "pl"}).get("/nowhere/at-all/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "Nie znaleziono strony" in page
    assert '<nav class="languages"' in page


def test_a_staff_page_that_is_not_there_is_in_english(db):
    response = Client(headers={"accept-language": "pl"}).get("/staff/nowhere/at-all/")
    page = response.content.decode()
    assert (response.status_code, "Page not found" in page) == (404, True)
    assert '<nav class="languages"' not in page


def test_a_page_that_failed_is_in_the_readers_language(urdu_request):
    page = errors.failed(urdu_request).content.decode()
    assert '<html lang="ur" dir="rtl">' in page
    assert "معذرت" in page


def test_a_form_without_its_token_is_refused_in_the_readers_language(db):
    assembly = make_recruitment.open_assembly()
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "cy"})
    response = client.post(reverse("public.register.code", args=[assembly.slug]), {"code": "x"})
    assert response.status_code == 403
    assert "Ni allwch agor y dudalen hon" in response.content.decode()


def test_a_page_that_is_refused_is_in_the_readers_language(urdu_request):
    urdu_request.user = AnonymousUser()
    page = errors.forbidden(urdu_request, PermissionDenied()).content.decode()
    assert "آپ یہ صفحہ نہیں کھول سکتے" in page


# Numbers and days


@pytest.mark.parametrize(
    ("code", "number", "half"),
    [
        ("en-gb", "12,345", "Saturday 24 February, morning"),
        ("cy", "12,345", "Dydd Sadwrn 24 Chwefror, bore"),
        ("pl", "12\xa0345", "Sobota, 24 lutego, rano"),
        ("ur", "12,345", "ھفتہ، 24 فروری، صبح"),
    ],
)
def test_numbers_and_half_days_are_written_as_the_language_writes_them(code, number, half):
    morning = timezone.make_aware(datetime(2024, 2, 24, 9, 30))  # noqa: DTZ001
    with languages.reading(code):
        assert thousands(12_345) == number
        assert half_day(morning) == half


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("en-gb", ["1 minute", "2 minutes", "5 minutes"]),
        ("cy", ["1 munud", "2 funud", "5 munud"]),
        ("pl", ["1 minuta", "2 minuty", "5 minut"]),
    ],
)
def test_what_is_counted_has_the_form_that_its_number_asks_for(code, written):
    with languages.reading(code):
        counted = [
            translation.ngettext("%(minutes)s minute", "%(minutes)s minutes", minutes)
            % {"minutes": minutes}
            for minutes in (1, 2, 5)
        ]
    assert counted == written
