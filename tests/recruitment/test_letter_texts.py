"""What letters say: Markdown and a closed list of fields, versions that stay, a preview."""

from io import BytesIO

import pikepdf
import pytest
import time_machine
from django.db import Error, transaction
from django.urls import reverse
from pypdf import PdfReader

from assembly import merge_fields, stages
from assembly.errors import BadInput, NotAllowed, WrongStage
from assembly.models import AuditEntry
from recruitment import letters
from recruitment.letters import body, fields, languages, pages, templates, wording
from recruitment.letters.geometry import WINDOW
from recruitment.models import Frame, LetterTemplate
from tests import make, make_addresses
from tests.make_letters import letter_of, print_all, started

pytestmark = pytest.mark.django_db
NOW = make.NOW
VALUES = {"area": "Leyton", "question": "Is 2 * 3 * 4 > <b>5</b>?", "phone": "020 7946 0000"}


def said(text, **values):
    return fields.render(text, {**VALUES, **values}, "en")


def draft(assembly, **changes):
    ours = templates.current(assembly)
    given = {name: getattr(ours, name) for name in ("front", "back", "language", "others")}
    return letters.draft(assembly, "invitation", **{**given, **changes})


# Fields


def test_a_field_is_filled_in_however_it_is_written():
    assert said("In (( Area )) and ((AREA))") == "<p>In Leyton and Leyton</p>\n"


def test_what_a_field_says_is_text_and_neither_markdown_nor_html():
    assert said("**((question))**") == (
        "<p><strong>Is 2 * 3 * 4 &gt; &lt;b&gt;5&lt;/b&gt;?</strong></p>\n"
    )


def test_a_field_that_does_not_exist_or_says_nothing_stays_and_is_marked():
    assert said("((colour))") == '<p><mark class="unfilled">((colour))</mark></p>\n'
    assert said("((area))", area="") == '<p><mark class="unfilled">((area))</mark></p>\n'


@pytest.mark.parametrize(
    "text",
    [
        "{{ assembly.pk }}",
        "{% include 'staff/base.html' %}",
        "((assembly.contact_email))",
        "((__class__))",
        "{% debug %}",
    ],
)
def test_no_template_language_reads_what_staff_write(text):
    html = fields.render(text, VALUES, "en")
    assert text.replace("'", "’").split()[0][:2] in html or "unfilled" in html
    assert "@" not in html
    assert "<html" not in html


def test_html_in_a_text_is_shown_and_not_obeyed():
    html = said("<script>x</script> <img src='file:///etc/passwd'> [x](javascript:y)")
    assert html.count("<script") == html.count("<img") == html.count("javascript:y)") - 1 == 0


def test_nobody_can_write_the_marks_that_hold_a_fields_place():
    assert said("\ue0000\ue001 ((area))") == "<p>0 Leyton</p>\n"


def test_every_field_says_something_in_every_language_that_carries_a_letter(assembly):
    make.commissioned(assembly)
    for code in languages.CARRYING:
        values = fields.values(assembly, 3, code)
        empty = [name for name in fields.FIELDS if not values[name]]
        assert empty == ["organiser", "recruiter"]


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("en", "Wednesday 24 January 2024"),
        ("cy", "Dydd Mercher 24 Ionawr 2024"),
        ("pl", "Środa 24 stycznia 2024"),
        ("ur", "بدھ، 24 جنوری 2024"),
    ],
)
def test_the_deadline_is_written_in_each_language(assembly, code, day):
    assert fields.values(assembly, 3, code)["deadline"] == day


# Versions


def test_a_text_is_saved_as_a_new_version_and_the_older_ones_stay(assembly):
    by = make.actor_with(assembly, "organiser")
    first = letters.save(draft(assembly, front="# One"), by=by, now=NOW)
    second = letters.save(draft(assembly, front="# Two"), by=by, now=NOW)
    assert [first.version, second.version] == [1, 2]
    assert letters.current(assembly).front == "# Two"
    assert LetterTemplate.objects.get(version=1).front == "# One"
    entries = AuditEntry.objects.filter(act="letters.write").order_by("position")
    assert [entry.detail for entry in entries] == [
        {"kind": "invitation", "version": 1},
        {"kind": "invitation", "version": 2},
    ]


def test_the_database_refuses_to_change_a_version(assembly):
    letters.save(draft(assembly), by=make.actor_with(assembly, "organiser"), now=NOW)
    with pytest.raises(Error, match="do not change"), transaction.atomic():
        LetterTemplate.objects.update(front="# Other")


def test_invitation_and_reminder_have_texts_of_their_own(assembly):
    assert letters.current(assembly, "invitation").front.startswith("# You are invited")
    assert letters.current(assembly, "reminder").front.startswith("# There is still time")


