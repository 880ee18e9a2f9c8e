"""Letters in the post: what came back, what is needed again, who is reminded."""

from datetime import timedelta
from io import BytesIO

import numpy as np
import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from assembly import stages
from assembly.errors import BadInput, DomainError, NotAllowed, WrongStage
from assembly.models import AuditEntry
from recruitment import codes, letters
from recruitment.letters import Copy, Outcome, pages
from recruitment.models import Invitation, Letter, LetterRun, Registration
from recruitment.queries import letters as queries
from tests import kept, make, make_addresses, make_recruitment
from tests.letter_proof import content, faults
from tests.make_letters import (
    code_of,
    in_order,
    letter_of,
    print_all,
    released,
    started,
)

pytestmark = pytest.mark.django_db
NOW = make.NOW
LATER = NOW + timedelta(days=7)


@pytest.fixture
def run(tmp_path):
    def posted():
        return released(make.assembly(), tmp_path)

    return kept.again(posted)


@pytest.fixture
def officer(run):
    return make.actor_with(run.assembly, "organiser")


def record(run, letter, outcome, by):
    return letters.record(run.assembly, code_of(letter), outcome, by=by, now=LATER)


# What came back


@pytest.mark.parametrize("outcome", [Outcome.GONE_AWAY, Outcome.UNDELIVERED])
def test_a_letter_that_came_back_is_recorded_by_its_code(run, officer, outcome):
    letter = letter_of(batch__number=1, place=3)
    found = record(run, letter, outcome, officer)
    invitation = Invitation.objects.get(pk=letter.invitation_id)
    assert (found.pk, letters.reference(found)) == (letter.pk, "1-01-0003")
    assert (invitation.returned_at, invitation.returned_as) == (LATER, outcome.value)
    entry = AuditEntry.objects.get(act="letters.record")
    assert entry.detail == {"outcome": outcome.value}


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: f"https://assembly.example.org/borough/register/code/#{code}",
        lambda code: codes.pretty(code).lower(),
        lambda code: f"  {code} ",
        lambda code: code.replace("0", "O").replace("1", "l"),
    ],
)
def test_a_code_may_be_scanned_or_typed(run, officer, typed):
    letter = letter_of(batch__number=1, place=1)
    letters.record(run.assembly, typed(code_of(letter)), Outcome.GONE_AWAY, by=officer, now=LATER)
    assert Invitation.objects.get(returned_as="gone_away").pk == letter.invitation_id


def test_recording_twice_changes_nothing_and_a_mistake_is_taken_back(run, officer):
    letter = letter_of(batch__number=1, place=1)
    record(run, letter, Outcome.GONE_AWAY, officer)
    letters.record(run.assembly, code_of(letter), Outcome.GONE_AWAY, by=officer, now=NOW)
    assert Invitation.objects.get(pk=letter.invitation_id).returned_at == LATER
    record(run, letter, Outcome.DELIVERED, officer)
    invitation = Invitation.objects.get(pk=letter.invitation_id)
    assert (invitation.returned_at, invitation.returned_as) == (None, "")


def test_a_letter_that_was_not_posted_cannot_have_come_back_until_it_is(assembly, tmp_path):
    officer = make.actor_with(assembly, "organiser")
    run = started(assembly, tmp_path)
    print_all(run)
    letter = letter_of(batch__number=1, place=1)
    with pytest.raises(DomainError) as refused:
        record(run, letter, Outcome.GONE_AWAY, officer)
    assert refused.value.message == (
        "This letter has not been posted, so it cannot have come back."
    )
    record(run, letter, Outcome.POSTED, officer)
    record(run, letter, Outcome.GONE_AWAY, officer)
    assert Invitation.objects.get(pk=letter.invitation_id).posted_at == LATER


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter the code from your letter."),
        ("ABCD", "The code has 13 letters and numbers. You entered 4."),
        ("0000-0000-0000-0", "No letter of this assembly has this code."),
    ],
)
def test_a_code_that_is_no_letters_is_refused(run, officer, typed, message):
    with pytest.raises(BadInput) as refused:
        letters.record(run.assembly, typed, Outcome.GONE_AWAY, by=officer, now=LATER)
    assert refused.value.message == message


