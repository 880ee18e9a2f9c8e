"""The panel as a machine: whoever drops out or comes back, it is within its targets or flagged."""

from collections import Counter
from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from assembly import audit, permissions
from assembly.errors import DomainError
from recruitment import draws, lotteries, members, offers, pools, registrations, runs
from recruitment.models import Draw, Member, Offer, Pool, PoolEntry, Value
from recruitment.queries import repair
from tests import make, make_members
from tests import make_recruitment as recruit

SEATS, HOMES = 6, 18
EVERYTHING = {
    "accepted", "declined", "released", "withdrew", "rejoined", "asked again", "drawn again",
    "drawn with a change", "refused: Draw",
    "left the pool", "full again",
}  # fmt: skip
MOST = {"accepted", "declined", "withdrew", "asked again", "drawn again", "full again"}
WHICH = st.integers(0, 1_000)


class Seats(RuleBasedStateMachine):
    """Six seats, half women within one; two people live at every third address."""

    reached: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.one_run = transaction.atomic()
        self.one_run.__enter__()
        self.assembly = make_members.assembly(seats=SEATS)
        self.by = make.actor_with(self.assembly, "recruiter")
        self.board = make.actor_with(self.assembly, "board")
        self.second = make.actor_with(self.assembly, "organiser")
        for home in range(HOMES):
            letter = recruit.invitation(self.assembly)[0]
            for place in range(2 if home % 3 == 0 else 1):
                recruit.registered(self.assembly, home + place, invitation=letter, place=place + 1)
        self.now = make.NOW
        self.changed = False
        self.asked = 0

    # --- what can be done -------------------------------------------------------------------------

    @initialize(digits=WHICH)
    def draw_the_members(self, digits):
        self.draw(digits, "")

    def draw(self, digits, reason, *, relax=False) -> bool:
        """Freeze, work out, sign, commit, draw and offer, each by its own act."""
        self.now += timedelta(minutes=1)
        seen = pools.outlook(self.assembly).mark
        pool = pools.freeze(
            self.assembly, by=self.by, now=self.now, reason=reason, seen=seen, relax=relax
        )
        run = runs.official(pool, by=self.by, now=self.now)
        lotteries.solve(runs.claim(run.pk, self.now), now=self.now)
        pool.refresh_from_db()
        if pool.status == Pool.Status.FAILED:
            pools.abandon(pool, reason="No panel", by=self.by, now=self.now)
            return False
        lotteries.sign_off(pool, by=self.board, now=self.now)
        lotteries.commit(pool, by=self.by, now=self.now)
        number = f"{digits % 1000:03d}"
        draws.enter(pool, number, by=self.by, now=self.now)
        drawn = draws.confirm(pool, number, by=self.second, now=self.now)
        self.offer(drawn)
        return True

    def offer(self, drawn: Draw) -> None:
        offers.make(drawn, deadline=self.now + timedelta(days=7), by=self.by, now=self.now)

    def one(self, found, which):
        found = list(found.order_by("pk"))
        return found[which % len(found)] if found else None

    def waiting(self):
        return Offer.objects.filter(assembly=self.assembly, status="offered")

    @rule(which=WHICH)
    def accept(self, which):
        if offer := self.one(self.waiting(), which):
            offers.accept(offer, by=self.by, now=self.now)
            self.reached.add("accepted")

    @rule()
    def everyone_accepts(self):
        for offer in self.waiting():
            offers.accept(offer, by=self.by, now=self.now)

    @rule(which=WHICH)
    def decline(self, which):
        if offer := self.one(self.waiting(), which):
            offers.decline(offer, reason="", by=self.by, now=self.now)
            self.reached.add("declined")

    @rule(which=WHICH, days=st.sampled_from([1, 8]))
    def release(self, which, days):
        self.now += timedelta(days=days)
        if offer := self.one(self.waiting(), which):
            try:
                offers.release(offer, by=self.by, now=self.now)
            except DomainError:
                assert self.now < offer.deadline
            else:
                assert self.now >= offer.deadline
                self.reached.add("released")

    @rule(which=WHICH)
    def withdraw(self, which):
        found = Member.objects.filter(assembly=self.assembly, status="confirmed")
        if member := self.one(found, which):
            members.withdraw(member, reason="Ill", by=self.by, now=self.now)
            self.reached.add("withdrew")

    @rule(which=WHICH)
    def rejoin(self, which):
        found = Member.objects.filter(assembly=self.assembly, status="withdrawn")
        if member := self.one(found, which):
            self.come_back("rejoined", lambda: members.rejoin(member, by=self.by, now=self.now))

    @rule(which=WHICH)
    def ask_again(self, which):
        found = Offer.objects.filter(assembly=self.assembly, status__in=("declined", "released"))
        if offer := self.one(found, which):
            last = self.now + timedelta(days=5)
            self.come_back(
                "asked again", lambda: offers.renew(offer, deadline=last, by=self.by, now=self.now)
            )

    def come_back(self, what, act):
        before = len(self.seated())
        try:
            act()
        except DomainError as refusal:
            self.reached.add(f"refused: {refusal.message[:4]}")
        else:
            assert before < SEATS
            self.reached.add(what)

    @rule(which=WHICH)
    def leave_the_pool(self, which):
        drawn = Offer.objects.filter(assembly=self.assembly).values("registration")
        found = self.assembly.registrations.filter(status="registered").exclude(pk__in=drawn)
        if found.count() > HOMES // 2 and (person := self.one(found, which)):
            by = permissions.registrant(person.reference)
            registrations.withdraw(person, by=by, now=self.now)
            self.reached.add("left the pool")

    @rule(digits=WHICH, relax=st.booleans())
    def draw_again(self, digits, relax):
        ahead = pools.outlook(self.assembly)
        options = {option.key for option in repair.best(repair.state(self.assembly, self.now))}
        if not ahead.seats:
            assert options == set()
            return
        wanted = "relax" if ahead.changes else "draw"
        if not ahead.is_possible:
            assert not options & {"draw", "relax"}
            return
        assert wanted in options
        done = self.draw(digits, "Seats fell empty.", relax=relax)
        assert done == (relax or not ahead.changes)
        if done:
            self.changed = self.changed or bool(ahead.changes)
            self.reached.add("drawn with a change" if ahead.changes else "drawn again")

    @rule(low=st.integers(1, 6))
    def let_the_targets_ask_for_more(self, low):
        """As after a correction of the census figures: the panel may be off from then on."""
        self.asked += 1
        if self.asked > 1:
            women = Value.objects.filter(category__assembly=self.assembly, key="woman")
            women.update(low=low, high=min(low + 2, SEATS))
            self.changed = True

    # --- what always holds ------------------------------------------------------------------------

    def seated(self):
        """Return who holds a seat or is offered one, counted from the rows alone."""
        held = list(self.waiting().select_related("registration"))
        in_seats = Member.objects.filter(assembly=self.assembly, status="confirmed")
        return [each.registration for each in (*held, *in_seats.select_related("registration"))]

    @invariant()
    def there_are_never_more_people_than_seats_nor_two_of_a_home(self):
        people = self.seated()
        assert len(people) <= SEATS
        homes = Counter(person.invitation_id for person in people)
        assert max(homes.values(), default=0) <= 1

    @invariant()
    def whoever_has_a_seat_was_drawn_by_the_lottery(self):
        chosen = set()
        for pool in self.assembly.pools.filter(status="drawn").select_related("draw"):
            panel = {f"P{n:04d}" for n in pool.result["panels"][int(pool.draw.digits)]}
            entries = PoolEntry.objects.filter(pool=pool, pseudonym__in=panel)
            chosen |= set(entries.values_list("registration", flat=True))
        assert {person.pk for person in self.seated()} <= chosen

    @invariant()
    def a_full_panel_is_within_its_targets_or_the_page_says_which_it_misses(self):
        people = self.seated()
        held = Counter(pair for person in people for pair in person.answers.items())
        values = Value.objects.filter(category__assembly=self.assembly, low__isnull=False)
        off = {
            (value.category.name, value.name)
            for value in values.select_related("category")
            if not value.low <= held[value.category.key, value.key] <= value.high
        }
        flagged = {(each.category, each.value) for each in repair.off_targets(self.assembly)}
        assert flagged == off
        if len(people) == SEATS and not self.changed:
            assert off == set()
        if len(people) == SEATS and self.assembly.pools.count() > 1:
            self.reached.add("full again")

    @invariant()
    def each_draw_is_chained_to_the_one_before(self):
        for pool in self.assembly.pools.filter(number__gt=1).select_related("previous"):
            assert pool.previous.number == pool.number - 1

    def teardown(self):
        assert audit.first_broken() is None
        transaction.set_rollback(True)
        self.one_run.__exit__(None, None, None)


QUICK = settings(
    max_examples=8,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
LONG = settings(QUICK, max_examples=200, stateful_step_count=50, derandomize=False)


@pytest.mark.parametrize(
    ("given", "reached"),
    [(QUICK, MOST), pytest.param(LONG, EVERYTHING, marks=pytest.mark.soak)],
    ids=["quick", "10,000 steps"],
)
def test_whoever_drops_out_or_comes_back_the_panel_is_within_targets_or_flagged(db, given, reached):
    Seats.reached.clear()
    run_state_machine_as_test(Seats, settings=given)
    assert Seats.reached >= reached


def test_a_seat_given_away_twice_is_found(db, monkeypatch):
    """A control: when people come back without asking whether the seat is free, it is noticed."""
    monkeypatch.setattr(members, "refuse_unless_free", lambda *_args, **_more: None)
    seats = Seats()
    seats.draw_the_members(3)
    seats.everyone_accepts()
    seats.withdraw(0)
    seats.draw_again(5, relax=True)
    seats.everyone_accepts()
    assert len(seats.seated()) == SEATS
    with pytest.raises(AssertionError):
        seats.rejoin(0)
    seats.teardown()
