"""The residents' pages in Welsh, Polish and Urdu."""

import html
import re
from datetime import date
from functools import cache

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from assembly import catalogue, languages, translations
from assembly.errors import BadInput
from assembly.models import OutboxMessage
from assembly.templatetags.assembly import day, moment
from recruitment import registrations
from recruitment.models import Category, Registration
from recruitment.queries import texts
from tests import make
from tests import make_recruitment as recruit
from tests.make_pages import PAGES, answer, birth_date, send_code, text, url

pytestmark = pytest.mark.usefixtures("today")

OTHERS = [language.code for language in catalogue.OTHERS]


@pytest.fixture
def assembly(db):
    return recruit.open_assembly(name="Cynulliad – Panel – 2024", consent_below=18)


def reader(code: str) -> Client:
    return Client(headers={"accept-language": f"{code},en;q=0.5"})


@cache
def long_sources() -> frozenset[str]:
    forms = (form for source in catalogue.sources() for form in catalogue.forms(source))
    return frozenset(form for form in forms if len(form) > 3)


def english_left(page: str) -> list[str]:
    """Return the English texts on a page that have a translation, but for parts marked English."""
    body = re.sub(r'<(\w+)[^>]*lang="en-GB"[^>]*>.*?</\1>', "", page.split("<body", 1)[1])
    seen = html.unescape(re.sub(r"<[^>]+>", "\n", body))
    lines = {line.strip() for line in seen.splitlines() if line.strip()}
    return sorted(lines & long_sources() - SAME)


OWN = (
    "mine", "mine.correct", "mine.correct_birth_date", "mine.correct_answers", "mine.correct_needs",
    "mine.withdraw", "mine.erase",
)  # fmt: skip
SAME = {"5 min", "Menu", "Test", "Administrator", "E-mail", "Panel", "System", "Sessions"}


def pages_of_the_journey(client, assembly):
    """Yield name and text of every page on the way, and of the personal pages after it."""
    yield "start", text(client.get(url("register", assembly)))
    yield "code", text(client.get(url("register.code", assembly)))
    yield "wrong code", text(client.post(url("register.code", assembly), {"code": "0" * 13}))
    yield "lost", text(client.get(url("lost", assembly)))
    yield "lost, wrong", text(client.post(url("lost", assembly), {}))
    yield "asked", text(client.get(url("lost.asked", assembly)))
    yield "link", text(client.get(url("mine.link", assembly)))
    yield "link sent", text(client.get(url("mine.link_sent", assembly)))
    yield "no link", text(client.get(url("mine", assembly)))
    send_code(client, assembly, recruit.invitation(assembly)[1])
    for key, data in PAGES:
        yield key, text(client.get(url("register.step", assembly, key)))
        if key != "needs":
            yield f"{key}, wrong", text(client.post(url("register.step", assembly, key), {}))
        client.post(url("register.step", assembly, key), data)
    for reason in ("age", "address"):
        yield reason, text(client.get(url("register.not_eligible", assembly, reason)))
    yield "check", text(client.get(url("register.check", assembly)))
    client.post(url("register.check", assembly))
    yield "done", text(client.get(url("register.done", assembly)))
    person = Registration.objects.get()
    client.get(url("mine.enter", assembly, registrations.personal_token(person)))
    for name in OWN:
        yield name, text(client.get(url(name, assembly)))
    for name, born in (("too young", "2015"), ("a parent", "2007")):
        page = client.post(url("mine.correct_birth_date", assembly), birth_date(1, 6, born))
        yield name, text(page)
    client.post(url("mine.withdraw", assembly))
    yield "withdrawn", text(client.get(url("mine", assembly)))
    client.post(url("mine.erase", assembly))
    yield "erased", text(client.get(client.get(url("mine", assembly)).wsgi_request.path))


@pytest.mark.parametrize("code", OTHERS)
def test_every_page_of_the_journey_is_in_the_readers_language(assembly, code):
    language = languages.BY_CODE[code]
    for name, page in pages_of_the_journey(reader(code), assembly):
        opening = f'<html lang="{language.html}" dir="{language.direction}"'
        assert page.count(opening) == 1, name
        assert english_left(page) == [], name


def test_in_english_the_same_search_finds_english(assembly):
    """A control."""
    name, page = next(pages_of_the_journey(Client(), assembly))
    assert name == "start"
    assert "Who can register" in english_left(page)


@pytest.mark.parametrize(
    ("asked", "html_language"),
    [
        ("cy", "cy"),
        ("cy-GB,en;q=0.8", "cy"),
        ("ur-PK", "ur"),
        ("fr,pl;q=0.7", "pl"),
        ("en,cy;q=0.9", "en-GB"),
        ("fr", "en-GB"),
        ("nonsense;;q=x", "en-GB"),
        ("", "en-GB"),
    ],
)
def test_the_first_page_is_in_the_browsers_language(assembly, asked, html_language):
    response = Client(headers={"accept-language": asked}).get(url("register", assembly))
    assert response.headers["Content-Language"] == html_language
    assert "Accept-Language" in response.headers["Vary"]


def test_a_language_is_chosen_without_javascript_and_stays(client, assembly):
    page = url("register.code", assembly)
    sent = client.post(reverse("public.language"), {"language": "ur", "next": page})
    assert (sent.status_code, sent.headers["Location"]) == (303, page)
    assert 'dir="rtl"' in text(client.get(page))
    client.post(reverse("public.language"), {"language": "en-gb", "next": page})
    assert '<html lang="en-GB" dir="ltr"' in text(client.get(page))


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_choosing_a_language_never_leads_to_another_site(client, assembly, elsewhere):
    sent = client.post(reverse("public.language"), {"language": "ur", "next": elsewhere})
    assert sent.headers["Location"] == reverse("public.home")


