"""What messages say: texts that staff write, with fields alone, in versions that stay."""

import pytest
import time_machine
from django.db import Error, transaction
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from assembly import languages, outbox
from assembly.errors import BadInput
from assembly.models import AuditEntry, MailText, OutboxMessage
from assembly.outbox import texts
from assembly.outbox.kinds import KINDS
from assembly.settings import BASE_DIR
from recruitment import registrations
from recruitment.registrations import registered
from tests import make, make_mail, make_recruitment

NOW = make.NOW
BODY = "Dear ((name)),\n\nanswer by ((answer by)).\n\n((assembly))"


@pytest.fixture
def organiser(assembly):
    return make.actor_with(assembly, "organiser")


def save(assembly, by, kind="offer", language="en-gb", subject="A seat for you", body=BODY):
    return texts.save(assembly, kind, language, subject=subject, body=body, by=by, now=NOW)


def url(assembly, page="write", kind="offer", language="en-gb"):
    return reverse(f"staff.mail_texts.{page}", args=[assembly.slug, kind, language])


# The kinds


def test_every_message_of_the_product_is_declared_as_a_kind():
    files = {path.stem for path in (BASE_DIR / "templates" / "mail").glob("*.txt")}
    assert files == set(KINDS)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.key)
@pytest.mark.parametrize("language", languages.LANGUAGES, ids=lambda language: language.code)
def test_each_original_passes_the_check_that_staff_must_pass(kind, language):
    text = texts.original(kind.key, language.code)
    assert texts.check(kind, text) == {}
    assert "{{" not in text.whole
    assert "&" not in text.whole


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.key)
def test_an_original_reads_nothing_but_its_kinds_fields(kind):
    """An unknown name in a template would silently leave a gap."""
    keys = {field.key for field in kind.fields.values()}
    template = get_template(f"mail/{kind.key}.txt").template
    context = dict.fromkeys(keys, "x")
    with translation.override("en-gb"):
        full = template.engine.from_string(template.source)
        full.engine.string_if_invalid = "MISSING"
        try:
            assert "MISSING" not in full.render(Context(context))
        finally:
            full.engine.string_if_invalid = ""


# What may be written


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (
            "((answer by)) ((nmae))",
            "((nmae)) is not a field of this message. Did you mean ((name))?",
        ),
        ("((answer by)) ((link))", "((link)) is not a field of this message."),
        ("Dear ((name))", "((answer by)) is missing: the last day to answer the offer."),
        ("((answer by)) ((name", "double brackets do not match"),
        ("((answer by)) ((person.reference))", "((person.reference)) is not a field"),
        ("", "Enter the text of the message."),
        ("((answer by))" + "x" * 6_000, "at most 6,000 characters"),
    ],
)
def test_what_is_wrong_with_a_text_is_said_and_nothing_saved(assembly, organiser, body, says):
    with pytest.raises(BadInput) as refused:
        save(assembly, organiser, body=body)
    assert says in refused.value.message
    assert MailText.objects.count() == 0


def test_the_link_may_not_be_left_out_and_may_not_stand_in_the_subject(assembly, organiser):
    with pytest.raises(BadInput, match=r"their own link\. It cannot be left out"):
        save(assembly, organiser, kind="link", body="Dear ((name))")
    with pytest.raises(BadInput, match="cannot stand in the subject"):
        save(assembly, organiser, kind="link", subject="((link))", body="((link))")


@pytest.mark.parametrize("attack", ["{{ assembly.pk }}", "{% include 'base.html' %}", "%(name)s"])
def test_no_template_language_reads_a_text(assembly, organiser, attack):
    save(assembly, organiser, subject=f"Seat {attack}", body=f"((answer by)) {attack}")
    message = make_mail.put(assembly)
    assert message.subject == f"Seat {attack}"
    assert message.body.endswith(f"{attack}\n")


def test_what_a_field_says_is_never_read_as_a_field(assembly, organiser):
    assembly.name = "((answer by))"
    assembly.save()
    save(assembly, organiser, body="((assembly)) and ((answer by))")
    assert make_mail.put(assembly).body == "((answer by)) and 10 January 2024\n"


def test_a_line_break_in_a_subject_becomes_a_space(assembly, organiser):
    saved = save(assembly, organiser, subject="A seat\r\nBcc: eve@example.org")
    assert saved.subject == "A seat Bcc: eve@example.org"


# What leaves