def test_another_assemblys_code_is_not_found(run, officer):
    other = make.assembly()
    code = code_of(letter_of(batch__number=1, place=1))
    by = make.actor_with(other, "organiser")
    with pytest.raises(BadInput):
        letters.record(other, code, Outcome.GONE_AWAY, by=by, now=LATER)


def test_who_may_not_record_does_not(run):
    letter = letter_of(batch__number=1, place=1)
    with pytest.raises(NotAllowed):
        record(run, letter, Outcome.GONE_AWAY, make.actor_with(run.assembly, "facilitator"))


def test_the_database_wants_to_know_how_a_letter_came_back(run):
    with pytest.raises(IntegrityError, match="returned_says_how"), transaction.atomic():
        Invitation.objects.update(returned_at=NOW)


def test_the_numbers_of_the_post(run, officer):
    one, two, three = in_order()[:3]
    record(run, one, Outcome.GONE_AWAY, officer)
    record(run, two, Outcome.UNDELIVERED, officer)
    for _ in range(2):
        make_recruitment.registered(run.assembly, invitation=three.invitation)
    assert queries.post(run.assembly) == queries.Post(20, 1, 1, 1)


# One letter again


def test_a_copy_is_the_letter_as_it_was_printed_to_the_pixel(run, officer):
    batch = run.batches.get(number=2)
    letter = letter_of(batch=batch, place=3)
    found, again = letters.copy(
        run.assembly, "1-02-0003", Copy.SAME, "Damaged", by=officer, now=LATER
    )
    printed = pages.shades(content(batch), scale=2, first=4, last=6)
    assert found.pk == letter.pk
    assert len(printed) == 2
    for one, other in zip(printed, pages.shades(again, scale=2), strict=True):
        assert np.array_equal(one, other)


def test_copies_are_the_same_bytes_each_time(run, officer):
    code = code_of(letter_of(batch__number=1, place=1))
    twice = [
        letters.copy(run.assembly, code, kind, "Lost", by=officer, now=LATER)[1]
        for kind in (Copy.SAME, Copy.SAME, Copy.LARGE, Copy.LARGE)
    ]
    assert (twice[0] == twice[1], twice[2] == twice[3]) == (True, True)
    assert twice[0] != twice[2]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Copy.WELSH, "Mae gwahoddiad i chi"),
        (Copy.POLISH, "Zapraszamy!"),
        (Copy.URDU, "Royal Mail"),  # letters of Urdu are not read back from a PDF in order
    ],
)
def test_a_copy_in_a_second_language_has_both_texts_and_the_same_code(run, officer, kind, words):
    code = code_of(letter_of(batch__number=1, place=1))
    made = [
        letters.copy(run.assembly, code, kind, "Asked for", by=officer, now=LATER)[1]
        for _ in range(2)
    ]
    assert made[0] == made[1]
    pages_of = [page.extract_text() for page in PdfReader(BytesIO(made[0])).pages]
    assert "You are invited" in pages_of[0]
    assert sum(words in page for page in pages_of[2:]) >= 1
    assert sum(codes.pretty(code) in page for page in pages_of) == 2
    assert "((" not in " ".join(pages_of)


def test_staffs_own_text_in_a_second_language_goes_before_ours(run, officer):
    english = letters.current(run.assembly)
    own = letters.draft(
        run.assembly, "invitation", front=english.front, back=english.back, language="pl",
        other_front="# Nasz tekst", other_back="Koniec",
    )  # fmt: skip
    letters.save(own, by=officer, now=LATER)
    code = code_of(letter_of(batch__number=1, place=1))
    _, made = letters.copy(run.assembly, code, Copy.POLISH, "Asked for", by=officer, now=LATER)
    assert "Nasz tekst" in PdfReader(BytesIO(made)).pages[2].extract_text()


def test_a_copy_in_large_print_has_the_same_code(run, officer):
    code = code_of(letter_of(batch__number=1, place=1))
    _, made = letters.copy(run.assembly, code, Copy.LARGE, "Asked for", by=officer, now=LATER)
    read = PdfReader(BytesIO(made))
    assert read.pages[0].extract_text().count(codes.pretty(code)) == 1
    assert len(read.pages) == 3


