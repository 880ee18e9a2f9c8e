"""Registration as a machine: whatever residents and staff do, in whatever order, the rules hold."""

from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from assembly import audit, permissions, stages
from assembly.errors import BadInput, DomainError
from assembly.models import OutboxMessage
from assembly.permissions import SOMEONE
from recruitment import codes, pools, registrations
from recruitment.models import Pool, Registration
from recruitment.registrations import WrongCode, gate, lost, registered
from tests import make
from tests import make_recruitment as recruit

HOMES, A_LETTER = 2, 2
ADULT, YOUNG, TOO_YOUNG = "1980-05-17", "2007-06-01", "2008-02-29"
BIRTHS = st.sampled_from([ADULT, YOUNG, TOO_YOUNG, ""])
AGES = {ADULT: "30-44", YOUNG: "16-29"}
GUARDIAN = {"name": "Gita", "email": "gita@example.org", "phone": ""}
BORN = {"adult": ADULT, "young": YOUNG, "too young": TOO_YOUNG}
CORRECTIONS = st.sampled_from(["contact", "needs", "answers", "young", "adult", "too young"])
EVERYTHING = {
    "registered", "consent", "agreed", "withdrawn", "erased", "reissued", "resumed",
    "contact corrected", "needs corrected", "answers corrected", "registered to consent",
    "consent to registered", "refused to the too young", "refused at the close",
    "refused for want of a place", "refused to who waits for a parent", "a parent said no",
    "registered late", "frozen", "refused once frozen", "given up",
}  # fmt: skip
OPEN = ("registered", "consent")
FREEZE_AFTER = 24  # steps, so that much has happened by then
REFUSED = {"too young": "refused to the too young", "adult": "refused to who waits for a parent"}