def test_the_original_leaves_until_staff_write_something_else(assembly, organiser):
    first = make_mail.put(assembly, 1)
    save(assembly, organiser)
    second = make_mail.put(assembly, 2)
    texts.restore(assembly, "offer", "en-gb", by=organiser, now=NOW)
    third = make_mail.put(assembly, 3)
    original = f"You have been chosen for {assembly.name}"
    subjects = [message.subject for message in (first, second, third)]
    assert subjects == [original, "A seat for you", original]
    assert second.body == f"Dear Sam O’Brien,\n\nanswer by 10 January 2024.\n\n{assembly.name}\n"
    assert MailText.objects.count() == 2


def test_another_assemblys_mail_does_not_change(assembly, organiser):
    save(assembly, organiser)
    assert make_mail.put(make.assembly()).subject.startswith("You have been chosen for")


def test_a_text_applies_to_the_language_it_was_written_in(assembly, organiser):
    body = "((reference)) ((link)) ((consent notice))"
    save(assembly, organiser, kind="registered", subject="English of ours", body=body)
    save(assembly, organiser, "registered", "cy", subject="Cymraeg", body=body)
    subjects = {}
    for code in ("en-gb", "cy", "pl"):
        person = make_recruitment.registered(assembly, language=code)
        registered.tell(person, "registered", NOW)
        message = OutboxMessage.objects.get(key=f"registered:{person.pk}")
        subjects[code] = (message.subject, message.language)
    polish = texts.original("registered", "pl").filled({"assembly": assembly.name}).subject
    assert subjects == {
        "en-gb": ("English of ours", "en-gb"),
        "cy": ("Cymraeg", "cy"),
        "pl": (polish, "pl"),
    }


def test_a_test_registration_stays_marked_whatever_staff_write(assembly, organiser):
    body = "((reference)) ((link)) ((consent notice))"
    save(assembly, organiser, kind="registered", subject="Ours", body=body)
    person = make_recruitment.registered(assembly, is_test=True, status="test")
    registered.tell(person, "registered", NOW)
    assert OutboxMessage.objects.get().subject == "Test: Ours"


def test_a_young_person_reads_that_a_carer_is_asked_and_nobody_else_does(assembly):
    waits = make_recruitment.registered(assembly, status="consent", consent_hash=b"1")
    registered.tell(waits, "registered", NOW)
    is_in = make_recruitment.registered(assembly, 1)
    registered.tell(is_in, "registered", NOW)
    bodies = [OutboxMessage.objects.get(key=f"registered:{p.pk}").body for p in (waits, is_in)]
    assert ["parent or carer" in body for body in bodies] == [True, False]
    assert "\n\n\n" not in bodies[1]


def test_links_are_those_of_the_configured_host(assembly, settings):
    settings.SITE_URL = "https://assembly.example.gov.uk/"
    person = make_recruitment.registered(assembly)
    registered.tell(person, "registered", NOW)
    link = registrations.personal_link(person)
    assert link.startswith("https://assembly.example.gov.uk/borough-")
    assert link in OutboxMessage.objects.get().body


# Versions and languages


def test_versions_count_up_and_never_change(assembly, organiser):
    saved = [save(assembly, organiser, subject=f"Version {n}").version for n in range(3)]
    assert saved == [1, 2, 3]
    with pytest.raises(Error, match="do not change"), transaction.atomic():
        MailText.objects.update(body="Other")
    assert AuditEntry.objects.filter(act="mail.write").count() == 3


def state(assembly, language):
    tongue = languages.BY_CODE[language]
    return texts.standing(assembly, KINDS["later"], tongue).state


def test_a_translation_is_out_of_date_once_the_english_has_changed(assembly, organiser):
    assert (state(assembly, "en-gb"), state(assembly, "cy")) == ("as it comes", "as it comes")
    save(assembly, organiser, "later", "en-gb", body="New words ((link))")
    assert (state(assembly, "en-gb"), state(assembly, "cy")) == ("edited", "out of date")
    save(assembly, organiser, "later", "cy", body="Geiriau newydd ((link))")
    assert (state(assembly, "cy"), state(assembly, "pl")) == ("edited", "out of date")
    save(assembly, organiser, "later", "en-gb", body="Newer words ((link))")
    assert state(assembly, "cy") == "out of date"
    texts.restore(assembly, "later", "en-gb", by=organiser, now=NOW)
    assert (state(assembly, "cy"), state(assembly, "pl")) == ("out of date", "as it comes")


