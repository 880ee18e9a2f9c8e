"""The register of personal data: each field with its purpose, legal basis and how long it is kept.

The privacy page is made from it. Every encrypted field of every app must have an entry; a test
fails when one has none. Fields are named as text, because the floor knows no other app.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

PUBLIC_TASK = _("Public task, UK GDPR Article 6(1)(e)")
LEGAL_DUTY = _("Legal obligation, UK GDPR Article 6(1)(c)")
SPECIAL = _(
    "Public task, UK GDPR Article 6(1)(e); special category by explicit consent, Article 9(2)(a)"
)

UNTIL_PANEL = _("Four weeks after the panel is confirmed, if you are not picked")
MEMBERSHIP = _("12 months after the last weekend")


@dataclass(frozen=True)
class Entry:
    """What is held, in which fields (app.Model.field), why, by what right and how long."""

    what: str
    fields: tuple[str, ...]
    purpose: str
    legal_basis: str
    retention: str


REGISTER: tuple[Entry, ...] = (
    Entry(
        _("Addresses that were picked to get a letter"),
        (
            "recruitment.Address.lines",
            "recruitment.Address.postcode",
            "recruitment.Address.udprn",
            "recruitment.Address.letterbox",
        ),
        _("To send the letter and to know which area a person lives in"),
        PUBLIC_TASK,
        _("Until the report is published"),
    ),
    Entry(
        _("Answers that were started and not sent in"),
        ("recruitment.Registration.draft",),
        _("So that nothing is lost while you register"),
        PUBLIC_TASK,
        _("Until registration closes"),
    ),
    Entry(
        _("Name, e-mail and phone number of those who register"),
        (
            "recruitment.Registration.name",
            "recruitment.Registration.email",
            "recruitment.Registration.phone",
            "recruitment.Registration.email_hash",
        ),
        _("To tell you what happens and to offer you a seat if you are picked"),
        PUBLIC_TASK,
        UNTIL_PANEL,
    ),
    Entry(
        _("Date of birth"),
        ("recruitment.Registration.date_of_birth",),
        _("To check that you are old enough and so that the lottery mirrors all ages"),
        PUBLIC_TASK,
        UNTIL_PANEL,
    ),
    Entry(
        _("Gender, ethnic group, disability, age group and area"),
        ("recruitment.Registration.answers", "recruitment.PoolEntry.answers"),
        _("So that the lottery picks people who together mirror the area"),
        SPECIAL,
        _(
            "Four weeks after the panel is confirmed, if you are not picked;"
            " after that only as totals"
        ),
    ),
    Entry(
        _("What you need to take part: access, food, care, language, travel"),
        ("recruitment.Registration.needs",),
        _("To give you what you need if you are picked"),
        SPECIAL,
        UNTIL_PANEL,
    ),
    Entry(
        _("Answers to questions that an assembly adds"),
        ("recruitment.Registration.added",),
        _("As said beside the question; they play no part in the lottery"),
        PUBLIC_TASK,
        UNTIL_PANEL,
    ),
    Entry(
        _("Name and contact of a young person’s parent or carer"),
        ("recruitment.Registration.guardian",),
        _("To ask if they agree that the young person takes part"),
        PUBLIC_TASK,
        UNTIL_PANEL,
    ),
    Entry(
        _("Name, address and contact of someone who lost their letter"),
        (
            "recruitment.LostCode.name",
            "recruitment.LostCode.address",
            "recruitment.LostCode.postcode",
            "recruitment.LostCode.email",
            "recruitment.LostCode.phone",
        ),
        _("To find the letter and give you a new code"),
        PUBLIC_TASK,
        _("Until your request is answered"),
    ),
    Entry(
        _("An e-mail address to which a personal link should be sent again"),
        ("recruitment.LinkRequest.email",),
        _("To send the link if we know the address"),
        PUBLIC_TASK,
        _("A few minutes"),
    ),
    Entry(
        _("A secret number for each person in the lottery"),
        ("recruitment.PoolEntry.salt",),
        _("So that you can check your chance and nobody else can guess it"),
        PUBLIC_TASK,
        UNTIL_PANEL,
    ),
    Entry(
        _("Name, groups and needs of members"),
        (
            "recruitment.Member.name",
            "recruitment.Member.answers",
            "recruitment.Member.needs",
        ),
        _("To run the weekends: tables, food, access"),
        SPECIAL,
        MEMBERSHIP,
    ),
    Entry(
        _("Whether a member may be in photographs, and when they said so"),
        ("recruitment.Member.photos", "recruitment.Member.photos_said_at"),
        _("To take and publish pictures only of those who said yes"),
        _("Consent, UK GDPR Article 6(1)(a); a yes can be taken back at any time"),
        MEMBERSHIP,
    ),
    Entry(
        _("Up to when a member has read what is new on their pages"),
        ("recruitment.Member.news_read_at",),
        _("To show them what is new since then"),
        PUBLIC_TASK,
        MEMBERSHIP,
    ),
    Entry(
        _("Notes of calls about the offer of a seat"),
        ("recruitment.Call.note",),
        _("So that the next caller knows what was said"),
        PUBLIC_TASK,
        UNTIL_PANEL,
    ),
    Entry(
        _("What a member needs, how it is met, and why it cannot be"),
        (
            "recruitment.Commitment.details",
            "recruitment.Commitment.diets",
            "recruitment.Commitment.reason",
        ),
        _("To provide it. The kitchen gets numbers, never names"),
        SPECIAL,
        MEMBERSHIP,
    ),
    Entry(
        _("Messages we send"),
        ("assembly.OutboxMessage.to", "assembly.OutboxMessage.body"),
        _("To send them once and to be able to say that we did"),
        PUBLIC_TASK,
        _("90 days after they were sent or given up"),
    ),
    Entry(
        _("That an e-mail address cannot be reached, as a code that does not tell the address"),
        ("assembly.DeadAddress.address_hash", "assembly.OutboxMessage.address_hash"),
        _("So that we do not write in vain, and ring or write instead"),
        PUBLIC_TASK,
        _("12 months"),
    ),
    Entry(
        _("How often a link was asked for, as a code that does not tell the address"),
        ("assembly.DoorMail.address_hash",),
        _("So that nobody can fill your inbox through our pages"),
        PUBLIC_TASK,
        _("An hour"),
    ),
    Entry(
        _("Name and e-mail of staff, Advisory Board, members and responders"),
        ("assembly.User.name", "assembly.User.email"),
        _("To sign in"),
        PUBLIC_TASK,
        _("12 months after the last role ended"),
    ),
    Entry(
        _("Who did what and when"),
        ("assembly.AuditEntry.actor",),
        _("So that nothing can be done unseen. It holds numbers, never names"),
        LEGAL_DUTY,
        _("As long as the assembly’s record"),
    ),
)


def notice() -> tuple[Entry, ...]:
    """Return the entries for the privacy page."""
    return REGISTER


def entry_of(field: str) -> Entry | None:
    """Return the entry that covers a field, named app.Model.field."""
    return next((entry for entry in REGISTER if field in entry.fields), None)