def test_a_copy_needs_a_reason_which_the_audit_keeps(run, officer):
    with pytest.raises(BadInput):
        letters.copy(run.assembly, "1-01-0001", Copy.SAME, " ", by=officer, now=LATER)
    letters.copy(run.assembly, "1-01-0001", Copy.ACCESSIBLE, "Blind", by=officer, now=LATER)
    entry = AuditEntry.objects.get(act="letters.copy")
    assert entry.detail == {"copy": "accessible", "reason": "Blind"}


@pytest.mark.parametrize("reference", ["9-01-0001", "1R-01-0001", "1-01-9999", "1-99999999999-1"])
def test_a_reference_of_no_letter_is_refused(run, officer, reference):
    with pytest.raises(BadInput):
        letters.copy(run.assembly, reference, Copy.SAME, "Lost", by=officer, now=LATER)


def test_no_copy_is_made_once_registration_has_closed(run, officer):
    run.assembly.stage = stages.DRAW.key
    run.assembly.save()
    with pytest.raises(WrongStage):
        letters.copy(run.assembly, "1-01-0001", Copy.SAME, "Lost", by=officer, now=LATER)


def test_a_batch_whose_file_is_gone_is_printed_again_byte_for_byte(run, officer):
    batch = run.batches.get(number=1)
    before = content(batch)
    batch.file.storage.delete(batch.file.name)
    with letters.take(batch, by=officer, now=LATER) as file:
        assert file.read() == before


def test_a_batch_that_would_come_out_otherwise_is_not_printed_again(run, officer):
    batch = run.batches.get(number=1)
    batch.file.storage.delete(batch.file.name)
    address = letter_of(batch=batch, place=1).invitation.address
    address.lines = ["Another house", "LONDON"]
    address.save()
    with pytest.raises(DomainError) as refused:
        letters.take(batch, by=officer, now=LATER)
    assert refused.value.message.startswith("This batch cannot be printed again just as it was")


# Reminders


def remind(run, **options):
    by = make.actor_with(run.assembly, "organiser")
    return letters.start(run.assembly, run.draw, kind="reminder", by=by, now=LATER, **options)


def test_reminders_go_to_those_who_have_not_answered_and_whose_letter_arrived(run, officer):
    answered, withdrawn, young, begun, gone, lost = in_order()[:6]
    make_recruitment.registered(run.assembly, invitation=answered.invitation)
    make_recruitment.registered(
        run.assembly, invitation=withdrawn.invitation, status="withdrawn", withdrawn_at=NOW
    )
    make_recruitment.registered(
        run.assembly, invitation=young.invitation, status=Registration.Status.CONSENT, place=1
    )
    make_recruitment.registered(
        run.assembly, invitation=begun.invitation, status=Registration.Status.DRAFT
    )
    record(run, gone, Outcome.GONE_AWAY, officer)
    record(run, lost, Outcome.UNDELIVERED, officer)
    reminders = remind(run)
    skipped = {one.invitation_id for one in (answered, withdrawn, young, gone, lost)}
    written = set(Letter.objects.filter(run=reminders).values_list("invitation_id", flat=True))
    assert written == set(Invitation.objects.values_list("pk", flat=True)) - skipped
    assert reminders.letters == 15


def test_a_reminder_carries_the_code_of_the_first_letter_and_its_own_words(run):
    reminders = remind(run, batch_size=20)
    [batch] = print_all(reminders)
    assert faults(reminders) == []
    text = PdfReader(BytesIO(content(batch))).pages[0].extract_text()
    first = letter_of(run=reminders, place=1)
    assert text.count("There is still time") == 1
    assert text.count(codes.pretty(code_of(first))) == 1
    assert letters.reference(first) == "1R-01-0001"


def test_reminders_come_once_and_after_the_letters_are_posted(assembly, tmp_path):
    run = started(assembly, tmp_path)
    with pytest.raises(DomainError) as refused:
        remind(run)
    assert refused.value.message == (
        "Reminders come after the letters of the wave have been posted."
    )
    print_all(run)
    letters.release(run, by=make.actor_with(assembly, "recruiter"), now=NOW)
    remind(run)
    with pytest.raises(DomainError):
        remind(run)
    assert LetterRun.objects.filter(kind="reminder").count() == 1


