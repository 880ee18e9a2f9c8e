"""The kinds of messages, as data: what each may say, what it must say, and who gets it.

The floor knows no other app: a field is read from the objects that an act hands over with its
message. Each kind's own text is `templates/mail/<kind>.txt`, its first line the subject.
"""

from dataclasses import dataclass

from . import fields
from .fields import EVERYWHERE, Field


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    `needed` are fields that its text may not leave out. A `translated` one leaves in the language
    of its reader. A `door` opens to anyone: what leaves through doors is limited for each address.
    """

    key: str
    title: str
    when: str
    own: tuple[Field, ...]
    needed: tuple[str, ...]
    translated: bool = False
    door: bool = False

    @property
    def fields(self) -> dict[str, Field]:
        return {field.name: field for field in (*self.own, *EVERYWHERE)}


_REGISTRANT = (fields.NAME, fields.REFERENCE, fields.LINK)

KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            "registered",
            "You have registered",
            "When a registration is complete, or waits for a parent or carer",
            (*_REGISTRANT, fields.CONSENT_NOTICE),
            ("reference", "link", "consent notice"),
            translated=True,
        ),
        Kind(
            "guardian",
            "Does a parent or carer agree?",
            "When a young person has registered",
            (fields.NAME, fields.CARER, fields.LINK),
            ("name", "link"),
            translated=True,
        ),
        Kind(
            "consented",
            "A parent or carer has agreed",
            "When they have said yes",
            _REGISTRANT,
            ("reference",),
            translated=True,
        ),
        Kind(
            "later",
            "Go on with a registration",
            "When somebody asks for a link to go on later",
            (fields.LINK,),
            ("link",),
            translated=True,
            door=True,
        ),
        Kind(
            "link",
            "The personal link again",
            "When somebody asks for it",
            _REGISTRANT,
            ("link",),
            translated=True,
            door=True,
        ),
        Kind(
            "new_code",
            "A new code",
            "When staff have found the letter that was lost",
            (fields.NAME, fields.CODE, fields.REGISTER_PAGE),
            ("code", "register page"),
            translated=True,
        ),
        Kind(
            "no_code",
            "No new code",
            "When staff could not find the letter",
            (fields.NAME, fields.REASON),
            ("reason",),
            translated=True,
        ),
        Kind(
            "withdrawn",
            "You have withdrawn",
            "When somebody withdraws their registration",
            _REGISTRANT,
            ("reference",),
            translated=True,
        ),
        Kind(
            "erased",
            "Your data is erased",
            "When somebody’s data has been erased",
            (fields.REFERENCE,),
            ("reference",),
            translated=True,
        ),
        Kind(
            "offer",
            "You have been chosen",
            "When seats are offered to everyone who was drawn",
            (fields.NAME, fields.REFERENCE, fields.ANSWER_BY),
            ("answer by",),
            translated=True,
        ),
        Kind(
            "offer_reminder",
            "Please answer the offer",
            "When somebody has not answered three days before the deadline",
            (fields.NAME, fields.REFERENCE, fields.ANSWER_BY),
            ("answer by",),
            translated=True,
        ),
        Kind(
            "not_picked",
            "You were not picked",
            "When staff tell those whom the lottery did not choose",
            _REGISTRANT,
            ("link",),
            translated=True,
        ),
        Kind(
            "committed",
            "The fingerprint of the draw",
            "When a draw is fixed, to the Advisory Board",
            (fields.STAFF_NAME, fields.FINGERPRINT, fields.BEFORE, fields.DRAW_PAGE),
            ("fingerprint", "draw page"),
        ),
        Kind(
            "welcome",
            "Welcome to the assembly",
            "When somebody takes their seat",
            (fields.NAME, fields.REFERENCE, fields.MEMBER_PAGE),
            ("member page",),
            translated=True,
        ),
        Kind(
            "role",
            "Your role",
            "When somebody is given a role",
            (fields.STAFF_NAME, fields.ROLE, fields.SIGN_IN_PAGE),
            ("role", "sign in page"),
        ),
        Kind(
            "letters_alarm",
            "The printing of letters has stopped",
            "When none was printed for ten minutes, to organisers and recruiters",
            (fields.STAFF_NAME, fields.PRINTED, fields.SINCE, fields.LETTERS_PAGE),
            ("letters page",),
        ),
        Kind(
            "report_published",
            "Please answer the recommendations",
            "When the report is published",
            (
                fields.RESPONDER,
                fields.BODY,
                fields.REPORT_PAGE,
                fields.ANSWERS_PAGE,
                fields.RECOMMENDATIONS,
                fields.DUE,
            ),
            ("answers page", "due day"),
        ),
    )
}
