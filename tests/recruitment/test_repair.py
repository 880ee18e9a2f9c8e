"""Seats that fell empty: what is off, the three best ways to go on, and the one click."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assembly.errors import DomainError
from recruitment import lotteries, members, offers, pools, runs
from recruitment.models import Member, Offer, Pool, Value
from recruitment.queries import repair
from tests import make, make_members, make_recruitment

from . import make_draws

NOW, DEADLINE = make.NOW, make_members.DEADLINE
LATER = DEADLINE + timedelta(days=1)


@pytest.fixture
def drawn(assembly):
    """Twelve of sixty are drawn: half are women, within one."""
    return make_draws.held(make_draws.committed(make_draws.ready(assembly)))


@pytest.fixture
def recruiter(assembly):
    return make.actor_with(assembly, "recruiter")


def offered(drawn, by) -> list[Offer]:
    return offers.make(drawn, deadline=DEADLINE, by=by, now=NOW)


def keys(assembly, now=NOW) -> list[str]:
    return [option.key for option in repair.best(repair.state(assembly, now))]


def women(assembly) -> int:
    return next(each.held for each in repair.balance(assembly) if each.value == "Woman")


def want_women(assembly, low: int, high: int) -> None:
    women = Value.objects.filter(category__assembly=assembly, key="woman")
    women.update(low=low, high=high)


# --- what is off ----------------------------------------------------------------------------------


def test_a_full_panel_within_its_targets_has_nothing_off_and_needs_no_option(
    assembly, drawn, recruiter
):
    offered(drawn, recruiter)
    assert (repair.off_targets(assembly), keys(assembly)) == ([], [])


def test_a_target_that_an_empty_seat_breaks_is_named_with_how_many_are_missing(
    assembly, drawn, recruiter
):
    want_women(assembly, 7, 7)
    made = offered(drawn, recruiter)
    for offer in made:
        if offer.registration.answers["gender"] == "woman":
            offers.decline(offer, reason="", by=recruiter, now=NOW)
    assert [each.words for each in repair.off_targets(assembly)] == ["7 too few “Woman” (Gender)"]


# --- the options ----------------------------------------------------------------------------------


def test_when_everyone_has_answered_the_best_way_is_a_draw_that_keeps_the_targets(
    assembly, drawn, recruiter
):
    first, *others = offered(drawn, recruiter)
    offers.decline(first, reason="", by=recruiter, now=NOW)
    for offer in others:
        offers.accept(offer, by=recruiter, now=NOW)
    assert keys(assembly, LATER) == ["draw", "fewer"]


def test_while_others_may_still_answer_to_wait_comes_first(assembly, drawn, recruiter):
    first, *_ = offered(drawn, recruiter)
    offers.decline(first, reason="", by=recruiter, now=NOW)
    assert keys(assembly) == ["wait", "draw", "fewer"]


def test_when_a_draw_would_end_after_the_first_day_to_go_on_with_fewer_comes_first(
    assembly, drawn, recruiter
):
    one_empty(assembly, drawn, recruiter)
    assembly.first_day = (LATER + timedelta(days=7)).date()
    assembly.save()
    assert keys(assembly, LATER) == ["draw", "fewer"]
    assert keys(assembly, LATER + timedelta(days=1)) == ["fewer", "draw"]


def test_those_who_never_answered_can_be_asked_again_before_anyone_is_drawn(
    assembly, drawn, recruiter
):
    first, *others = offered(drawn, recruiter)
    for offer in others:
        offers.accept(offer, by=recruiter, now=NOW)
    offers.release(first, by=recruiter, now=LATER)
    assert keys(assembly, LATER) == ["draw", "again", "fewer"]


def test_when_no_panel_meets_the_targets_the_cheapest_change_is_named_in_words(
    assembly, drawn, recruiter
):
    first, *others = offered(drawn, recruiter)
    for offer in others:
        offers.accept(offer, by=recruiter, now=NOW)
    offers.decline(first, reason="", by=recruiter, now=NOW)
    want_women(assembly, women(assembly) + 2, 12)
    options = repair.best(repair.state(assembly, LATER))
    assert [option.key for option in options] == ["relax", "fewer"]
    wanted = f"at least {women(assembly) + 1} “Woman”, not {women(assembly) + 2}."
    assert dict(options[0].facts)["Change"] == wanted


def test_a_draw_is_not_offered_when_too_few_homes_are_left(assembly, recruiter):
    drawn = make_draws.held(make_draws.committed(make_draws.ready(assembly, people=12)))
    first, *_ = offered(drawn, recruiter)
    offers.decline(first, reason="", by=recruiter, now=NOW)
    assert "draw" not in keys(assembly)


def test_an_option_says_seats_chances_time_and_what_is_published(assembly, drawn, recruiter):
    first, *others = offered(drawn, recruiter)
    for offer in others:
        offers.accept(offer, by=recruiter, now=NOW)
    offers.decline(first, reason="", by=recruiter, now=NOW)
    option = repair.best(repair.state(assembly, LATER))[0]
    facts = dict(option.facts)
    assert (option.seats, set(facts)) == (1, {"Chances", "Time", "Published"})
    assert facts["Chances"].startswith("1 of 48 people are drawn.")
    assert facts["Time"].startswith("About 7 days")


# --- one click ------------------------------------------------------------------------------------


def one_empty(assembly, drawn, recruiter) -> None:
    first, *others = offered(drawn, recruiter)
    for offer in others:
        offers.accept(offer, by=recruiter, now=NOW)
    offers.decline(first, reason="", by=recruiter, now=NOW)


def test_one_click_freezes_a_pool_for_the_empty_seats_chained_to_the_record(
    assembly, drawn, recruiter, signed_in
):
    one_empty(assembly, drawn, recruiter)
    client = signed_in(recruiter.user)
    page = client.get(reverse("staff.repair", args=[assembly.slug]))
    data = {"reason": "One could not come.", "seen": page.context["state"].ahead.mark}
    response = client.post(reverse("staff.repair.draw", args=[assembly.slug]), data)
    assert response.url == reverse("staff.lottery", args=[assembly.slug])
    pool = assembly.pools.get(number=2)
    assert (pool.kind, pool.seats, pool.previous, pool.reason) == (
        "replacement",
        1,
        drawn.pool,
        "One could not come.",
    )
    assert pool.runs.get().status == "waiting"


def test_the_click_is_refused_once_something_has_changed_since_the_page(assembly, drawn, recruiter):
    one_empty(assembly, drawn, recruiter)
    seen = pools.outlook(assembly).mark
    member = assembly.members.first()
    members.withdraw(member, reason="Ill", by=recruiter, now=NOW)
    with pytest.raises(DomainError, match="changed since you looked"):
        pools.freeze(assembly, by=recruiter, now=LATER, reason="One declined", seen=seen)
    assert assembly.pools.count() == 1


def test_a_draw_with_a_change_publishes_it_and_the_panel_meets_the_rest(assembly, drawn, recruiter):
    one_empty(assembly, drawn, recruiter)
    now_held = women(assembly)
    want_women(assembly, now_held + 2, 12)
    ahead = pools.outlook(assembly)
    pool = pools.freeze(
        assembly, by=recruiter, now=LATER, reason="One declined.", seen=ahead.mark, relax=True
    )
    assert pool.reason == (
        f"One declined. Changed for this draw: at least {now_held + 1} “Woman”, not {now_held + 2}."
    )
    run = runs.official(pool, by=recruiter, now=LATER)
    lotteries.solve(runs.claim(run.pk, LATER), now=LATER)
    pool.refresh_from_db()
    chosen = {f"P{panel[0]:04d}" for panel in pool.result["panels"]}
    genders = {each.answers["gender"] for each in pool.entries.filter(pseudonym__in=chosen)}
    assert (pool.status, genders) == (Pool.Status.SOLVED, {"woman"})


def test_without_the_change_the_same_pool_has_no_panel(assembly, drawn, recruiter):
    one_empty(assembly, drawn, recruiter)
    want_women(assembly, women(assembly) + 2, 12)
    pool = pools.freeze(assembly, by=recruiter, now=LATER, reason="One declined.")
    run = runs.official(pool, by=recruiter, now=LATER)
    lotteries.solve(runs.claim(run.pk, LATER), now=LATER)
    pool.refresh_from_db()
    assert pool.status == Pool.Status.FAILED


def test_only_the_recruiter_sees_the_button(assembly, drawn, recruiter, signed_in):
    one_empty(assembly, drawn, recruiter)
    url = reverse("staff.repair", args=[assembly.slug])
    seen = {
        kind: b"Freeze the pool for 1 seat" in signed_in(make.role(assembly, kind)).get(url).content
        for kind in ("recruiter", "organiser")
    }
    assert seen == {"recruiter": True, "organiser": False}


def test_a_click_without_a_reason_shows_the_page_with_what_is_missing(
    assembly, drawn, recruiter, signed_in
):
    one_empty(assembly, drawn, recruiter)
    response = signed_in(recruiter.user).post(
        reverse("staff.repair.draw", args=[assembly.slug]), {"seen": "0" * 32, "reason": ""}
    )
    assert "Say why seats are empty" in response.content.decode()
    assert (assembly.pools.count(), Member.objects.count()) == (1, 11)


def test_somebody_who_shares_a_home_with_a_member_is_not_in_the_outlook(assembly, drawn, recruiter):
    one_empty(assembly, drawn, recruiter)
    before = len(pools.outlook(assembly).people)
    member = assembly.members.select_related("registration__invitation").first()
    make_recruitment.registered(assembly, invitation=member.registration.invitation, place=2)
    assert len(pools.outlook(assembly).people) == before