def test_only_organiser_and_recruiter_write_and_only_before_the_lottery(assembly):
    with pytest.raises(NotAllowed):
        letters.save(draft(assembly), by=make.actor_with(assembly, "facilitator"), now=NOW)
    assembly.stage = stages.DRAW.key
    assembly.save()
    with pytest.raises(WrongStage):
        letters.save(draft(assembly), by=make.actor_with(assembly, "organiser"), now=NOW)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"front": "x" * 6_001}, "A page’s text has at most 6,000 characters."),
        ({"language": "xx"}, "Letters cannot be printed in that language yet."),
        ({"language": "ro"}, "Letters cannot be printed in that language yet."),
        ({"back": " "}, "Both the first page and the pages after it need a text."),
        ({"others": ["xx"]}, "“xx” is not a language of the panel."),
    ],
)
def test_a_text_that_cannot_be_is_refused(assembly, change, message):
    with pytest.raises(BadInput) as refused:
        draft(assembly, **change)
    assert refused.value.message == message


def test_a_run_says_which_version_it_prints_and_keeps_saying_it(assembly, tmp_path):
    by = make.actor_with(assembly, "organiser")
    letters.save(draft(assembly, front="# First words\n\n((council))"), by=by, now=NOW)
    run = started(assembly, tmp_path)
    letters.save(draft(assembly, front="# Other words\n\n((council))"), by=by, now=NOW)
    assembly.question = "Another question?"
    assembly.contact_phone = "020 7946 0999"
    assembly.save()
    print_all(run)
    letter = letter_of(batch__number=1, place=1)
    for content in (letters.reprint(letter), letters.accessible(letter), letters.large(letter)):
        text = PdfReader(BytesIO(content)).pages[0].extract_text()
        assert text.count("First words") == 1
        assert text.count("020 7946 0000") == 2
    assert run.template.version == 1


# Languages and layouts


def laid_out(assembly, layout, **changes):
    make.commissioned(assembly)
    says = wording.make(assembly, draft(assembly, **changes), layout, weekends=3, now=NOW)
    return says, body.render(says)


@pytest.mark.parametrize("code", ["cy", "pl", "ur"])
def test_a_letter_in_two_languages_has_four_pages_and_the_code_in_both(assembly, code):
    says, content = laid_out(assembly, "bilingual", language=code)
    made = letters.specimen(says, content, assembly, now=NOW)
    texts = [page.extract_text() for page in PdfReader(BytesIO(made)).pages]
    assert len(texts) == 4
    assert [text.count("0000-0000-0000-0") for text in texts] == [1, 0, 1, 0]
    assert pages.strays(content, body.code_pages(says)) == []


def test_urdu_runs_from_right_to_left_and_is_named_for_screen_readers(assembly, tmp_path):
    make.commissioned(assembly)
    text = draft(assembly, language="ur", other_front="# آپ کو دعوت\n\n((council))")
    letters.save(text, by=make.actor_with(assembly, "organiser"), now=NOW)
    started(assembly, tmp_path, layout="bilingual")
    content = letters.accessible(letter_of(batch__number=1, place=1))
    with pikepdf.open(BytesIO(content)) as made:
        spoken = {str(o.Lang) for o in made.objects if isinstance(o, pikepdf.Dictionary)
                  and "/Lang" in o}  # fmt: skip
        names = {str(o.FontName) for o in made.objects if isinstance(o, pikepdf.Dictionary)
                 and "/FontName" in o}  # fmt: skip
    assert {"en-GB", "ur", "pl"} <= spoken
    assert any("Nastaliq" in name for name in names)


def test_the_panel_says_in_each_chosen_language_how_to_get_the_letter(assembly):
    _, content = laid_out(assembly, "standard", others=["cy", "pl", "lt"])
    text = " ".join(PdfReader(BytesIO(content)).pages[1].extract_text().split())
    assert text.count("I gael y llythyr hwn yn Gymraeg, ffoniwch 020 7946 0000.") == 1
    assert text.count("Aby otrzymać ten list po polsku, zadzwoń pod numer 020 7946 0000.") == 1
    assert text.count("Dėl pagalbos lietuvių kalba skambinkite 020 7946 0000.") == 1
    assert text.count("română") == 0


def smallest_print(content):
    """Return the size of the smallest letters on pages, in points."""
    sizes = []
    for page in PdfReader(BytesIO(content)).pages:
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, size: (
                sizes.append(size * abs(tm[3]) * abs(cm[3])) if text.strip() else None
            )
        )
    return round(min(sizes), 1)


def test_no_print_is_smaller_than_twelve_points_and_large_print_than_sixteen(assembly):
    assert smallest_print(laid_out(assembly, "standard")[1]) >= 12
    assert smallest_print(laid_out(assembly, "large")[1]) >= 15


