import csv
import io
import os
import subprocess
import sys
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
import time_machine
import zxingcpp
from django.db import Error, IntegrityError, transaction
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from assembly import audit, stages
from assembly.errors import BadInput, DomainError, NotAllowed
from assembly.models import AuditEntry, Part
from recruitment import codes, letters
from recruitment.letters import (
    body,
    files,
    manifest,
    post,
    printing,
    runs,
    sheet,
    single,
    window,
    wording,
)
from recruitment.letters.geometry import CODE, QR
from recruitment.letters.manifest import checksum
from recruitment.models import Invitation, Letter, LetterBatch, LetterRun
from recruitment.registrations import lost
from recruitment.tasklist.invitations import post_letters, print_letters
from tests import make, make_addresses
from tests.letter_proof import printed_codes
from tests.make_letters import in_order, letter_of, print_all, started

pytestmark = pytest.mark.django_db
NOW = make.NOW
SITE = "https://assembly.example.org"
POINT = 25.4 / 72


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def run(assembly, tmp_path) -> LetterRun:
    return started(assembly, tmp_path)


def blank(assembly):
    """Return the pages that all letters share."""
    make.commissioned(assembly)
    template = letters.current(assembly)
    return body.render(wording.make(assembly, template, "standard", weekends=3, now=NOW))


def shared(assembly):
    return sheet.Body(blank(assembly), 2)


def pdf(batch):
    with batch.file.open("rb") as file:
        return PdfReader(BytesIO(file.read()))


def words(page):
    """Return each piece of text with its place: millimetres from the top left."""
    found = []

    def note(text, matrix, text_matrix, font, size):
        if text.strip():
            x = text_matrix[4] * matrix[0] + matrix[4]
            y = text_matrix[5] * matrix[3] + matrix[5]
            found.append((text.strip(), x * POINT, 297 - y * POINT))

    page.extract_text(visitor_text=note)
    return found


# A run and its batches


def test_letters_are_laid_out_by_postcode_in_batches(run):
    assert [(batch.number, batch.size) for batch in run.batches.order_by("number")] == [
        (1, 8),
        (2, 8),
        (3, 4),
    ]
    placed = Letter.objects.order_by("batch__number", "place")
    order = list(placed.values_list("invitation__address__postcode", "invitation__address__udprn"))
    assert order == sorted(order)
    assert list(placed.values_list("place", flat=True)) == [
        *range(1, 9),
        *range(1, 9),
        *range(1, 5),
    ]


def test_a_wave_is_printed_once(assembly, run):
    with pytest.raises(DomainError) as refused:
        letters.start(assembly, run.draw, by=make.actor_with(assembly, "organiser"), now=NOW)
    assert refused.value.message == "The letters of this wave are being printed already."
    assert LetterRun.objects.count() == 1


def test_a_question_too_long_for_two_pages_is_refused_before_anything_is_printed(
    assembly, tmp_path
):
    assembly.question = "How should we look after our streets and parks? " * 60
    with pytest.raises(letters.Unfit) as refused:
        started(assembly, tmp_path)
    assert refused.value.message == "The English text of the first page is too long."
    assert LetterRun.objects.count() == 0


def test_a_long_question_makes_the_print_smaller_instead(assembly):
    assembly.question = "How should we look after our streets and parks? " * 5
    assert len(PdfReader(BytesIO(blank(assembly))).pages) == 2


# Printing


def test_every_letter_is_printed_once_with_its_own_code(run):
    batches = print_all(run)
    found = [code for batch in batches for code in printed_codes(batch)]
    expected = [
        codes.make(letter.invitation.address.udprn, 1, run.assembly_id) for letter in in_order()
    ]
    assert found == expected
    assert [batch.pages for batch in batches] == [16, 16, 8]
    assert run.printed_at == NOW
    assert letters.progress(run) == letters.Progress(20, 20, 0)


def test_the_same_input_gives_the_identical_files(assembly, tmp_path, run):
    first = [batch.sha256 for batch in print_all(run)]
    manifest = run.manifest_sha256
    run.batches.update(status="waiting", attempts=0, done=0, claimed_at=None)
    LetterRun.objects.update(printed_at=None)
    assert [batch.sha256 for batch in print_all(run)] == first
    assert run.manifest_sha256 == manifest


