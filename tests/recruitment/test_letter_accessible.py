"""One letter by itself, for a screen reader: in every layout and in every language."""

from io import BytesIO

import pikepdf
import pytest

from assembly import pdf as documents
from recruitment import letters
from recruitment.letters import body, languages, wording
from recruitment.letters.single import MAKERS, Copy
from tests import make, pdf_ua
from tests.letter_proof import misprints
from tests.make_letters import letter_of, started

pytestmark = pytest.mark.django_db
NOW = make.NOW
SECOND = {Copy.WELSH: "cy", Copy.POLISH: "pl", Copy.URDU: "ur"}
TITLES = {"cy": "Mae gwahoddiad i chi", "pl": "Zapraszamy!", "ur": "آپ کو دعوت دی جاتی ہے"}
QUESTION = "How should we look after our streets?"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://assembly.example.org"


def printed(assembly, folder, layout="standard", language=""):
    """Return a letter of a run in this layout and second language."""
    if language:
        english = letters.current(assembly)
        ours = wording.first_side(language, "invitation")
        text = letters.draft(
            assembly, "invitation", front=english.front, back=english.back, language=language,
            other_front=ours.replace("((question))", "2024?"),
        )  # fmt: skip
        letters.save(text, by=make.actor_with(assembly, "organiser"), now=NOW)
    started(assembly, folder, layout=layout)
    return letter_of(batch__number=1, place=1)


EVERY_RUN = pytest.mark.parametrize(
    ("layout", "language"),
    [("standard", ""), ("large", ""), *(("bilingual", code) for code in TITLES)],
)
EVERY_COPY = pytest.mark.parametrize(
    "kind", [kind for kind in Copy if kind != Copy.SAME], ids=lambda kind: kind.name.lower()
)


@EVERY_RUN
def test_a_letter_of_any_run_is_made_whole_for_a_screen_reader(
    assembly, tmp_path, layout, language
):
    letter = printed(assembly, tmp_path, layout, language)
    assert pdf_ua.faults(letters.accessible(letter)) == []


@EVERY_COPY
def test_every_copy_of_a_standard_letter_is_made_for_a_screen_reader(assembly, tmp_path, kind):
    letter = printed(assembly, tmp_path)
    assert pdf_ua.faults(MAKERS[kind](letter)) == []


@EVERY_COPY
def test_every_copy_shows_its_address_in_the_window_and_scans_to_its_code(assembly, tmp_path, kind):
    letter = printed(assembly, tmp_path)
    content = MAKERS[kind](letter)
    assert misprints(content, [letter], body.pages(content)) == []


def test_a_long_address_stays_within_the_window_of_a_copy(assembly, tmp_path):
    letter = printed(assembly, tmp_path)
    long = ["Flat 123, " + "Very Long Name " * 2, "1 Street", "Mews", "Hale End", "WOODFORD GREEN"]
    letter.invitation.address.lines = long
    content = letters.accessible(letter)
    assert misprints(content, [letter], body.pages(content)) == []


@pytest.mark.parametrize("kind", SECOND)
def test_words_are_spoken_in_their_own_language(assembly, tmp_path, kind):
    """The title in that of the section, what the assembly says in English within it too."""
    letter = printed(assembly, tmp_path)
    lang = SECOND[kind]
    said = [(lang, words.strip()) for lang, words in pdf_ua.spoken(MAKERS[kind](letter))]
    spoken = [words for language, words in said if language == lang]
    assert TITLES[lang] in spoken
    assert [language for language, words in said if words == QUESTION] == ["en", "en"]
    assert ("en", assembly.area_name) in said
    for other in ("ro", "tr"):  # each of the panel's sentences too
        asks = " ".join(words for language, words in said if language == other)
        assert languages.LANGUAGES[other].ask.split("{")[0].strip() in asks


@pytest.mark.parametrize("kind", SECOND)
def test_the_square_is_described_in_the_language_of_its_page(assembly, tmp_path, kind):
    letter = printed(assembly, tmp_path)
    with pikepdf.open(BytesIO(MAKERS[kind](letter))) as made:
        described = [
            str(each.Alt)
            for each in made.objects
            if isinstance(each, pikepdf.Dictionary) and "/Alt" in each
        ]
    assert described == [languages.panel(code).qr for code in ("en", SECOND[kind])]


def test_urdu_that_nobody_spelt_out_could_not_be_read(assembly, tmp_path, monkeypatch):
    """A control: the typeface draws its letters in pieces that stand for none."""
    letter = printed(assembly, tmp_path)
    monkeypatch.setattr(documents, "_name_languages_of_words", lambda *_: None)
    content = MAKERS[Copy.URDU](letter)
    assert any("whose letters are not known" in fault for fault in pdf_ua.faults(content))
    assert TITLES["ur"] not in [words.strip() for _, words in pdf_ua.spoken(content)]


def untagged(made):
    del made.Root.MarkInfo


def in_no_language(made):
    del made.Root.Lang


def without_title(made):
    del made.Root.ViewerPreferences


def without_tabs(made):
    del made.pages[0].Tabs


def stained(made):
    made.pages[0].contents_add(made.make_stream(b"0 g 9 9 9 9 re f"), prepend=False)


def picture_without_words(made):
    for each in tags(made, "/Figure"):
        del each.Alt


def heading_that_skips(made):
    for each in tags(made, "/H2"):
        each.S = pikepdf.Name("/H3")


def tag_that_is_lost(made):
    tags(made, "/H1")[0].K = pikepdf.Array()


def font_left_out(made):
    for each in made.objects:
        if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each:
            del each["/FontFile2"]


def letters_unknown(made):
    for each in made.objects:
        if isinstance(each, pikepdf.Dictionary) and "/ToUnicode" in each:
            del each["/ToUnicode"]


def tags(made, kind):
    return [
        each
        for each in made.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/S") == kind
    ]


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        (untagged, "does not say that it is tagged"),
        (in_no_language, "its language is None"),
        (without_title, "title is not shown"),
        (without_tabs, "page 1 is not tabbed through"),
        (stained, "page 1 has content without a mark: f"),
        (picture_without_words, "a picture has no words"),
        (heading_that_skips, "level 1 is followed by one of level 3"),
        (tag_that_is_lost, "has 0 tags"),
        (font_left_out, "is not embedded"),
        (letters_unknown, "does not say what its characters are"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_what_a_screen_reader_would_miss_is_noticed(assembly, tmp_path, harm, fault):
    """A control of the check itself."""
    whole, harmed = letters.accessible(printed(assembly, tmp_path)), BytesIO()
    with pikepdf.open(BytesIO(whole)) as made:
        harm(made)
        made.save(harmed)
    assert any(fault in each for each in pdf_ua.faults(harmed.getvalue()))