class Residents(RuleBasedStateMachine):
    """Two homes, two places each. `live` is what each letter's newest code is."""

    reached: ClassVar[set[str]] = set()
    drafts = Bundle("drafts")
    people = Bundle("people")
    homes = st.integers(0, HOMES - 1)

    def __init__(self) -> None:
        super().__init__()
        self.one_run = transaction.atomic()
        self.one_run.__enter__()
        self.assembly = recruit.open_assembly(
            registrations_per_letter=A_LETTER, consent_below=18, seats=1
        )
        recruit.added_question(self.assembly, key="heard")
        self.staff = make.actor_with(self.assembly, "recruiter")
        made = [recruit.invitation(self.assembly) for _ in range(HOMES)]
        self.letters = [letter for letter, _ in made]
        self.live = [code for _, code in made]
        self.dead: list[str] = []
        self.now = make.NOW
        self.erased: set[str] = set()
        self.steps = 0
        self.pool: Pool | None = None
        self.frozen: dict[UUID, str] = {}

    @property
    def is_under_way(self) -> bool:
        return bool(self.pool and self.pool.status == "frozen")

    @property
    def is_open(self) -> bool:
        return self.assembly.is_open(self.now)

    def places(self, home: int) -> int:
        return self.letters[home].registrations.exclude(place=None).count()

    def begin(self, home, **options):
        may = self.is_open and self.places(home) < A_LETTER
        try:
            draft, token = registrations.begin(
                self.assembly, self.live[home], now=self.now, **options
            )
        except DomainError:
            assert not may
            self.reached.add(
                "refused for want of a place" if self.is_open else "refused at the close"
            )
            return multiple()
        assert may
        assert draft.draft == {}
        return draft.pk, token

    @rule(target=drafts, home=homes)
    def begin_online(self, home):
        return self.begin(home, by=SOMEONE)

    @rule(target=drafts, home=homes, channel=st.sampled_from(["phone", "post"]))
    def begin_assisted(self, home, channel):
        return self.begin(home, by=self.staff, channel=channel)

    @rule(target=drafts, home=homes, born=st.sampled_from([ADULT, YOUNG]))
    def begin_and_answer(self, home, born):
        return self.begin_and_answer_everything(home, born)

    def begin_and_answer_everything(self, home, born):
        found = self.begin(home, by=SOMEONE)
        if found != multiple():
            draft = Registration.objects.get(pk=found[0])
            answers = recruit.answers(date_of_birth=born, guardian=GUARDIAN)
            registrations.save_answers(draft, answers, by=self.who(draft), now=self.now)
        return found

    @rule(target=people, home=homes, born=st.sampled_from([ADULT, YOUNG]))
    def go_all_the_way(self, home, born):
        found = self.begin_and_answer_everything(home, born)
        return found if found == multiple() else self.send(found)

    @precondition(lambda self: self.now >= self.assembly.registration_closes)
    @rule(target=people, home=homes, channel=st.sampled_from(["phone", "post"]))
    def take_late(self, home, channel):
        may = not self.pool and self.places(home) < A_LETTER
        how = {"channel": channel, "reason": "It lay in the tray.", "by": self.staff}
        try:
            late, _token = registrations.begin_late(
                self.assembly, self.live[home], now=self.now, **how
            )
        except DomainError:
            assert not may
            return multiple()
        assert may
        registrations.save_answers(late, recruit.answers(), by=self.staff, now=self.now)
        sent = registrations.register(late, by=self.staff, now=self.now)
        assert sent.status == "registered"
        self.reached.add("registered late")
        return sent.pk

    @precondition(lambda self: self.steps >= FREEZE_AFTER and not self.pool)
    @rule()
    def freeze(self):
        registered = self.in_order().filter(status="registered").count()
        self.assembly.stage = stages.DRAW.key
        self.assembly.save(update_fields=["stage"])
        try:
            self.pool = pools.freeze(self.assembly, by=self.staff, now=self.now)
        except DomainError:
            assert registered == 0
            self.assembly.stage = stages.REGISTER.key
            self.assembly.save(update_fields=["stage"])
        else:
            self.frozen = dict(self.pool.entries.values_list("registration", "commitment"))
            assert len(self.frozen) == registered
            self.reached.add("frozen")

    @precondition(lambda self: self.is_under_way)
    @rule()
    def give_the_pool_up(self):
        pools.abandon(self.pool, reason="The list was wrong.", by=self.staff, now=self.now)
        self.pool.refresh_from_db()
        registrations.complete_due(self.now)
        self.reached.add("given up")

    @rule(draft=drafts, born=BIRTHS, guardian=st.booleans())
    def answer(self, draft, born, guardian):
        found = Registration.objects.get(pk=draft[0])
        answers = recruit.answers(date_of_birth=born)
        if guardian:
            answers["guardian"] = GUARDIAN
        try:
            registrations.save_answers(found, answers, by=self.who(found), now=self.now)
        except DomainError:
            assert not self.is_open or found.status != "draft"

    @rule(draft=drafts)
    def resume(self, draft):
        found = registrations.draft(self.assembly, draft[1])
        if found is None:
            assert Registration.objects.get(pk=draft[0]).erasure
        else:
            assert found.pk == draft[0]
            self.reached.add("resumed")

    @rule(target=people, draft=drafts)
    def send_in(self, draft):
        return self.send(draft)

    def send(self, draft):
        found = Registration.objects.get(pk=draft[0])
        before = found.status
        letter = self.letters[[one.pk for one in self.letters].index(found.invitation_id)]
        letter.refresh_from_db()
        fits = letter.registrations.exclude(place=None).count() < A_LETTER
        try:
            sent = registrations.register(found, by=self.who(found), now=self.now)
        except DomainError:
            assert before not in OPEN
            return multiple()
        if before == "draft":
            assert self.is_open
            assert fits
            assert sent.issue == letter.issue
            young = self.assembly.needs_consent(date.fromisoformat(sent.date_of_birth))
            assert sent.status == ("consent" if young else "registered")
            self.reached.add(sent.status)
        else:
            assert sent.status == before
        return sent.pk

    @rule(person=people, what=CORRECTIONS, by_staff=st.booleans())
    def correct(self, person, what, by_staff):
        self.correct_one(Registration.objects.get(pk=person), what, by_staff)

    @precondition(lambda self: self.open_to_correction().exists())
    @rule(what=CORRECTIONS, by_staff=st.booleans())
    def correct_whoever_has_registered(self, what, by_staff):
        self.correct_one(self.open_to_correction().first(), what, by_staff)

    @precondition(lambda self: self.waiting().exists())
    @rule()
    def whoever_waits_says_they_are_older_and_then_calls(self):
        waits = self.waiting().first()
        for by_staff in (False, True):
            self.correct_one(waits, "adult", by_staff)

    def open_to_correction(self):
        return self.in_order().filter(status__in=OPEN)

    def in_order(self):
        """By letter and place: references are given by chance, and a course must be repeatable."""
        return Registration.objects.filter(assembly=self.assembly).order_by("invitation", "place")

    def correct_one(self, found, what, by_staff):
        corrections = {"contact": self.contact, "needs": self.needs, "answers": self.answers}
        before, correction = found.status, corrections.get(what)
        by = self.staff if by_staff else permissions.registrant(found.reference)
        waits_for_a_parent = (before, what, by_staff) == ("consent", "adult", False)
        final = self.pool is not None and what != "contact"
        try:
            correction(found, by) if correction else self.birth_date(found, BORN[what], by)
        except DomainError:
            found.refresh_from_db()
            assert found.status == before
            if before in OPEN:
                assert what == "too young" or waits_for_a_parent or final
                self.reached.add("refused once frozen" if final else REFUSED[what])
        else:
            assert before in OPEN
            assert what != "too young"
            assert not waits_for_a_parent
            assert not final
            if found.status != before:
                self.reached.add(f"{before} to {found.status}")
            if correction:
                self.reached.add(f"{what} corrected")

    def contact(self, found, by):
        registrations.correct(
            found, name="New Name", email="new@example.org", phone="", by=by, now=self.now
        )
        assert found.name == "New Name"

    def needs(self, found, by):
        registrations.correct_needs(found, {"diet": "Vegan"}, by=by, now=self.now)
        assert found.needs == {"diet": "Vegan"}

    def answers(self, found, by):
        counted = {"gender": "woman", "ethnicity": "white", "disability": "no"}
        registrations.correct_answers(
            found, counted, added={"heard": "A poster"}, by=by, now=self.now
        )
        assert (found.answers["gender"], found.added) == ("woman", {"heard": "A poster"})

    def birth_date(self, found, born, by):
        registrations.correct_birth_date(
            found, date.fromisoformat(born), guardian=GUARDIAN, by=by, now=self.now
        )
        assert found.date_of_birth == born

    @rule(person=people)
    def agree(self, person):
        self.say_yes_for(Registration.objects.get(pk=person))

    @precondition(lambda self: self.waiting().exists())
    @rule(agrees=st.booleans())
    def answer_for_whoever_waits(self, agrees):
        found = self.waiting().first()
        if agrees:
            self.say_yes_for(found)
        else:
            by = permissions.guardian(found.reference)
            registrations.withdraw(found, by=by, now=self.now)
            assert (found.status, found.place) == ("withdrawn", None)
            self.reached.add("a parent said no")

    def waiting(self):
        return self.in_order().filter(status="consent")

    def say_yes_for(self, found):
        waits = found.status == "consent" and not self.pool
        by = permissions.guardian(found.reference)
        try:
            registrations.consent(found, by=by, now=self.now)
        except DomainError:
            assert not waits
        else:
            assert found.status == "registered"
            self.reached.add("agreed")

    @rule(person=people, assisted=st.booleans())
    def withdraw(self, person, assisted):
        found = Registration.objects.get(pk=person)
        was_open = found.status in OPEN
        by = self.staff if assisted else permissions.registrant(found.reference)
        try:
            registrations.withdraw(found, by=by, now=self.now)
        except DomainError:
            assert not was_open
        else:
            assert (was_open, found.place) == (True, None)
            self.reached.add("withdrawn")

    @rule(person=people)
    def erase(self, person):
        found = Registration.objects.get(pk=person)
        try:
            registrations.erase(found, by=permissions.registrant(found.reference), now=self.now)
        except DomainError:
            assert str(person) in self.erased
        else:
            self.erased.add(str(person))
            self.reached.add("erased")

    @rule(home=homes)
    def reissue(self, home):
        letter = self.letters[home]
        asked = recruit.lost_code(
            self.assembly, address=letter.address.lines[0], postcode=letter.address.postcode
        )
        try:
            new = lost.reissue(asked, letter, sent_by="voice", by=self.staff, now=self.now)
        except DomainError:
            assert not self.is_open
        else:
            self.dead.append(self.live[home])
            self.live[home] = new
            letter.refresh_from_db()
            self.reached.add("reissued")

    @rule(hours=st.sampled_from([1, 24, 24 * 15]))
    def wait(self, hours):
        self.now += timedelta(hours=hours)

    @rule()
    def go_back_in_time(self):
        """So that a long run does not spend itself after the close."""
        self.now = make.NOW

    def who(self, registration):
        """Return who fills this registration in."""
        if registration.channel == "web":
            return permissions.registrant(registration.reference)
        return self.staff

    @invariant()
    def the_rules_hold(self):
        """Everybody is read once, for all the rules."""
        self.steps += 1
        people = list(Registration.objects.filter(assembly=self.assembly))
        self.no_letter_has_more_people_than_it_may(people)
        self.nobody_is_both_withdrawn_and_in_the_pool(people)
        self.the_erased_are_empty(people)
        self.the_frozen_list_stands(people)
        for person in people:
            if person.status in OPEN:
                self.the_young_are_in_the_pool_only_with_a_yes(person)
                assert person.answers["age"] == AGES[person.date_of_birth]
        self.one_code_of_a_letter_lives_and_the_dead_stay_dead()
        self.each_person_is_told_once_of_each_thing()

    def no_letter_has_more_people_than_it_may(self, people):
        for letter in self.letters:
            places = [person.place for person in people if person.invitation_id == letter.pk]
            taken = [place for place in places if place is not None]
            assert len(taken) == len(set(taken))
            assert set(taken) <= {1, 2}

    def one_code_of_a_letter_lives_and_the_dead_stay_dead(self):
        hashes = dict(self.assembly.invitations.values_list("pk", "code_hash"))
        for letter, code in zip(self.letters, self.live, strict=True):
            assert bytes(hashes[letter.pk]) == codes.index(code)
        for code in self.dead[-2:] if self.pool is None else ():
            with pytest.raises(BadInput) as refusal:
                registrations.begin(self.assembly, code, by=SOMEONE, now=make.NOW)
            assert isinstance(refusal.value, WrongCode)

    def nobody_is_both_withdrawn_and_in_the_pool(self, people):
        drawn_from = {person.pk for person in pools.eligible(self.assembly, [])}
        assert drawn_from == {person.pk for person in people if person.status == "registered"}
        for person in people:
            if person.status == "registered":
                assert person.withdrawn_at is None
                assert person.place is not None
                assert person.link_hash is not None

    def the_young_are_in_the_pool_only_with_a_yes(self, person):
        born = date.fromisoformat(person.date_of_birth)
        young = self.assembly.needs_consent(born)
        waits = person.status == "consent"
        assert self.assembly.age_on_first_day(born) >= self.assembly.minimum_age
        assert waits == (young and person.consented_at is None)
        assert bool(person.guardian) == young
        assert (person.consent_hash is not None) == waits

    def the_erased_are_empty(self, people):
        erased = [person for person in people if str(person.pk) in self.erased]
        assert len(erased) == len(self.erased)
        for person in erased:
            assert (person.name, person.email, person.needs, person.link_hash) == (None,) * 4
            assert person.status == "withdrawn"
            may_still_be_drawn = self.is_under_way and person.pk in self.frozen
            assert (person.answers is not None) == may_still_be_drawn

    def the_frozen_list_stands(self, people):
        """Whoever leaves, nobody joins or changes; answers stay with the list until it is over."""
        if self.pool is None:
            return
        entries = list(self.pool.entries.all())
        assert {one.registration_id: one.commitment for one in entries} == self.frozen
        answers = {person.pk: person.answers for person in people}
        for one in entries:
            assert one.answers == answers[one.registration_id]
            assert bool(one.salt) == bool(one.answers)

    def each_person_is_told_once_of_each_thing(self):
        keys = list(OutboxMessage.objects.values_list("key", flat=True))
        assert len(keys) == len(set(keys))

    def teardown(self):
        assert audit.first_broken() is None
        transaction.set_rollback(True)
        self.one_run.__exit__(None, None, None)


