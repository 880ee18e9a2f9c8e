"""The welcome pack: staff write it, members and staff open it, and it tells when, where and how."""

from io import BytesIO

import pytest
from django.urls import reverse
from pikepdf import OutlineItem, Pdf
from pypdf import PdfReader

from assembly import stages
from assembly.errors import BadInput
from assembly.models import AuditEntry
from recruitment.queries.registrations import looks
from sessions import programme, welcome
from sessions.models import WelcomeText
from tests import make, make_recruitment
from tests import make_sessions as build

pytestmark = pytest.mark.usefixtures("today")

VENUE = "The Old Bakery, 1 Invented Street, E17 9ZZ"
WAY = "Bus 99 stops outside."


@pytest.fixture
def assembly(db):
    return make.assembly(stage=stages.MEET.key)


@pytest.fixture
def alice(assembly):
    return make_recruitment.member(assembly, name="Alice Archer")


@pytest.fixture
def organiser(assembly):
    return make.actor_with(assembly, "organiser")


@pytest.fixture
def url(assembly):
    return lambda name, *args: reverse(name, args=[assembly.slug, *args])


def words(content: bytes) -> str:
    """Return the text of a PDF, each space one space."""
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_member_opens_their_own_pack_with_dates_places_payments_and_contact(
    alice, url, assembly, organiser, signed_in
):
    session = build.session(assembly)
    programme.set_venue(session.weekend, VENUE, WAY, by=organiser, now=make.NOW)
    programme.release(assembly, by=organiser, now=make.NOW)
    visit = signed_in(alice.user, second_factor=False)
    assert url("member.welcome") in visit.get(url("member.home")).content.decode()
    response = visit.get(url("member.welcome"))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="{assembly.slug}-welcome.pdf"'
    text = words(response.content)
    for said in (
        "Dear Alice Archer", assembly.question, "Saturday 24 February, morning",
        "9:30am to 12:30pm", "Council chamber", VENUE, WAY, "£75 for each day", "£37.50",
        assembly.contact_phone, assembly.contact_email, "How we treat each other", "Photographs",
    ):  # fmt: skip
        assert said in text
    assert "((" not in text


def test_before_the_programme_is_released_the_pack_says_so(alice, assembly):
    build.session(assembly)
    text = words(welcome.print_pdf(alice, make.NOW))
    assert "The dates will be on your pages" in text
    assert "The place and the way to it will be on your pages" in text
    assert "Saturday 24 February" not in text


def test_the_pack_is_tagged_and_has_a_bookmark_for_each_heading(alice):
    with Pdf.open(BytesIO(welcome.print_pdf(alice, make.NOW))) as made:
        assert ("/StructTreeRoot" in made.Root, str(made.Root.Lang)) == (True, "en-GB")
        assert made.docinfo["/Title"] == f"Welcome to the {alice.assembly.name}"
        with made.open_outline() as outline:
            [top] = outline.root
            titles = [str(item.title) for item in top.children]
    assert isinstance(top, OutlineItem)
    assert titles == [
        "Welcome", "What a citizens’ assembly is", "When and where", "Getting there",
        "Your payments", "What you need", "Photographs", "How we treat each other",
        "Your privacy", "How to reach us",
    ]  # fmt: skip


def test_what_members_and_staff_wrote_stays_text(alice, assembly, organiser):
    alice.name = "<b>Bobby</b> ((phone))"
    welcome.save(assembly, "Dear ((name)), <i>hello</i> **you**", by=organiser, now=make.NOW)
    text = words(welcome.print_pdf(alice, make.NOW))
    assert "Dear <b>Bobby</b> ((phone)), <i>hello</i> you" in text


def test_staff_write_a_new_version_and_look_at_it(alice, url, assembly, signed_in):
    staff = signed_in(make.role(assembly, "organiser"))
    assert staff.get(url("staff.welcome")).context["form"].initial["text"].startswith("## Welcome")
    sent = staff.post(url("staff.welcome"), {"text": "## Hello\r\n\r\n((name)), come in.\r\n"})
    assert sent.url == url("staff.welcome")
    saved = WelcomeText.objects.get()
    assert (saved.version, saved.text) == (1, "## Hello\n\n((name)), come in.")
    assert AuditEntry.objects.get(act="welcome.write").detail == {"version": 1}
    assert "Alex Example, come in." in words(staff.get(url("staff.welcome.preview")).content)
    assert "Alice Archer, come in." in words(welcome.print_pdf(alice, make.NOW))
    staff.post(url("staff.welcome"), {"text": "((name)), welcome back."})
    assert welcome.current(assembly).version == 2
    assert "welcome back" in words(welcome.print_pdf(alice, make.NOW))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "needs a text"),
        ("((shoe size))", "is not a field"),
        ("On ((sessions)) we meet.", "line of its own"),
        ("x" * 20_001, "at most 20,000"),
    ],
)
def test_a_text_that_cannot_be_printed_is_refused(assembly, organiser, text, problem):
    with pytest.raises(BadInput, match=problem):
        welcome.save(assembly, text, by=organiser, now=make.NOW)
    assert not WelcomeText.objects.exists()


def test_staff_open_a_members_pack_and_the_member_sees_it(alice, url, assembly, signed_in):
    staff = signed_in(make.role(assembly, "recruiter"))
    assert url("staff.welcome.one", alice.pk) in staff.get(url("staff.members")).content.decode()
    response = staff.get(url("staff.welcome.one", alice.pk))
    assert "Dear Alice Archer" in words(response.content)
    assert looks(alice.registration)[0].what == "opened your welcome pack, with your name in it"
    elsewhere = make_recruitment.member(make.assembly())
    assert staff.get(url("staff.welcome.one", elsewhere.pk)).status_code == 404


def test_a_caller_sees_no_pack(alice, url, assembly, signed_in):
    caller = signed_in(make.role(assembly, "caller"))
    assert "welcome.pdf" not in caller.get(url("staff.members")).content.decode()
    assert caller.get(url("staff.welcome.one", alice.pk)).status_code == 403
