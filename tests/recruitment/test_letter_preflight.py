"""Preflight: what is wrong is said in plain English before anything is printed."""

from datetime import date, timedelta

import pytest

from assembly.models import Part
from recruitment import letters
from recruitment.letters import printing, window
from recruitment.models import Address, Letter, LetterRun
from tests import make, make_addresses, make_letters
from tests.letter_proof import faults
from tests.make_letters import print_all, started

pytestmark = pytest.mark.django_db
NOW = make.NOW


@pytest.fixture
def commissioned(assembly):
    make.commissioned(assembly)
    return assembly


def check(assembly, *, kind="invitation", layout="standard", now=NOW, **texts):
    ours = letters.current(assembly, kind)
    text = {"front": ours.front, "back": ours.back, "others": ours.others, **texts}
    template = letters.draft(assembly, kind, **text)
    return letters.check(assembly, template, layout, weekends=3, now=now)


def titles(assembly, **options):
    return [failure.title for failure in check(assembly, **options).failures]


def test_our_own_texts_pass(commissioned):
    for kind in ("invitation", "reminder"):
        for layout in ("standard", "large"):
            report = check(commissioned, kind=kind, layout=layout)
            assert (report.failures, report.passes) == ((), True)


def test_each_failure_says_what_is_wrong_where_and_what_to_do(commissioned):
    [failure] = check(commissioned, front="# Hi\n\n((colour))").failures
    assert (failure.title, failure.detail, failure.do) == (
        "There is no field called “colour”",
        "The English text uses ((colour)), which letters do not know.",
        "Choose a field from the list, or take the double brackets away.",
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("((organiser))", "The field “organiser” has nothing to say"),
        ("See ((key facts)).", "The field “key facts” must stand on a line of its own"),
        ("[here](https://example.org)", "Links cannot be printed in a letter"),
        ("a | b\n--|--\nc | d", "Tables cannot be printed in a letter"),
        ("`x`", "Code cannot be printed in a letter"),
        ("![x](y.png)", "Pictures cannot be printed in a letter"),
        ("##### Deep", "Headings below the third level cannot be printed in a letter"),
        ("We ❤ 你好", "The typeface lacks 3 characters"),
        ("word " * 700, "The English text of the first page is too long"),
        ("w" * 200, "Something stands outside the margins"),
    ],
)
def test_what_is_wrong_with_a_text_is_named(commissioned, text, title):
    assert titles(commissioned, front=text) == [title]


def test_a_back_that_is_too_long_is_told_apart_from_a_front(commissioned):
    assert titles(commissioned, back="word " * 1200) == [
        "The English text of the pages after the first is too long"
    ]


@pytest.mark.parametrize(
    ("change", "title"),
    [
        ({"contact_phone": ""}, "There is no phone number"),
        ({"contact_email": ""}, "There is no e-mail address"),
        ({"registration_closes": NOW - timedelta(days=1)}, "The deadline is in the past"),
        ({"registration_closes": NOW + timedelta(days=5)}, "The deadline is too close"),
        ({"first_day": date(2024, 1, 20)}, "The first day is before the deadline"),
        ({"gift_pence": 0}, "The field “gift” has nothing to say"),
        ({"name": "Assembly 🌳"}, "The typeface lacks 1 character"),
        ({"question": "Why " * 500}, "The English text of the first page is too long"),
    ],
)
def test_what_is_wrong_with_the_assembly_is_named(commissioned, change, title):
    for name, value in change.items():
        setattr(commissioned, name, value)
    assert title in titles(commissioned)


def test_a_reminder_may_be_sent_closer_to_the_deadline(commissioned):
    commissioned.registration_closes = NOW + timedelta(days=5)
    assert titles(commissioned, kind="reminder") == []


def test_the_council_must_be_named(assembly):
    assert titles(assembly)[0] == "No council is named"
    make.commissioned(assembly)
    assert titles(assembly) == []


def test_two_languages_need_a_second_text_and_the_question_in_it(commissioned):
    assert titles(commissioned, layout="bilingual") == ["There is no second language"]
    assert titles(commissioned, layout="bilingual", language="cy") == [
        "The question is not in Welsh"
    ]
    front = "# Gwahoddiad\n\n> Sut dylem ofalu am ein strydoedd?"
    assert titles(commissioned, layout="bilingual", language="cy", other_front=front) == []


def test_arabic_script_passes_in_urdu_and_nowhere_else(commissioned):
    options = {"layout": "bilingual", "other_back": "## اردو", "other_front": "# سوال"}
    assert titles(commissioned, language="ur", **options) == []
    assert titles(commissioned, language="pl", **options) == [
        "The typeface lacks 4 characters",
        "The typeface lacks 4 characters",
    ]


def test_nothing_is_printed_while_preflight_fails(assembly, tmp_path):
    assembly.contact_phone = ""
    with pytest.raises(letters.Unfit) as refused:
        started(assembly, tmp_path)
    assert refused.value.message.startswith("There is no phone number")
    assert (LetterRun.objects.count(), Letter.objects.count()) == (0, 0)


