"""Letters that were left out of a run: mended or not, made by themselves, posted or not sent."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from assembly import stages
from assembly.errors import BadInput, DomainError, NotAllowed
from assembly.models import AuditEntry
from recruitment import letters
from recruitment.letters import Copy, Outcome, languages
from recruitment.models import Address, Invitation, Letter, SingleLetter
from recruitment.queries import letters as queries
from tests import make, make_addresses
from tests.letter_proof import faults
from tests.make_letters import code_of, fingerprints, in_order, print_all
from tests.make_pages import text

pytestmark = pytest.mark.django_db
NOW = make.NOW
LATER = NOW + timedelta(days=2)
POISON = ["🏠 Yarrow Road", "LONDON"]
MENDED = ["12 Yarrow Road", "LONDON"]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(LATER, tick=False):
        yield


def spoil(assembly, count: int) -> None:
    for address in Address.objects.filter(assembly=assembly).order_by("pk")[:count]:
        address.lines = POISON
        address.save(update_fields=["lines"])


def printed(assembly, folder, *, poison: int):
    """Return a printed run of twenty letters, so many of which were left out."""
    make.commissioned(assembly)
    draw = make_addresses.draw(assembly, folder)
    spoil(assembly, poison)
    by = make.actor_with(assembly, "organiser")
    run = letters.start(assembly, draw, leave_out=True, by=by, now=NOW)
    print_all(run)
    return run


@pytest.fixture
def run(assembly, tmp_path):
    return printed(assembly, tmp_path, poison=1)


@pytest.fixture
def letter(run):
    return Letter.objects.get(run=run, batch=None)


@pytest.fixture
def officer(assembly):
    return make.actor_with(assembly, "organiser")


def words(content: bytes) -> str:
    return " ".join(PdfReader(BytesIO(content)).pages[0].extract_text().split())


def mend(letter, officer, lines=MENDED, postcode="e17  4qh"):
    return letters.mend(letter, lines, postcode, by=officer, now=LATER)


# The address


def test_a_mended_address_stands_in_the_letter(letter, officer):
    mend(letter, officer, [*MENDED, "  "])
    address = Address.objects.get(pk=letter.invitation.address_id)
    assert (address.lines, address.postcode) == (MENDED, "E17 4QH")
    page = words(letters.make_single(letter, Copy.SAME, by=officer, now=LATER))
    assert page.count("The Resident(s) 12 Yarrow Road LONDON E17 4QH") == 1


def test_the_audit_trail_says_that_an_address_was_mended_but_not_which(letter, officer):
    mend(letter, officer)
    entry = AuditEntry.objects.get(act="letters.mend")
    assert (entry.object_id, entry.detail) == (str(letter.pk), {"lines": 2})


@pytest.mark.parametrize(
    ("lines", "postcode", "reason"),
    [
        (POISON, "E17 4QH", "Line 1 has a character that the typeface lacks: U\\+1F3E0"),
        ([], "E17 4QH", "empty line or no postcode"),
        (MENDED, " ", "empty line or no postcode"),
        (["x" * 121], "E17 4QH", "Shorten the lines"),
        (MENDED, "E17 4QHXX", "Shorten the lines"),
    ],
)
def test_an_address_that_still_cannot_be_printed_is_refused(
    letter, officer, lines, postcode, reason
):
    with pytest.raises(BadInput, match=reason):
        mend(letter, officer, lines, postcode)
    assert Address.objects.get(pk=letter.invitation.address_id).lines == POISON


def test_the_address_of_a_printed_letter_stays_so_that_its_batch_can_be_made_again(run, officer):
    printed_letter = in_order(run=run).first()
    with pytest.raises(DomainError, match="printed with the others"):
        mend(printed_letter, officer)


def test_an_address_that_stands_in_another_printed_letter_stays(run, letter, officer):
    """As a reminder whose address was spoilt after the invitation had gone out."""
    other = in_order(run=run).first()
    Letter.objects.filter(pk=letter.pk).update(invitation=other.invitation, run=_reminders(run))
    with pytest.raises(DomainError, match="stands in a printed letter"):
        mend(letter, officer)


def _reminders(run):
    return type(run).objects.create(
        assembly=run.assembly, draw=run.draw, kind="reminder", wording=run.wording, letters=0,
        body=run.body, body_sha256=run.body_sha256, started_by="user:0", started_at=NOW,
    )  # fmt: skip


def test_mending_and_making_leave_the_run_as_it_was_printed(run, letter, officer):
    before = fingerprints(run)
    mend(letter, officer)
    letters.make_single(letter, Copy.SAME, by=officer, now=LATER)
    assert fingerprints(run) == before
    assert faults(run) == []


# Made by itself


def test_a_letter_whose_address_is_not_mended_leaves_it_to_the_envelope(letter, officer):
    page = words(letters.make_single(letter, Copy.SAME, by=officer, now=LATER))
    assert (page.count("The Resident(s)"), page.count("Yarrow")) == (1, 0)


@pytest.mark.parametrize("kind", Copy)
def test_it_is_made_in_every_kind_of_copy(letter, officer, kind):
    content = letters.make_single(letter, kind, by=officer, now=LATER)
    pdf = PdfReader(BytesIO(content))
    whole = " ".join(page.extract_text() for page in pdf.pages).replace("-", "").replace(" ", "")
    assert whole.count(code_of(letter)) == (2 if kind in languages.CARRYING else 1)
    assert ("/StructTreeRoot" in pdf.trailer["/Root"]) is (kind != Copy.SAME)
    entry = AuditEntry.objects.get(act="letters.make_single")
    assert entry.detail == {"copy": kind.value}


def test_it_has_a_reference_of_its_own_by_which_it_is_found(run, letter, officer):
    letters.make_single(letter, Copy.SAME, by=officer, now=LATER)
    reference = letters.reference(letter)
    assert reference == f"1-00-{letter.pk:04d}"
    found, _ = letters.copy(run.assembly, reference, Copy.SAME, "Lost", by=officer, now=LATER)
    assert found == letter


def test_before_it_is_made_it_is_no_printed_letter(run, letter, officer):
    for typed in (letters.reference(letter), code_of(letter)):
        with pytest.raises(BadInput, match="No printed letter"):
            letters.copy(run.assembly, typed, Copy.SAME, "Lost", by=officer, now=LATER)


# What became of it


def test_posted_by_hand_counts_as_posted_from_then_on(letter, officer):
    letters.make_single(letter, Copy.SAME, by=officer, now=LATER)
    letters.post_single(letter, by=officer, now=LATER)
    single = SingleLetter.objects.get()
    assert (single.outcome, single.settled_by, single.settled_at) == (
        "posted", officer.label, LATER,
    )  # fmt: skip
    assert Invitation.objects.get(pk=letter.invitation_id).posted_at == LATER
    assert AuditEntry.objects.get(act="letters.settle_single").detail == {"outcome": "posted"}


def test_scanning_its_code_as_posted_says_the_same(run, letter, officer):
    letters.make_single(letter, Copy.SAME, by=officer, now=LATER)
    letters.record(run.assembly, code_of(letter), Outcome.POSTED, by=officer, now=LATER)
    assert SingleLetter.objects.get().outcome == "posted"


def test_what_was_not_made_cannot_have_been_posted(letter, officer):
    with pytest.raises(DomainError, match="Make the letter first"):
        letters.post_single(letter, by=officer, now=LATER)
    assert Invitation.objects.get(pk=letter.invitation_id).posted_at is None


def test_not_sent_needs_a_reason_that_is_kept(letter, officer):
    with pytest.raises(BadInput, match="Say why"):
        letters.leave_unsent(letter, " ", by=officer, now=LATER)
    letters.leave_unsent(letter, "The home was pulled down", by=officer, now=LATER)
    single = SingleLetter.objects.get()
    assert (single.outcome, single.reason) == ("not_sent", "The home was pulled down")
    assert Invitation.objects.get(pk=letter.invitation_id).posted_at is None


def test_what_was_not_sent_can_still_be_made_and_posted(letter, officer):
    letters.leave_unsent(letter, "No time", by=officer, now=LATER)
    letters.make_single(letter, Copy.SAME, by=officer, now=LATER)
    letters.post_single(letter, by=officer, now=LATER)
    single = SingleLetter.objects.get()
    assert (single.outcome, single.reason) == ("posted", "")


def test_what_was_posted_stays_posted(letter, officer):
    letters.make_single(letter, Copy.SAME, by=officer, now=LATER)
    for _ in range(2):
        letters.post_single(letter, by=officer, now=LATER)
    with pytest.raises(DomainError, match="has been posted"):
        letters.leave_unsent(letter, "A mistake", by=officer, now=LATER)
    assert SingleLetter.objects.get().outcome == "posted"


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "not_sent", "settled_by": "user:1", "settled_at": NOW},
        {"outcome": "posted", "settled_by": "user:1", "settled_at": NOW},
        {"outcome": "not_sent", "reason": "No time", "settled_at": NOW},
    ],
    ids=["no reason", "never made", "by nobody"],
)
def test_the_database_refuses_half_an_answer(letter, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        SingleLetter.objects.create(letter=letter, **wrong)


def test_a_letter_printed_with_the_others_is_none_of_these(run, officer):
    other = in_order(run=run).first()
    for act in (
        lambda: letters.make_single(other, Copy.SAME, by=officer, now=LATER),
        lambda: letters.post_single(other, by=officer, now=LATER),
        lambda: letters.leave_unsent(other, "No time", by=officer, now=LATER),
    ):
        with pytest.raises(DomainError, match="printed with the others"):
            act()


def test_only_those_who_run_the_letters_may(letter, assembly):
    with pytest.raises(NotAllowed):
        mend(letter, make.actor_with(assembly, "facilitator"))


def test_who_was_posted_a_single_letter_is_reminded_and_who_was_not_is_not(
    assembly, tmp_path, officer
):
    run = printed(assembly, tmp_path, poison=2)
    sent, unsent = Letter.objects.filter(run=run, batch=None).order_by("pk")
    mend(sent, officer)
    letters.make_single(sent, Copy.SAME, by=officer, now=LATER)
    letters.post_single(sent, by=officer, now=LATER)
    letters.leave_unsent(unsent, "No such home", by=officer, now=LATER)
    letters.release(run, by=make.actor_with(assembly, "recruiter"), now=LATER)
    reminded = set(letters.recipients(run.draw, "reminder").values_list("pk", flat=True))
    assert (sent.invitation_id in reminded, unsent.invitation_id in reminded) == (True, False)


# The pages


def page_of(name, letter):
    return reverse(f"staff.letters.{name}", args=[letter.run.assembly.slug, letter.pk])


def test_staff_mend_make_and_post_it_on_its_page(letter, assembly, signed_in):
    assembly.stage = stages.REGISTER.key
    assembly.save()
    desk = signed_in(make.role(assembly, "organiser"))
    listed = text(desk.get(reverse("staff.letters", args=[assembly.slug])))
    assert listed.count(f'href="{page_of("left_out", letter)}"') == 1
    page = text(desk.get(page_of("left_out", letter)))
    assert "the window says only “The Resident(s)”" in page
    wrong = text(desk.post(page_of("mend", letter), {"lines": "🏠", "postcode": "E17 4QH"}))
    assert wrong.count("Line 1 has a character that the typeface lacks") == 3  # and why
    given = {"lines": "12 Yarrow Road\nLONDON", "postcode": "E17 4QH"}
    assert desk.post(page_of("mend", letter), given).status_code == 302
    assert "The address can be printed." in text(desk.get(page_of("left_out", letter)))
    made = desk.post(page_of("make", letter), {"copy": "accessible"})
    assert made.headers["Content-Type"] == "application/pdf"
    assert "12 Yarrow Road" in words(made.content)
    desk.post(page_of("post", letter))
    page = text(desk.get(page_of("left_out", letter)))
    assert (page.count("Posted by hand"), page.count(page_of("mend", letter))) == (1, 0)


def test_staff_record_that_it_is_not_sent(letter, assembly, signed_in):
    desk = signed_in(make.role(assembly, "recruiter"))
    refused = text(desk.post(page_of("leave", letter), {"leave-reason": ""}))
    assert refused.count("Say why the letter is not sent") == 2
    desk.post(page_of("leave", letter), {"leave-reason": "The home was pulled down"})
    page = text(desk.get(page_of("left_out", letter)))
    assert page.count("The home was pulled down") == 1
    assert "Not sent" in text(desk.get(reverse("staff.letters", args=[assembly.slug])))


def test_a_letter_of_another_assembly_is_not_found(letter, signed_in):
    other = make.assembly()
    desk = signed_in(make.role(other, "organiser"))
    path = reverse("staff.letters.left_out", args=[other.slug, letter.pk])
    assert desk.get(path).status_code == 404


@pytest.mark.parametrize("poison", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_letters_as_for_one(
    assembly, tmp_path, django_assert_num_queries, poison
):
    run = printed(assembly, tmp_path, poison=poison)
    by = make.actor_with(assembly, "organiser")
    for letter in Letter.objects.filter(run=run, batch=None):
        letters.leave_unsent(letter, "No time", by=by, now=LATER)
    with django_assert_num_queries(3):
        found = queries.runs(assembly)
    assert [row.state for row in found[0].left_out] == ["Not sent"] * poison