def test_ink_in_the_window_is_found_and_so_is_ink_in_the_margin(assembly):
    """The control of what preflight relies on: the same pages with a stain."""
    says, content = laid_out(assembly, "standard")
    assert pages.strays(content, body.code_pages(says)) == []
    for x, y in ((80, 650), (20, 400), (560, 400), (300, 8), (400, 80)):
        with pikepdf.open(BytesIO(content)) as made:
            stain = made.make_stream(f"Q 0 g {x} {y} 5 5 re f".encode())
            made.pages[0].contents_add(made.make_stream(b"q"), prepend=True)
            made.pages[0].contents_add(stain, prepend=False)
            stained = BytesIO()
            made.save(stained)
        [stray] = pages.strays(stained.getvalue(), body.code_pages(says))
        assert stray.page == 1
    assert WINDOW.width == pytest.approx(95.4)


# Pages


def at(name, assembly, kind="invitation"):
    return reverse(f"staff.letters.{name}", args=[assembly.slug, kind])


def given(assembly, **changes):
    text = draft(assembly)
    return {"front": text.front, "back": text.back, "others": text.others, "language": "",
            "layout": "standard", **changes}  # fmt: skip


@pytest.fixture
def desk(assembly, signed_in):
    make.commissioned(assembly)
    with time_machine.travel(NOW):
        yield signed_in(make.role(assembly, "organiser"))


def test_preview_shows_the_pages_as_pictures_and_saves_nothing(assembly, desk):
    answer = desk.post(at("write", assembly), {**given(assembly), "preview": "1"})
    html = answer.content.decode()
    assert html.count('<img class="sheet__page" src="data:image/png;base64,') == 2
    assert html.count("Preflight passes") == 1
    assert LetterTemplate.objects.count() == 0


def test_the_live_preview_is_that_part_of_the_page_alone(assembly, desk):
    answer = desk.post(at("look", assembly), given(assembly, front="Use ((qestion))"))
    html = answer.content.decode()
    assert html.count("<html") == 0
    assert html.count("There is no field called “qestion”") == 1
    empty = desk.post(at("look", assembly), {}).content.decode()
    assert empty.count("Fill in both texts to see the letter.") == 1


def test_saving_makes_a_version_that_the_page_then_shows(assembly, desk):
    answer = desk.post(
        at("write", assembly), {**given(assembly, front="# Own words"), "save": "1"}, follow=True
    )
    html = answer.content.decode()
    assert html.count("Version 1 of the text is saved.") == 1
    assert html.count("# Own words") == 1
    listed = desk.get(at("versions", assembly)).content.decode()
    assert listed.count("Open version 1") == 1


def test_an_older_version_opens_to_be_saved_again(assembly, desk):
    by = make.actor_with(assembly, "organiser")
    for words in ("# Old words", "# New words"):
        letters.save(draft(assembly, front=words), by=by, now=NOW)
    html = desk.get(at("write", assembly) + "?version=1").content.decode()
    assert (html.count("# Old words"), html.count("# New words")) == (1, 0)
    assert desk.get(at("write", assembly) + "?version=9").status_code == 404


@pytest.mark.parametrize(
    ("code", "invites", "reminds"),
    [
        ("cy", "# Mae gwahoddiad i chi", "# Mae amser o hyd"),
        ("pl", "# Zapraszamy!", "# Jeszcze jest czas"),
        ("ur", "# آپ کو دعوت دی جاتی ہے", "# ابھی وقت باقی ہے"),
    ],
)
def test_our_translation_is_that_of_the_kind_of_letter(assembly, code, invites, reminds):
    """A reminder in two languages says in both that the code is that of the first letter."""
    for kind, title in (("invitation", invites), ("reminder", reminds)):
        english = letters.current(assembly, kind)
        made = letters.draft(assembly, kind, front=english.front, back=english.back, language=code)
        assert made.other_front.startswith(title)
        assert set(merge_fields.FIELD.findall(made.other_front)) == set(
            merge_fields.FIELD.findall(english.front)
        )


@pytest.mark.parametrize(
    ("kind", "whose"), [("paf", "Royal Mail"), ("addressbase", "Ordnance Survey")]
)
def test_a_letter_names_whose_list_the_address_comes_from(assembly, tmp_path, kind, whose):
    make_addresses.draw(assembly, tmp_path)
    Frame.objects.update(kind=kind)
    for code in ("en", "cy", "pl", "ur"):
        back = wording.brought(code, "back")
        html = fields.render(back, fields.values(assembly, 3, code), code)
        assert whose in html
        assert ("Royal Mail" in html) == (kind == "paf")


def test_our_translation_is_filled_in_when_its_text_is_left_empty(assembly, desk):
    changes = {"language": "pl", "layout": "bilingual", "preview": "1"}
    html = desk.post(at("write", assembly), given(assembly, **changes)).content.decode()
    assert html.count("# Zapraszamy!") == 1
    assert html.count('<img class="sheet__page"') == 4
    assert html.count("The question is not in Polish") == 1