def test_the_same_run_starts_once_the_fault_is_put_right(assembly, tmp_path):
    """The control: it was that fault and nothing else."""
    run = started(assembly, tmp_path)
    assert run.letters == 20


# Addresses that cannot be printed


POISON = [
    (["Flat 1, 😀", "LONDON"], "Line 1 has a character that the typeface lacks: U+1F600."),
    (["شارع 5", "LONDON"], "Line 1 has a character that the typeface lacks: U+0634."),
    (["x" * 60_000, "LONDON"], "Line 1 is too long for the window, even in 8 point."),
    (["1 Road\n2 Road", "LONDON"], "Line 1 has a character that the typeface lacks: U+000A."),
    (["A", "B", "C", "D", "E", "F"], "The address has 8 lines. The window takes 7."),
    ([], "The address has an empty line or no postcode."),
    (["", "LONDON"], "The address has an empty line or no postcode."),
    ([5, "LONDON"], "The address is not text."),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "reason"), POISON)
def test_an_address_that_cannot_be_printed_says_why(lines, reason):
    assert window.trouble(lines, "E17 1AA") == reason


def test_ordinary_addresses_have_no_trouble():
    assert window.trouble(["Tŷ Gwyn, Fflat 2", "1–3 St Mary’s Road", "LONDON"], "E17 1AA") == ""


def poison(assembly, *, which=slice(None)):
    """Spoil as many of the drawn addresses as there are ways to."""
    addresses = Address.objects.filter(assembly=assembly).order_by("pk")
    for address, (lines, _) in zip(addresses, POISON[which], strict=False):
        address.lines = lines
        address.save(update_fields=["lines"])


def test_poison_letters_stop_a_run_until_somebody_says_to_leave_them_out(assembly, tmp_path):
    make.commissioned(assembly)
    draw = make_addresses.draw(assembly, tmp_path)
    poison(assembly)
    by = make.actor_with(assembly, "organiser")
    with pytest.raises(letters.Unfit) as refused:
        letters.start(assembly, draw, by=by, now=NOW)
    assert refused.value.message == "8 addresses cannot be printed."
    run = letters.start(assembly, draw, by=by, now=NOW, batch_size=5, leave_out=True)
    batches = print_all(run)
    assert [batch.size for batch in batches] == [5, 5, 2]
    left_out = Letter.objects.filter(run=run, batch__isnull=True)
    assert sorted(left_out.values_list("problem", flat=True)) == sorted(
        reason for _, reason in POISON
    )
    assert letters.progress(run) == letters.Progress(12, 12, 0)
    assert faults(run) == []


def test_an_address_spoilt_after_the_start_is_left_out_and_the_others_printed(assembly, tmp_path):
    run = started(assembly, tmp_path)
    poison(assembly, which=slice(0, 3))
    print_all(run)
    assert run.letters == 17
    assert Letter.objects.filter(run=run, batch__isnull=True).count() == 3
    assert faults(run) == []


def test_without_setting_poison_aside_it_would_take_its_neighbours_with_it(
    assembly, tmp_path, monkeypatch
):
    """The control: one bad address, and seven good letters of its batch are not printed."""
    monkeypatch.setattr(printing, "_set_aside", lambda batch: None)
    run = started(assembly, tmp_path)
    poison(assembly, which=slice(7, 8))
    print_all(run)
    assert run.batches.filter(status="failed").count() == 1
    assert "8 letters are missing" in " ".join(faults(run))


@pytest.mark.soak
def test_of_ten_thousand_letters_the_hundred_that_are_poison_are_listed_and_the_rest_printed(
    assembly,
):
    make.commissioned(assembly)
    draw = make_letters.addressed(assembly, 10_000)
    by = make.actor_with(assembly, "organiser")
    run = letters.start(assembly, draw, by=by, now=NOW, batch_size=100)
    for number, address in enumerate(Address.objects.order_by("pk")[::100]):
        address.lines = POISON[number % len(POISON)][0]
        address.save(update_fields=["lines"])
    print_all(run)
    left_out = Letter.objects.filter(run=run, batch__isnull=True)
    assert (run.letters, left_out.exclude(problem="").count()) == (9_900, 100)
    assert faults(run) == []
    assert letters.sweep(NOW + timedelta(days=1)) == 0


def test_a_batch_of_nothing_but_poison_fails_for_good_and_the_others_are_printed(
    assembly, tmp_path
):
    run = started(assembly, tmp_path, batch_size=1, size=3)
    poison(assembly, which=slice(0, 1))
    batches = print_all(run)
    assert sorted(batch.status for batch in batches) == ["failed", "printed", "printed"]
    [failed] = [batch for batch in batches if batch.status == "failed"]
    assert failed.problem == "None of the addresses of this batch can be printed."
    assert letters.sweep(NOW + timedelta(days=1)) == 0


def test_who_asked_for_the_assembly_is_in_the_letter(assembly):
    assert Part.objects.filter(assembly=assembly).count() == 0
    make.commissioned(assembly, "Example Council")
    assert check(assembly).wording.values["council"] == "Example Council"