def test_another_process_makes_the_identical_file(run):
    """No hash order, no clock and no temporary name gets into a letter."""
    script = (
        "import django, sys; django.setup();"
        "from hashlib import sha256;"
        "from recruitment.letters.sheet import Body, Stamp, render;"
        "from tests.make import NOW;"
        "stamp = Stamp(('The Resident(s)', '1 Yarrow Road', 'LONDON'), 'A-B', 'https://x/#1', '1');"
        f"body = open({run.body.path!r}, 'rb').read();"
        "print(sha256(render(Body(body, 2), [stamp], title='x', made_at=NOW)).hexdigest())"
    )
    there = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "assembly.settings", "PYTHONHASHSEED": "1"},
    ).stdout.strip()
    with run.body.open("rb") as file:
        content = file.read()
    stamp = sheet.Stamp(("The Resident(s)", "1 Yarrow Road", "LONDON"), "A-B", "https://x/#1", "1")
    here = sheet.render(sheet.Body(content, 2), [stamp], title="x", made_at=NOW)
    assert sha256(here).hexdigest() == there


def test_the_file_is_what_its_fingerprint_says(run):
    for batch in print_all(run):
        with batch.file.open("rb") as file:
            assert sha256(file.read()).hexdigest() == batch.sha256


def test_letters_of_a_batch_share_one_body(run):
    [batch, *_] = print_all(run)
    with batch.file.open("rb") as file, pikepdf.open(file) as made:
        assert {page.Resources.XObject["/Body0"].objgen for page in made.pages} == {
            made.pages[0].Resources.XObject["/Body0"].objgen
        }
        assert len(made.pages) == 16


def test_each_batch_leaves_a_mark_in_the_audit_chain(run):
    print_all(run)
    entries = AuditEntry.objects.filter(act="letters.print").order_by("position")
    assert [(e.actor, e.detail["number"], e.detail["letters"]) for e in entries] == [
        ("system", 1, 8),
        ("system", 2, 8),
        ("system", 3, 4),
    ]
    assert audit.first_broken() is None


# What stands on the page


def test_the_address_is_in_the_window_and_nothing_else_is(run):
    batch = print_all(run)[0]
    address = letter_of(batch=batch, place=1).invitation.address
    page = pdf(batch).pages[0]
    inside = [text for text, x, y in words(page) if 24.6 <= x <= 120 and 39.5 <= y <= 66.3]
    assert inside == ["The Resident(s)", *address.lines, address.postcode]


def test_below_the_window_nothing_stands_above_ninety_five_millimetres(run):
    page = pdf(print_all(run)[0]).pages[0]
    between = [text for text, x, y in words(page) if 66.3 < y < 95 and x < 125]
    assert between == []


def test_the_body_leaves_blank_what_is_stamped(assembly):
    page = PdfReader(BytesIO(blank(assembly))).pages[0]
    boxes = [(24.6, 39.5, 120, 66.3)] + [(b.left, b.top, b.right, b.bottom) for b in (CODE, QR)]
    for x1, y1, x2, y2 in boxes:
        assert [text for text, x, y in words(page) if x1 <= x <= x2 and y1 <= y <= y2] == []


def test_a_long_address_still_fits_its_window(assembly):
    lines = ("Flat 123, " + "Very Long Name " * 2, "1 Street", "Mews", "Hale End", "WOODFORD GREEN")
    assert window.trouble(lines, "IG8 8AA") == ""
    stamp = sheet.Stamp(window.block(lines, "IG8 8AA"), "A" * 16, "https://x/#1", "1")
    page = PdfReader(
        BytesIO(sheet.render(shared(assembly), [stamp], title="x", made_at=NOW))
    ).pages[0]
    placed = [(x, y) for text, x, y in words(page) if text in [*map(str.strip, lines), "IG8 8AA"]]
    assert len(placed) == 6
    assert all(24.6 < x < 120 and 39.5 < y < 66.3 for x, y in placed)