def test_staff_pages_stay_in_english(assembly, signed_in):
    staff = signed_in(make.role(assembly, "organiser"))
    path = reverse("staff.registrations", args=[assembly.slug])
    page = text(staff.get(path, headers={"accept-language": "ur"}))
    assert page.count('<html lang="en-GB" dir="ltr"') == 1
    assert translation.get_language() == "en-gb"


@pytest.mark.parametrize("code", OTHERS)
def test_the_person_is_written_to_in_the_language_they_registered_in(assembly, code):
    client = reader(code)
    send_code(client, assembly, recruit.invitation(assembly)[1])
    answer(client, assembly)
    client.post(url("register.check", assembly))
    sent = OutboxMessage.objects.get(kind="registered")
    with translation.override(code):
        assert translation.gettext("Your own link") in sent.body
    assert "You have registered" not in sent.subject
    assert Registration.objects.get().language == code


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("en-gb", "29 February 2024"),
        ("cy", "29 Chwefror 2024"),
        ("pl", "29 lutego 2024"),
        ("ur", "29 فروری 2024"),
    ],
)
def test_dates_are_written_as_the_language_writes_them(code, written):
    with languages.reading(code):
        assert day(date(2024, 2, 29)) == written
        if code != "en-gb":
            assert "12:00" in moment(make.NOW)


def test_a_phone_number_keeps_its_order_among_urdu_words(assembly):
    page = reader("ur").get(url("register.code", assembly)).content.decode()
    assert "\u2066020 7946 0000\u2069" in page
    assert "\u2066" not in reader("pl").get(url("register.code", assembly)).content.decode()


# An assembly's own texts


def test_own_texts_are_shown_in_the_readers_language_until_the_source_changes(assembly):
    recruiter = make.actor_with(assembly, "recruiter")
    key = "category:gender:question"
    source = texts.own(assembly)[key]
    translations.write(
        assembly, "cy", key, source, "Pa rywedd ydych chi?", by=recruiter, now=make.NOW
    )
    client = reader("cy")
    send_code(client, assembly, recruit.invitation(assembly)[1])
    path = url("register.step", assembly, "you-gender")
    assert "Pa rywedd ydych chi?" in text(client.get(path))
    Category.objects.filter(key="gender").update(question="How do you describe your gender?")
    assembly.refresh_from_db()
    page = text(client.get(path))
    assert ("Pa rywedd" in page, "How do you describe your gender?" in page) == (False, True)
    found = {t.key: t for t in translations.overview(assembly, "cy", texts.own(assembly))}
    assert found[key].state == translations.OUTDATED


def test_staff_see_what_is_missing_or_out_of_date_and_put_it_right(assembly, signed_in):
    staff = signed_in(make.role(assembly, "organiser"))
    path = reverse("staff.translations.language", args=[assembly.slug, "pl"])
    sources = texts.own(assembly)
    place = list(sources).index("question")
    assert "Translation: missing" in text(staff.get(path))
    staff.post(path, {f"text-{place}": "Jak dbać o nasze ulice?"})
    assert assembly.translations.get(key="question").text == "Jak dbać o nasze ulice?"
    assert "Jak dbać o nasze ulice?" in text(reader("pl").get(url("register", assembly)))
    assembly.question = "How should we look after our parks?"
    assembly.save()
    overview = text(staff.get(reverse("staff.translations", args=[assembly.slug])))
    assert overview.count('<strong class="govuk-tag govuk-tag--red">1</strong>') == 1
    assert "Jak dbać" not in text(reader("pl").get(url("register", assembly)))
    staff.post(path, {f"text-{place}": "Jak dbać o nasze parki?"})
    assert "Jak dbać o nasze parki?" in text(reader("pl").get(url("register", assembly)))


def test_staff_see_the_texts_of_all_pages_and_which_of_them_wait_for_a_translator(
    assembly, signed_in, tmp_path, settings
):
    staff = signed_in(make.role(assembly, "organiser"))
    path = reverse("staff.translations.common", args=[assembly.slug, "pl"])
    page = text(staff.get(path))
    assert "Count the votes yourself" in page
    assert "Policz głosy samodzielnie" in page
    assert "Missing or out of date" not in page
    folder = tmp_path / "locale" / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    kept = catalogue.po_file(languages.BY_CODE["pl"]).read_text(encoding="utf-8")
    with_gap = kept.replace('msgstr "Policz głosy samodzielnie"', 'msgstr ""')
    (folder / "django.po").write_text(with_gap, encoding="utf-8")
    settings.BASE_DIR = tmp_path
    catalogue.shown.cache_clear()
    page = text(staff.get(path))
    catalogue.shown.cache_clear()
    assert page.count("Missing or out of date") == 1
    assert "Policz głosy samodzielnie" not in page


def test_a_language_that_is_not_there_has_no_texts(assembly, signed_in):
    staff = signed_in(make.role(assembly, "organiser"))
    path = reverse("staff.translations.common", args=[assembly.slug, "en-gb"])
    assert staff.get(path).status_code == 404


def test_nothing_is_translated_into_english(assembly):
    with pytest.raises(BadInput):
        translations.write(
            assembly,
            "en-gb",
            "question",
            "A",
            "B",
            by=make.actor_with(assembly, "organiser"),
            now=make.NOW,
        )
