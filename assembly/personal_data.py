"""The register of personal data: each field with its purpose, legal basis and how long it is kept.

The privacy page is made from it. Every encrypted field of every app must have an entry; a test
fails when one has none. Fields are named as text, because the floor knows no other app.
"""

from dataclasses import dataclass

PUBLIC_TASK = "Public task, UK GDPR Article 6(1)(e)"
LEGAL_DUTY = "Legal obligation, UK GDPR Article 6(1)(c)"
SPECIAL = f"{PUBLIC_TASK}; special category by explicit consent, Article 9(2)(a)"

UNTIL_PANEL = "Four weeks after the panel is confirmed, if you are not picked"
MEMBERSHIP = "12 months after the last weekend"


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
        "Addresses that were picked to get a letter",
        ("recruitment.Address.lines", "recruitment.Address.postcode", "recruitment.Address.udprn"),
        "To send the letter and to know which area a person lives in",
        PUBLIC_TASK,
        "Until the assembly has ended",
    ),
    Entry(
        "Answers that were started and not sent in",
        ("recruitment.Registration.draft",),
        "So that nothing is lost while you register",
        PUBLIC_TASK,
        "Until registration closes",
    ),
    Entry(
        "Name, e-mail and phone number of those who register",
        (
            "recruitment.Registration.name",
            "recruitment.Registration.email",
            "recruitment.Registration.phone",
            "recruitment.Registration.email_hash",
        ),
        "To tell you what happens and to offer you a seat if you are picked",
        PUBLIC_TASK,
        UNTIL_PANEL,
    ),
    Entry(
        "Date of birth",
        ("recruitment.Registration.date_of_birth",),
        "To check that you are old enough and so that the lottery mirrors all ages",
        PUBLIC_TASK,
        UNTIL_PANEL,
    ),
    Entry(
        "Gender, ethnic group, disability, age group and area",
        ("recruitment.Registration.answers", "recruitment.PoolEntry.answers"),
        "So that the lottery picks people who together mirror the area",
        SPECIAL,
        f"{UNTIL_PANEL}; after that only as totals",
    ),
    Entry(
        "What you need to take part: access, food, care, language, travel",
        ("recruitment.Registration.needs",),
        "To give you what you need if you are picked",
        SPECIAL,
        UNTIL_PANEL,
    ),
    Entry(
        "Answers to questions that an assembly adds",
        ("recruitment.Registration.added",),
        "As said beside the question; they play no part in the lottery",
        PUBLIC_TASK,
        UNTIL_PANEL,
    ),
    Entry(
        "Name and contact of a young person’s parent or carer",
        ("recruitment.Registration.guardian",),
        "To ask if they agree that the young person takes part",
        PUBLIC_TASK,
        UNTIL_PANEL,
    ),
    Entry(
        "Name, address and contact of someone who lost their letter",
        (
            "recruitment.LostCode.name",
            "recruitment.LostCode.address",
            "recruitment.LostCode.postcode",
            "recruitment.LostCode.email",
            "recruitment.LostCode.phone",
        ),
        "To find the letter and give you a new code",
        PUBLIC_TASK,
        "Until your request is answered",
    ),
    Entry(
        "An e-mail address to which a personal link should be sent again",
        ("recruitment.LinkRequest.email",),
        "To send the link if we know the address",
        PUBLIC_TASK,
        "A few minutes",
    ),
    Entry(
        "A secret number for each person in the lottery",
        ("recruitment.PoolEntry.salt",),
        "So that you can check your chance and nobody else can guess it",
        PUBLIC_TASK,
        UNTIL_PANEL,
    ),
    Entry(
        "Name, groups and needs of members",
        (
            "recruitment.Member.name",
            "recruitment.Member.answers",
            "recruitment.Member.needs",
        ),
        "To run the weekends: tables, food, access",
        SPECIAL,
        MEMBERSHIP,
    ),
    Entry(
        "Whether a member may be in photographs, and when they said so",
        ("recruitment.Member.photos", "recruitment.Member.photos_said_at"),
        "To take and publish pictures only of those who said yes",
        "Consent, UK GDPR Article 6(1)(a); a yes can be taken back at any time",
        MEMBERSHIP,
    ),
    Entry(
        "Up to when a member has read what is new on their pages",
        ("recruitment.Member.news_read_at",),
        "To show them what is new since then",
        PUBLIC_TASK,
        MEMBERSHIP,
    ),
    Entry(
        "Notes of calls about the offer of a seat",
        ("recruitment.Call.note",),
        "So that the next caller knows what was said",
        PUBLIC_TASK,
        UNTIL_PANEL,
    ),
    Entry(
        "What a member needs, how it is met, and why it cannot be",
        (
            "recruitment.Commitment.details",
            "recruitment.Commitment.diets",
            "recruitment.Commitment.reason",
        ),
        "To provide it. The kitchen gets numbers, never names",
        SPECIAL,
        MEMBERSHIP,
    ),
    Entry(
        "Messages we send",
        ("assembly.OutboxMessage.to", "assembly.OutboxMessage.body"),
        "To send them once and to be able to say that we did",
        PUBLIC_TASK,
        "90 days after they were sent",
    ),
    Entry(
        "That an e-mail address cannot be reached, as a code that does not tell the address",
        ("assembly.DeadAddress.address_hash", "assembly.OutboxMessage.address_hash"),
        "So that we do not write in vain, and ring or write instead",
        PUBLIC_TASK,
        "Until the assembly has ended",
    ),
    Entry(
        "How often a link was asked for, as a code that does not tell the address",
        ("assembly.DoorMail.address_hash",),
        "So that nobody can fill your inbox through our pages",
        PUBLIC_TASK,
        "An hour",
    ),
    Entry(
        "Name and e-mail of staff, Advisory Board, members and responders",
        ("assembly.User.name", "assembly.User.email"),
        "To sign in",
        PUBLIC_TASK,
        "12 months after the last role ended",
    ),
    Entry(
        "Who did what and when",
        ("assembly.AuditEntry.actor",),
        "So that nothing can be done unseen. It holds numbers, never names",
        LEGAL_DUTY,
        "As long as the assembly’s record",
    ),
)


def notice() -> tuple[Entry, ...]:
    """Return the entries for the privacy page."""
    return REGISTER


def entry_of(field: str) -> Entry | None:
    """Return the entry that covers a field, named app.Model.field."""
    return next((entry for entry in REGISTER if field in entry.fields), None)