def test_the_letter_says_what_a_resident_needs(assembly):
    Part.objects.create(
        assembly=assembly, organisation=make.organisation(), kind=Part.Kind.COMMISSIONER
    )
    content = letters.sample(assembly, now=NOW)
    text = " ".join(
        " ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages
    )
    for wanted in (
        "You are invited",
        "How should we look after our streets?",
        "£75 a day",
        "Three weekends",
        "Sat 24 February",
        "Register by Wednesday 24 January 2024",
        f"assembly.example.org/{assembly.slug}/register",
        "020 7946 0000",
        "Waltham Forest Council",
        "Royal Mail’s list of addresses",
        "zadzwoń pod numer 020 7946 0000",
    ):
        assert text.count(wanted) >= 1, wanted


def test_every_printed_qr_code_scans_to_the_registration_with_the_code_as_a_fragment(run):
    batch = print_all(run)[0]
    found = []
    for page in pdf(batch).pages[::2]:
        [image] = [i for i in page.images if i.image.width == i.image.height]
        found.append(zxingcpp.read_barcode(image.image.convert("L")).text)
    assert found == [
        f"{SITE}/{run.assembly.slug}/register/code/"
        f"#{codes.make(letter.invitation.address.udprn, 1, run.assembly_id)}"
        for letter in in_order(batch=batch)
    ]


def test_two_hundred_codes_under_the_fixed_mask_all_scan():
    for number in range(200):
        link = single.link("waltham-forest", codes.make(99_000_000 + number, 1, 1))
        rows = sheet.matrix(link)
        image = Image.frombytes(
            "L", (len(rows), len(rows)), bytes(0 if dark else 255 for row in rows for dark in row)
        ).resize((len(rows) * 4, len(rows) * 4), Image.Resampling.NEAREST)
        assert zxingcpp.read_barcode(image).text == link


# One letter


def test_a_reprint_has_the_same_content_as_the_letter_in_its_batch(run):
    batch = print_all(run)[1]
    letter = letter_of(batch=batch, place=3)
    again = PdfReader(BytesIO(letters.reprint(letter)))
    first = pdf(batch)
    assert [page.extract_text() for page in again.pages] == [
        page.extract_text() for page in first.pages[4:6]
    ]
    assert letters.reprint(letter) == letters.reprint(letter)


def test_a_reprint_keeps_the_words_of_its_run_when_the_assembly_changes(run):
    print_all(run)
    letter = letter_of(batch__number=1, place=1)
    before = letters.reprint(letter)
    run.assembly.contact_phone = "020 7946 0999"
    run.assembly.save()
    assert letters.reprint(letter_of(pk=letter.pk)) == before


def test_a_letter_that_was_not_laid_out_cannot_be_copied(assembly, tmp_path):
    make_addresses.draw(assembly, tmp_path)
    code = codes.make(Invitation.objects.all()[0].address.udprn, 1, assembly.pk)
    by = make.actor_with(assembly, "recruiter")
    with pytest.raises(BadInput) as refused:
        letters.copy(assembly, code, letters.Copy.SAME, "Lost", by=by, now=NOW)
    assert refused.value.message == "No printed letter has this code or reference."


def test_the_accessible_letter_is_tagged_and_says_everything(run):
    letter = letter_of(batch__number=1, place=1)
    content = letters.accessible(letter)
    with pikepdf.open(BytesIO(content)) as made:
        assert made.Root.MarkInfo.Marked
        assert str(made.Root.Lang) == "en-GB"
        with made.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        described = [
            str(o.Alt) for o in made.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o
        ]
    assert described == ["QR code that opens the registration page with your code"]
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    code = codes.pretty(codes.make(letter.invitation.address.udprn, 1, run.assembly_id))
    assert text.count(code) == 1
    assert text.count(letter.invitation.address.lines[0]) == 1


# The manifest


def test_the_manifest_lists_each_letter_with_its_place_and_checksum(run):
    print_all(run)
    with run.manifest.open("rb") as file:
        content = file.read()
    assert sha256(content).hexdigest() == run.manifest_sha256
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    assert len(rows) == 20
    third = letter_of(batch__number=2, place=3)
    address = third.invitation.address
    row = rows[10]
    assert (row["batch"], row["place"], row["page"]) == ("2", "3", "5")
    assert row["code_hash"] == bytes(third.invitation.code_hash).hex()
    assert [row["line_1"], row["line_2"]] == ["The Resident(s)", address.lines[0]]
    assert row["postcode"] == address.postcode
    assert row["checksum"] == checksum(third, run)
    assert len({row["checksum"] for row in rows}) == 20


