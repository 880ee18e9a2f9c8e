"""Who may do what at which stage: one table, consulted by every act and every page.

Each entry names an act (`noun.verb`), the roles that may do it and the stages it belongs to.
`PUBLIC` means anyone, signed in or not. The permission tests are generated from this table.
"""

from dataclasses import dataclass, field

from . import stages
from .errors import NotAllowed, WrongStage
from .models import Assembly, Role, User
from .stages import DRAW, MEET, REGISTER, REPORT, REVIEW

Kind = Role.Kind

PUBLIC = "public"
SIGNED_IN = "signed_in"

ORGANISER = frozenset({Kind.ORGANISER.value})
RECRUITER = frozenset({Kind.RECRUITER.value})
CALLER = frozenset({Kind.CALLER.value})
FACILITATOR = frozenset({Kind.FACILITATOR.value})
NOTE_TAKER = frozenset({Kind.NOTE_TAKER.value})
FINANCE_PREPARER = frozenset({Kind.FINANCE_PREPARER.value})
FINANCE_APPROVER = frozenset({Kind.FINANCE_APPROVER.value})
EVIDENCE_EDITOR = frozenset({Kind.EVIDENCE_EDITOR.value})
BOARD = frozenset({Kind.BOARD.value})
MEMBER = frozenset({Kind.MEMBER.value})
RESPONDER = frozenset({Kind.RESPONDER.value})
DATA_PROTECTION = frozenset({Kind.DATA_PROTECTION.value})
ADMINISTRATOR = frozenset({Kind.ADMINISTRATOR.value})
ANYONE = frozenset({PUBLIC})

STAFF = frozenset(Kind.values) - BOARD - MEMBER
FINANCE = FINANCE_PREPARER | FINANCE_APPROVER
SECOND_FACTOR_NEEDED = STAFF


@dataclass(frozen=True)
class Rule:
    """The roles that may do an act, and the stages it belongs to."""

    roles: frozenset[str]
    stages: frozenset[str] = field(default=stages.ALL)

    @property
    def is_public(self) -> bool:
        return PUBLIC in self.roles


@dataclass(frozen=True)
class Actor:
    """Who acts, as the audit trail names them, with the roles they hold in this assembly."""

    label: str
    roles: frozenset[str] = frozenset()
    user: User | None = None

    @property
    def email(self) -> str:
        return self.user.email if self.user else ""

    @property
    def is_system(self) -> bool:
        return self.label == "system"


SYSTEM = Actor("system")
SOMEONE = Actor("public", ANYONE)


def registrant(reference: str) -> Actor:
    """Return the actor for a resident who came in by letter code or personal link."""
    return Actor(f"registrant:{reference}", ANYONE)


def guardian(reference: str) -> Actor:
    """Return the actor for a parent or carer who came in by their link."""
    return Actor(f"guardian:{reference}", ANYONE)


def actor(user: User, assembly: Assembly | None) -> Actor:
    """Return the actor for a signed-in person, with the roles they hold here and now."""
    held = Role.objects.filter(user=user)
    here = held.filter(assembly=assembly) if assembly else held.filter(kind=Kind.ADMINISTRATOR)
    roles = frozenset(here.values_list("kind", flat=True)) if user.is_active else frozenset()
    if assembly is None and user.is_active and user.is_staff:
        roles |= ADMINISTRATOR
    return Actor(f"user:{user.pk}", roles | ANYONE, user)


def may(by: Actor, act: str, assembly: Assembly) -> bool:
    """Tell whether the actor's roles and the assembly's stage allow this act."""
    rule = TABLE[act]
    return bool(by.is_system or rule.roles & by.roles) and assembly.stage in rule.stages


def require(by: Actor, act: str, assembly: Assembly | None) -> None:
    """Raise `NotAllowed` or `WrongStage` unless this actor may do this act now."""
    rule = TABLE[act]
    if not (by.is_system or rule.roles & by.roles):
        raise NotAllowed("Your role in this assembly does not include this.")
    if assembly is not None and assembly.stage not in rule.stages:
        raise WrongStage(
            f"This cannot be done while the assembly is at the stage "
            f"“{assembly.current_stage.name}”."
        )


_since, _until, _during = stages.since, stages.until, stages.during