def test_a_message_for_staff_leaves_in_english_only(assembly, organiser):
    with pytest.raises(BadInput, match="does not leave in that language"):
        save(assembly, organiser, "role", "cy", body="((role)) ((sign in page))")


@pytest.mark.parametrize("code", ["cy", "pl", "ur"])
def test_whatever_page_is_open_a_message_without_translations_is_staffs_english(
    assembly, organiser, code
):
    kind, body = "role", "((role)) ((sign in page))"
    save(assembly, organiser, kind, subject="A role for you", body=body)
    role = make.role(assembly, "caller").roles.get()
    with languages.reading(code):
        outbox.put(
            key="role:1",
            kind=kind,
            to="sam@example.org",
            context={"role": role, "user": role.user},
            assembly=assembly,
            now=NOW,
        )
        assert languages.current().code == code
    message = OutboxMessage.objects.get(key="role:1")
    assert (message.subject, message.language) == ("A role for you", "en-gb")


# The pages


@pytest.fixture
def client(assembly, signed_in):
    return signed_in(make.role(assembly, "organiser"))


def test_the_list_names_every_kind_and_what_is_out_of_date(assembly, organiser, client):
    save(assembly, organiser, "later", "en-gb", body="New words ((link))")
    page = client.get(reverse("staff.mail_texts", args=[assembly.slug])).content.decode()
    assert [kind.title in page for kind in KINDS.values()] == [True] * len(KINDS)
    assert page.count("out of date") == 3


def test_a_preview_shows_an_invented_person_and_saves_nothing(assembly, client):
    data = {"subject": "Hello", "body": BODY, "preview": "1"}
    response = client.post(url(assembly), data)
    assert response.context["preview"].body.startswith("Dear Sam Fairweather,")
    assert (MailText.objects.count(), OutboxMessage.objects.count()) == (0, 0)


def test_the_live_preview_is_that_part_of_the_page_alone_and_says_what_is_wrong(assembly, client):
    good = client.post(url(assembly, "look"), {"subject": "Hello", "body": BODY}).content.decode()
    wrong = client.post(url(assembly, "look"), {"subject": "Hello", "body": "x"}).content.decode()
    assert "Sam Fairweather" in good
    assert "((answer by)) is missing" in wrong
    assert "<html" not in good + wrong


def test_saving_keeps_a_version_and_a_wrong_text_is_shown_again(assembly, client):
    wrong = client.post(url(assembly), {"subject": "Hello", "body": "x", "save": "1"})
    assert list(wrong.context["form"].errors) == ["body"]
    assert (
        client.post(url(assembly), {"subject": "Hi", "body": BODY, "save": "1"}).status_code == 302
    )
    assert client.get(url(assembly)).context["form"].initial["subject"] == "Hi"


def test_going_back_to_the_original_keeps_the_versions(assembly, client):
    client.post(url(assembly), {"subject": "Hi", "body": BODY, "save": "1"})
    client.post(url(assembly), {"subject": "Hi", "body": BODY, "restore": "1"})
    assert client.get(url(assembly)).context["form"].initial["subject"] == (
        "You have been chosen for ((assembly))"
    )
    page = client.get(url(assembly, "versions")).content.decode()
    assert [f"Version {number}</h2>" in page for number in (1, 2, 3)] == [True, True, False]
    old = client.get(url(assembly) + "?version=1")
    assert old.context["form"].initial["subject"] == "Hi"


def test_a_test_copy_goes_to_the_writer_alone_and_at_once(assembly, client):
    person = assembly.roles.get(kind="organiser").user
    data = {"subject": "Hi", "body": BODY, "copy": "1", "to": "eve@example.org"}
    with time_machine.travel(NOW, tick=False):
        client.post(url(assembly), data)
    message = OutboxMessage.objects.get()
    assert (message.to, message.subject, message.send_after) == (person.email, "[Example] Hi", NOW)
    assert "Sam Fairweather" in message.body
    outbox.send_due(NOW)
    assert MailText.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "language"), [("nonsense", "en-gb"), ("role", "cy"), ("link", "xx")]
)
def test_a_text_that_does_not_exist_is_not_found(assembly, client, kind, language):
    assert client.get(url(assembly, kind=kind, language=language)).status_code == 404


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.key)
def test_each_text_opens_in_each_of_its_languages_with_a_whole_preview(assembly, client, kind):
    for language in texts.languages_of(kind):
        preview = client.get(url(assembly, kind=kind.key, language=language.code)).context[
            "preview"
        ]
        assert (preview.subject != "", "((" in preview.whole) == (True, False)