def test_the_manifest_holds_no_code_and_no_formula(run):
    first = letter_of(batch__number=1, place=1).invitation.address
    first.lines = ["=HYPERLINK(1)", "LONDON"]
    first.save()
    print_all(run)
    with run.manifest.open("rb") as file:
        content = file.read().decode()
    assert content.count("'=HYPERLINK(1)") == 1
    for letter in Invitation.objects.select_related("address"):
        assert codes.make(letter.address.udprn, 1, run.assembly_id) not in content


def test_the_manifest_is_written_with_the_last_batch(run):
    letters.print_next(NOW)
    letters.print_next(NOW)
    run.refresh_from_db()
    assert (run.printed_at, run.manifest.name) == (None, "")
    letters.print_next(NOW)
    run.refresh_from_db()
    assert run.printed_at == NOW


# Workers that die


def test_a_claimed_batch_is_left_alone_until_its_lease_runs_out(run):
    run.batches.filter(number=1).update(status="printing", claimed_at=NOW, attempts=1)
    assert letters.print_next(NOW).number == 2
    later = NOW + printing.LEASE + timedelta(seconds=1)
    assert [letters.print_next(later).number for _ in range(2)] == [3, 1]


def test_a_worker_that_was_overtaken_changes_nothing(run):
    claimed = printing._claim(NOW)
    later = NOW + printing.LEASE + timedelta(seconds=1)
    while (done := letters.print_next(later)) != claimed:
        pass
    done.refresh_from_db()
    with pytest.raises(printing.Overtaken):
        printing._finish(claimed, "other.pdf", "0" * 64, later)
    claimed.refresh_from_db()
    assert (claimed.status, claimed.sha256) == ("printed", done.sha256)
    assert AuditEntry.objects.filter(act="letters.print").count() == 3


def test_a_batch_that_fails_is_tried_again_and_then_left_to_a_person(run, assembly):
    run.body.storage.delete(run.body.name)
    while letters.print_next(NOW):
        pass
    failed = LetterBatch.objects.order_by("number")
    assert [(batch.status, batch.attempts, batch.problem) for batch in failed] == [
        ("failed", printing.MOST_ATTEMPTS, "FileNotFoundError")
    ] * 3
    assert letters.progress(run).failed == 3
    content = blank(assembly)
    files.store(assembly.slug, "wave-1-body.pdf", content)
    LetterRun.objects.update(body=files.store(assembly.slug, "wave-1-body.pdf", content)[0])
    for batch in failed:
        letters.retry(batch, by=make.actor_with(assembly, "organiser"), now=NOW)
    assert [batch.status for batch in print_all(run)] == ["printed"] * 3


def test_a_batch_that_kills_its_workers_is_given_up(run):
    run.batches.filter(number=1).update(
        status="printing", claimed_at=NOW - timedelta(hours=1), attempts=printing.MOST_ATTEMPTS
    )
    assert [letters.print_next(NOW).number for _ in range(2)] == [2, 3]
    assert letters.print_next(NOW) is None
    first = run.batches.get(number=1)
    assert (first.status, first.problem) == ("failed", "Printing stopped too many times.")


def test_the_sweep_counts_what_waits_and_what_stalled(run):
    run.batches.filter(number=1).update(status="printing", claimed_at=NOW, attempts=1)
    run.batches.filter(number=2).update(
        status="printing", claimed_at=NOW - timedelta(hours=1), attempts=1
    )
    assert printing._due(NOW).count() == 2


# Release


def test_a_second_person_releases_and_the_letters_count_as_posted(assembly, run):
    print_all(run)
    letters.release(run, by=make.actor_with(assembly, "recruiter"), now=NOW)
    assert run.released_at == NOW
    assert Invitation.objects.filter(posted_at=NOW).count() == 20