def test_when_all_have_answered_nobody_is_reminded(run):
    for letter in in_order():
        make_recruitment.registered(run.assembly, invitation=letter.invitation)
    with pytest.raises(DomainError) as refused:
        remind(run)
    assert refused.value.message == "There is nobody to write to."


def test_releasing_reminders_leaves_the_first_day_of_posting(run):
    reminders = remind(run)
    print_all(reminders)
    letters.release(reminders, by=make.actor_with(run.assembly, "recruiter"), now=LATER)
    assert set(Invitation.objects.values_list("posted_at", flat=True)) == {NOW}


# Pages


@pytest.fixture
def desk(run, signed_in):
    with time_machine.travel(LATER):
        yield signed_in(make.role(run.assembly, "organiser"))


def at(run, name, *rest):
    return reverse(f"staff.letters.{name}", args=[run.assembly.slug, *rest])


def test_an_officer_records_one_code_after_another(run, desk):
    for place in (1, 2):
        code = code_of(letter_of(batch__number=1, place=place))
        answer = desk.post(at(run, "record"), {"outcome": "undelivered", "code": code}, follow=True)
    html = answer.content.decode()
    assert html.count("<strong>1-01-0001</strong> returned") == 1
    assert html.count("<strong>1-01-0002</strong> returned") == 1
    assert html.count(" checked") == 1
    assert html.count(code) == 0
    assert Invitation.objects.filter(returned_as="undelivered").count() == 2


def test_a_wrong_code_keeps_the_choice_and_says_what_is_wrong(run, desk):
    html = desk.post(at(run, "record"), {"outcome": "gone_away", "code": "ABC"}).content.decode()
    assert html.count("The code has 13 letters and numbers. You entered 3.") >= 1
    assert Invitation.objects.exclude(returned_as="").count() == 0


def test_a_copy_comes_as_a_pdf_named_after_its_reference(run, desk):
    answer = desk.post(
        at(run, "copy"), {"code": "1-01-0002", "copy": "large", "reason": "Asked for"}
    )
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].endswith('-letter-1-01-0002.pdf"')
    wrong = desk.post(at(run, "copy"), {"code": "1-09-0002", "copy": "same", "reason": "x"})
    assert wrong.content.decode().count("No printed letter has this code or reference.") >= 1


def test_the_page_offers_reminders_and_says_how_many_have_not_answered(run, desk):
    make_recruitment.registered(run.assembly, invitation=in_order()[0].invitation)
    html = desk.get(reverse("staff.letters", args=[run.assembly.slug])).content.decode()
    assert html.count("Wave 1: 19 have not answered") == 1
    start = desk.get(at(run, "start", 1, "reminder")).content.decode()
    assert start.count("Print 19 reminders") == 1
    assert start.count("Preflight passes") == 1


def test_the_page_asks_the_database_as_often_for_three_runs_as_for_one(
    run, desk, tmp_path, django_assert_num_queries
):
    url = reverse("staff.letters", args=[run.assembly.slug])
    remind(run)
    with django_assert_num_queries(11):
        desk.get(url)
    second = make_addresses.draw(run.assembly, tmp_path)
    by = make.actor_with(run.assembly, "organiser")
    letters.start(run.assembly, second, by=by, now=LATER, batch_size=5)
    with django_assert_num_queries(11):
        assert desk.get(url).content.decode().count('<section class="panel"') == 3


def test_what_preflight_finds_stands_on_the_page_that_prints(assembly, tmp_path, signed_in):
    make_addresses.draw(assembly, tmp_path)
    with time_machine.travel(NOW):
        desk = signed_in(make.role(assembly, "organiser"))
        url = reverse("staff.letters.start", args=[assembly.slug, 1, "invitation"])
        html = desk.get(url).content.decode()
        answer = desk.post(url, {"layout": "standard", "weekends": 3, "batch_size": 500})
    assert html.count("No council is named") == 1
    assert (
        answer.content.decode().count("Nothing is printed while preflight finds something wrong.")
        == 2
    )
    assert LetterRun.objects.count() == 0