QUICK = settings(
    max_examples=85,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
UNTIL_FOUND = settings(
    QUICK,
    max_examples=500,
    stateful_step_count=60,
    phases=[Phase.generate],
    report_multiple_bugs=False,
)  # it ends with the first run that breaks a rule
PARTS = 4  # of the long form, so that two processes can share them
LONG = settings(QUICK, max_examples=2_000 // PARTS, stateful_step_count=50, derandomize=False)


@pytest.mark.parametrize(
    "given",
    [QUICK, *[pytest.param(LONG, marks=pytest.mark.soak)] * PARTS],
    ids=["quick", *(f"long, part {part}" for part in range(1, PARTS + 1))],
)
def test_whatever_happens_in_whatever_order_the_rules_hold(db, given):
    Residents.reached.clear()
    run_state_machine_as_test(Residents, settings=given)
    assert Residents.reached == EVERYTHING


def let_the_young_in(monkeypatch):
    monkeypatch.setattr(registered, "_status", lambda *_: Registration.Status.REGISTERED)


def let_more_in_at_one_address_than_may(monkeypatch):
    """Whoever comes second takes a place past the last, as a third would, whom it takes long to
    meet by chance."""

    def past_the_last(letter, _assembly):
        return A_LETTER + 1 if letter.registrations.exclude(place=None).exists() else 1

    monkeypatch.setattr(gate, "free_place", past_the_last)


def let_the_old_code_live(monkeypatch):
    def pretend(letter):
        return codes.make(letter.address.udprn, letter.issue + 1, letter.assembly_id)

    monkeypatch.setattr(lost, "renew", pretend)


def let_the_frozen_list_change(monkeypatch):
    monkeypatch.setattr(gate, "require_no_pool", lambda _assembly: None)


def let_the_withdrawn_be_drawn(monkeypatch):
    monkeypatch.setattr(
        pools, "eligible", lambda assembly, _seated: list(assembly.registrations.sent_in())
    )


@pytest.mark.parametrize(
    "breaks",
    [
        let_the_young_in,
        let_more_in_at_one_address_than_may,
        let_the_old_code_live,
        let_the_frozen_list_change,
        let_the_withdrawn_be_drawn,
    ],
)
def test_a_broken_rule_is_found(db, monkeypatch, breaks):
    """Controls: with one rule taken away the machine notices."""
    breaks(monkeypatch)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Residents, settings=UNTIL_FOUND)