def test_the_person_who_started_the_printing_cannot_release_it(assembly, tmp_path):
    one = make.actor_with(assembly, "organiser")
    run = started(assembly, tmp_path, by=one)
    print_all(run)
    with pytest.raises(DomainError) as refused:
        letters.release(run, by=one, now=NOW)
    assert refused.value.message == (
        "A second person must release the letters: you started the printing."
    )
    with pytest.raises(IntegrityError, match="released_by_a_second_person"), transaction.atomic():
        LetterRun.objects.update(released_by=one.label, released_at=NOW)


def test_letters_are_released_once_and_only_when_all_are_printed(assembly, run):
    second = make.actor_with(assembly, "recruiter")
    with pytest.raises(DomainError) as refused:
        letters.release(run, by=second, now=NOW)
    assert refused.value.message == "These letters are not all printed yet."
    print_all(run)
    letters.release(run, by=second, now=NOW)
    with pytest.raises(DomainError) as refused:
        letters.release(run, by=second, now=NOW)
    assert refused.value.message == "These letters have been released already."


def test_after_release_the_database_refuses_any_change(assembly, run):
    print_all(run)
    letters.release(run, by=make.actor_with(assembly, "recruiter"), now=NOW)
    for change in (
        lambda: LetterRun.objects.update(letters=21),
        lambda: LetterRun.objects.update(released_at=None),
        lambda: run.batches.update(sha256="0" * 64),
        lambda: run.batches.update(status="waiting"),
    ):
        with pytest.raises(Error, match="released letters do not change"), transaction.atomic():
            change()
    assert run.batches.update(file="") == 3


def test_before_release_the_same_changes_pass(run):
    """The control: it is the release that guards, not something else."""
    print_all(run)
    assert run.batches.update(sha256="0" * 64) == 3
    assert LetterRun.objects.update(letters=21) == 1


def test_only_organiser_and_recruiter_start_and_release(assembly, tmp_path):
    with pytest.raises(NotAllowed):
        started(assembly, tmp_path, by=make.actor_with(assembly, "facilitator"))


# Pages


def at(name, run, *more):
    return reverse(name, args=[run.assembly.slug, *more])


def test_the_page_looks_again_by_itself_while_letters_are_printed(run, signed_in):
    browser = signed_in(make.role(run.assembly, "recruiter"))
    busy = browser.get(at("staff.letters", run)).content.decode()
    print_all(run)
    done = browser.get(at("staff.letters", run)).content.decode()
    assert busy.count('<meta http-equiv="refresh" content="5">') == 1
    assert done.count('http-equiv="refresh"') == 0
    assert done.count("20 of 20 letters printed") == 1


@time_machine.travel(NOW)
def test_staff_print_and_another_person_releases(assembly, tmp_path, signed_in):
    make.commissioned(assembly)
    make_addresses.draw(assembly, tmp_path)
    first = signed_in(make.role(assembly, "organiser"))
    second = signed_in(make.role(assembly, "recruiter"))
    where = reverse("staff.letters.start", args=[assembly.slug, 1, "invitation"])
    assert (
        first.post(where, {"layout": "standard", "weekends": 3, "batch_size": 10}).status_code
        == 302
    )
    run = LetterRun.objects.get()
    print_all(run)
    release = at("staff.letters.release", run, 1, "invitation")
    assert first.post(release).status_code == 409
    assert second.get(release).status_code == 200
    assert second.post(release).status_code == 302
    run.refresh_from_db()
    assert run.released_at is not None


def test_files_are_handed_out_and_the_audit_says_to_whom(run, signed_in):
    person = make.role(run.assembly, "recruiter")
    browser = signed_in(person)
    assert browser.get(at("staff.letters.batch", run, 1, "invitation", 1)).status_code == 404
    batch = print_all(run)[0]
    pdf = browser.get(at("staff.letters.batch", run, 1, "invitation", 1))
    manifest = browser.get(at("staff.letters.manifest", run, 1, "invitation"))
    assert sha256(pdf.getvalue()).hexdigest() == batch.sha256
    assert sha256(manifest.getvalue()).hexdigest() == run.manifest_sha256
    taken = AuditEntry.objects.filter(act="letters.download").order_by("position")
    assert [(entry.actor, entry.object_type) for entry in taken] == [
        (f"user:{person.pk}", "recruitment.LetterBatch"),
        (f"user:{person.pk}", "recruitment.LetterRun"),
    ]