TABLE: dict[str, Rule] = {
    # The public site
    "public.home": Rule(ANYONE),
    "public.view": Rule(ANYONE),
    "public.report": Rule(ANYONE, _since(REPORT)),
    # The assembly itself
    "assembly.create": Rule(ADMINISTRATOR),
    "assembly.overview": Rule(STAFF),
    "assembly.edit": Rule(ORGANISER, _until(MEET)),
    "assembly.advance": Rule(ORGANISER),
    "roles.view": Rule(ORGANISER | DATA_PROTECTION),
    "roles.give": Rule(ORGANISER),
    "roles.take": Rule(ORGANISER),
    "audit.view": Rule(ORGANISER | RECRUITER | DATA_PROTECTION | ADMINISTRATOR),
    # Mail
    "outbox.view": Rule(ORGANISER | RECRUITER | DATA_PROTECTION),
    "mail.stop": Rule(ORGANISER | RECRUITER),
    "mail.send_now": Rule(ORGANISER | RECRUITER),
    "mail.retry": Rule(ORGANISER | RECRUITER),
    "mail.settle": Rule(ORGANISER | RECRUITER),
    "mail.trust": Rule(ORGANISER | RECRUITER),
    "mail.write": Rule(ORGANISER | RECRUITER),
    # Addresses and letters
    "addresses.view": Rule(ORGANISER | RECRUITER | DATA_PROTECTION),
    "addresses.draw": Rule(ORGANISER | RECRUITER, _until(REGISTER)),
    "letters.view": Rule(ORGANISER | RECRUITER | DATA_PROTECTION),
    "letters.write": Rule(ORGANISER | RECRUITER, _until(REGISTER)),
    "letters.start": Rule(ORGANISER | RECRUITER, _until(REGISTER)),
    "addresses.forget": Rule(frozenset(), _since(REVIEW)),
    "letters.print": Rule(frozenset(), _until(REGISTER)),
    "letters.alarm": Rule(frozenset(), _until(REGISTER)),
    "letters.download": Rule(ORGANISER | RECRUITER),
    "letters.release": Rule(ORGANISER | RECRUITER, _until(REGISTER)),
    "letters.retry": Rule(ORGANISER | RECRUITER, _until(REGISTER)),
    "letters.record": Rule(ORGANISER | RECRUITER, _until(MEET)),
    "letters.copy": Rule(ORGANISER | RECRUITER, _until(REGISTER)),
    "letters.mend": Rule(ORGANISER | RECRUITER, _until(REGISTER)),
    "letters.make_single": Rule(ORGANISER | RECRUITER, _until(REGISTER)),
    "letters.settle_single": Rule(ORGANISER | RECRUITER, _until(MEET)),
    # Registration
    "registrations.begin": Rule(ANYONE, _during(REGISTER)),
    "registrations.register": Rule(ANYONE, _during(REGISTER)),
    "registrations.look_up": Rule(ANYONE),
    "registrations.correct": Rule(ANYONE, _until(MEET)),
    "registrations.correct_for": Rule(RECRUITER, _until(MEET)),
    "registrations.withdraw": Rule(ANYONE, _until(MEET)),
    "registrations.withdraw_for": Rule(RECRUITER, _until(MEET)),
    "registrations.assist": Rule(ORGANISER | RECRUITER, _during(REGISTER)),
    "registrations.accept_late": Rule(RECRUITER, _during(REGISTER, DRAW)),
    "registrations.try_out": Rule(ORGANISER | RECRUITER, _until(REGISTER)),
    "registrations.import": Rule(RECRUITER, _during(REGISTER)),
    "registrations.forget": Rule(frozenset(), _since(MEET)),
    "registrations.erase": Rule(ANYONE),
    "registrations.erase_for": Rule(RECRUITER),
    "registrations.consent": Rule(ANYONE, _during(REGISTER, DRAW)),
    "registrations.consent_for": Rule(ORGANISER | RECRUITER, _during(REGISTER, DRAW)),
    "registrations.ask_for_code": Rule(ANYONE, _during(REGISTER)),
    "registrations.ask_for_caller": Rule(ORGANISER | RECRUITER, _during(REGISTER)),
    "registrations.answer_lost": Rule(ORGANISER | RECRUITER, _during(REGISTER)),
    "questions.add": Rule(ORGANISER, _until(REGISTER)),
    "translations.view": Rule(ORGANISER | RECRUITER),
    "translations.write": Rule(ORGANISER | RECRUITER, _until(MEET)),
    "registrations.view": Rule(ORGANISER | RECRUITER | DATA_PROTECTION),
    "registrations.watch": Rule(ORGANISER | RECRUITER),
    "registrations.open_one": Rule(RECRUITER | DATA_PROTECTION),
    # Targets and the lottery
    "targets.view": Rule(ORGANISER | RECRUITER | BOARD),
    "targets.build": Rule(ORGANISER | RECRUITER, _until(DRAW)),
    "targets.set": Rule(ORGANISER | RECRUITER, _until(DRAW)),
    "lottery.view": Rule(ORGANISER | RECRUITER | BOARD),
    "lottery.test": Rule(ORGANISER | RECRUITER, _during(REGISTER, DRAW)),
    "lottery.cancel": Rule(ORGANISER | RECRUITER, _during(REGISTER, DRAW, MEET)),
    "lottery.abandon": Rule(RECRUITER, _during(DRAW, MEET)),
    "lottery.audit": Rule(BOARD | DATA_PROTECTION),
    "lottery.freeze": Rule(RECRUITER, _during(DRAW, MEET)),
    "lottery.solve": Rule(RECRUITER, _during(DRAW, MEET)),
    "lottery.sign_off": Rule(BOARD, _during(DRAW, MEET)),
    "lottery.commit": Rule(RECRUITER, _during(DRAW, MEET)),
    "lottery.enter_number": Rule(RECRUITER | ORGANISER | BOARD, _during(DRAW, MEET)),
    "lottery.confirm_number": Rule(RECRUITER | ORGANISER | BOARD, _during(DRAW, MEET)),
    "lottery.enter_beacon": Rule(RECRUITER | ORGANISER | BOARD, _during(DRAW, MEET)),
    "lottery.published": Rule(ANYONE),
    "alternates.view": Rule(ORGANISER | RECRUITER),
    "alternates.choose": Rule(RECRUITER, _during(DRAW, MEET)),
    "alternates.call_up": Rule(RECRUITER, _during(DRAW, MEET)),
    # Offers and members
    "offers.view": Rule(ORGANISER | RECRUITER | CALLER),
    "offers.make": Rule(RECRUITER | ORGANISER, _during(DRAW, MEET)),
    "offers.tell_others": Rule(RECRUITER | ORGANISER, _during(DRAW, MEET)),
    "offers.answer": Rule(ANYONE | CALLER | RECRUITER, _during(DRAW, MEET)),
    "offers.call": Rule(CALLER | RECRUITER | ORGANISER, _during(DRAW, MEET)),
    "offers.renew": Rule(RECRUITER | ORGANISER, _during(DRAW, MEET)),
    "calls.view": Rule(CALLER | RECRUITER | ORGANISER),
    "calls.take": Rule(CALLER | RECRUITER | ORGANISER, _during(DRAW, MEET)),
    "calls.note": Rule(CALLER | RECRUITER | ORGANISER, _during(DRAW, MEET)),
    "calls.print": Rule(CALLER | RECRUITER | ORGANISER, _during(DRAW, MEET)),
    "calls.write": Rule(RECRUITER | ORGANISER, _until(MEET)),
    "members.list": Rule(ORGANISER | RECRUITER | CALLER | FACILITATOR | NOTE_TAKER),
    "members.withdraw": Rule(ORGANISER | RECRUITER, _during(DRAW, MEET)),
    "members.give_up": Rule(MEMBER, _during(DRAW, MEET)),
    "members.rejoin": Rule(ORGANISER | RECRUITER, _during(DRAW, MEET)),
    "members.repair": Rule(ORGANISER | RECRUITER),
    "member.home": Rule(MEMBER),
    "members.read_news": Rule(MEMBER),
    # The welcome pack
    "welcome.write": Rule(ORGANISER, _until(MEET)),
    "welcome.open_one": Rule(ORGANISER | RECRUITER),
    "welcome.own": Rule(MEMBER),
    # Photographs
    "photos.say": Rule(MEMBER),
    "photos.say_for": Rule(ORGANISER),
    "photos.view": Rule(ORGANISER | FACILITATOR),
    # What members need
    "commitments.counts": Rule(ORGANISER | FACILITATOR),
    "commitments.view": Rule(ORGANISER),
    "commitments.open_one": Rule(ORGANISER),
    "commitments.add": Rule(ORGANISER, _during(DRAW, MEET)),
    "commitments.edit": Rule(ORGANISER, _during(DRAW, MEET)),
    "commitments.settle": Rule(ORGANISER, _during(DRAW, MEET)),
    "commitments.own": Rule(MEMBER),
    "commitments.ask": Rule(MEMBER, _during(DRAW, MEET)),
    "commitments.doubt": Rule(MEMBER, _during(DRAW, MEET)),
    "kitchen.view": Rule(ORGANISER | FACILITATOR),
    # The Advisory Board
    "board.home": Rule(BOARD),
    "board.representativeness": Rule(BOARD | ORGANISER | RECRUITER),
    # Weekends, sessions and tables
    "programme.view": Rule(STAFF),
    "programme.edit": Rule(ORGANISER, _until(MEET)),
    "programme.add_weekend": Rule(ORGANISER, _until(MEET)),
    "programme.set_venue": Rule(ORGANISER, _until(MEET)),
    "programme.add_session": Rule(ORGANISER, _until(MEET)),
    "programme.add_item": Rule(ORGANISER, _until(MEET)),
    "programme.edit_item": Rule(ORGANISER, _until(MEET)),
    "programme.add_speaker": Rule(ORGANISER | EVIDENCE_EDITOR, _until(MEET)),
    "programme.release": Rule(ORGANISER, _until(MEET)),
    "programme.read": Rule(MEMBER),
    "programme.published": Rule(ANYONE),
    "calendar.read": Rule(ANYONE),
    "calendar.renew": Rule(MEMBER),
    "tables.view": Rule(ORGANISER | FACILITATOR | NOTE_TAKER),
    "tables.plan": Rule(ORGANISER | FACILITATOR, _during(DRAW, MEET)),
    "tables.release": Rule(ORGANISER | FACILITATOR, _during(DRAW, MEET)),
    "attendance.view": Rule(ORGANISER | FACILITATOR | FINANCE),
    "attendance.record": Rule(ORGANISER | FACILITATOR, _during(MEET)),
    "attendance.mark": Rule(ORGANISER | FACILITATOR, _during(MEET)),
    # Evidence
    "evidence.view": Rule(ORGANISER | EVIDENCE_EDITOR | FACILITATOR),
    "evidence.add": Rule(EVIDENCE_EDITOR | ORGANISER, _until(MEET)),
    "evidence.edit": Rule(EVIDENCE_EDITOR | ORGANISER, _until(MEET)),
    "evidence.release": Rule(EVIDENCE_EDITOR | ORGANISER, _until(MEET)),
    "evidence.review": Rule(BOARD, _until(MEET)),
    "evidence.board": Rule(BOARD),
    "evidence.read": Rule(MEMBER),
    "evidence.published": Rule(ANYONE),
    "questions.ask": Rule(MEMBER, _during(DRAW, MEET)),
    "questions.answer": Rule(EVIDENCE_EDITOR | ORGANISER, _during(DRAW, MEET)),
    # Honoraria
    "honoraria.view": Rule(FINANCE | ORGANISER),
    "honoraria.compute": Rule(FINANCE_PREPARER, _since(MEET)),
    "honoraria.own": Rule(MEMBER),
    # Recommendations and ballots
    "recommendations.view": Rule(ORGANISER | FACILITATOR | NOTE_TAKER | EVIDENCE_EDITOR),
    "recommendations.draft": Rule(FACILITATOR | NOTE_TAKER | ORGANISER, _during(MEET)),
    "recommendations.lock": Rule(ORGANISER, _during(MEET)),
    "recommendations.read": Rule(MEMBER | BOARD),
    "ballots.view": Rule(ORGANISER | FACILITATOR),
    "ballots.open": Rule(ORGANISER, _during(MEET)),
    "ballots.cast": Rule(MEMBER, _during(MEET)),
    "ballots.close": Rule(ORGANISER, _during(MEET, REPORT)),
    "statements.submit": Rule(MEMBER, _during(MEET, REPORT)),
    "statements.support": Rule(MEMBER, _during(MEET, REPORT)),
    # The report
    "report.view": Rule(ORGANISER),
    "report.edit": Rule(ORGANISER, _during(MEET, REPORT)),
    "report.publish": Rule(ORGANISER, _during(REPORT)),
    # Answers and progress
    "responses.view": Rule(ORGANISER | RESPONDER),
    "responses.answer": Rule(RESPONDER, _during(REPORT, REVIEW)),
    "responses.publish": Rule(RESPONDER, _during(REPORT, REVIEW)),
    "actions.add": Rule(RESPONDER, _during(REPORT, REVIEW)),
    "actions.update": Rule(RESPONDER, _during(REPORT, REVIEW)),
}