def test_another_assemblys_letters_are_not_found(run, signed_in):
    browser = signed_in(make.role(make.assembly(), "recruiter"))
    assert browser.get(at("staff.letters", run)).status_code == 404


def test_the_sample_is_a_letter_to_an_address_that_does_not_exist(run, signed_in):
    browser = signed_in(make.role(run.assembly, "organiser"))
    answer = browser.get(at("staff.letters.sample", run))
    assert answer["Content-Type"] == "application/pdf"
    assert PdfReader(BytesIO(answer.content)).pages[0].extract_text().count("1 Example Street") == 1


def test_the_tasks_follow_the_letters(assembly, run):
    assert (print_letters(assembly, NOW).state.name, post_letters(assembly, NOW).state.name) == (
        "UNDER_WAY",
        "LATER",
    )
    print_all(run)
    assert (print_letters(assembly, NOW).state.name, post_letters(assembly, NOW).state.name) == (
        "DONE",
        "NEXT",
    )
    letters.release(run, by=make.actor_with(assembly, "recruiter"), now=NOW)
    assert post_letters(assembly, NOW).detail == "20 posted"


def test_no_letter_is_printed_after_registration_has_closed(assembly, run):
    assembly.stage = stages.DRAW.key
    assembly.save()
    letters.print_next(NOW)
    assert run.batches.filter(status="printed").count() == 0


# --- a code that was replaced ---------------------------------------------------------------------


@pytest.fixture
def replaced(run):
    """Return a printed letter whose code was replaced since, with its old and its new code."""
    print_all(run)
    letter = Letter.objects.filter(run=run).order_by("pk").first()
    invitation = letter.invitation
    old, new = (codes.make(invitation.address.udprn, issue, run.assembly_id) for issue in (1, 2))
    lost.renew(invitation)
    return letter, old, new


def test_a_batch_is_made_again_byte_for_byte_though_a_code_in_it_was_replaced(replaced, run):
    letter, _old, _new = replaced
    run.refresh_from_db()
    batch = letter.batch
    batch.file.storage.delete(batch.file.name)
    runs.reprint_batch(batch)
    with batch.file.open("rb") as file:
        assert sha256(file.read()).hexdigest() == batch.sha256
    assert sha256(manifest.render(run)).hexdigest() == run.manifest_sha256


def test_without_the_printed_code_on_record_the_batch_would_be_another(replaced):
    """A control: printed with the code of today, the file differs and is refused."""
    Letter.objects.update(issue=None, code_hash=None)
    with pytest.raises(DomainError, match="cannot be printed again just as it was"):
        runs.reprint_batch(replaced[0].batch)


def test_a_returned_letter_is_recorded_by_the_code_it_was_printed_with(replaced, run):
    letter, old, new = replaced
    by = make.actor_with(run.assembly, "organiser")
    for code in (old, new):
        assert post.by_code(run.assembly, code) == letter.invitation
    for outcome in (letters.Outcome.POSTED, letters.Outcome.GONE_AWAY):
        letters.record(run.assembly, old, outcome, by=by, now=NOW)
    letter.invitation.refresh_from_db()
    assert letter.invitation.returned_at == NOW


def test_a_copy_for_somebody_has_the_code_that_works_now(replaced):
    letter, old, new = replaced
    for make_copy in (single.reprint, single.large):
        text = PdfReader(BytesIO(make_copy(letter))).pages[0].extract_text()
        assert (codes.pretty(new) in text, codes.pretty(old) in text) == (True, False)


def test_a_batch_that_took_its_worker_down_holds_no_other_up(run):
    """It is taken again after those that nobody has tried."""
    first = LetterBatch.objects.order_by("number").first()
    LetterBatch.objects.filter(pk=first.pk).update(
        status="printing", attempts=3, claimed_at=NOW - timedelta(hours=1)
    )
    printed = [letters.print_next(NOW).number for _ in range(3)]
    assert printed == [2, 3, 1]
