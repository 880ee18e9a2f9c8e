"""The page on the response to letters: what it counts, says and leaves out."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.core.cache import cache
from django.urls import reverse

from assembly import stages
from assembly.tasklist import State
from recruitment import tasklist
from recruitment.models import (
    AddressDraw,
    Invitation,
    LetterRun,
    LetterTemplate,
    Registration,
    Value,
)
from recruitment.queries import response as queries
from recruitment.queries.response import ValueRow
from recruitment.queries.watched import Shown, lacking
from recruitment.response import Interval
from tests import make, make_campaign, make_recruitment


@pytest.fixture
def assembly(db, time_machine):
    time_machine.move_to(make.NOW, tick=False)
    return make_campaign.running(pk=1_000_001)  # of which the chance in a forecast is made


def watch(assembly, now=make.NOW):
    return queries.watch(assembly, now)


def shown(assembly, *, is_full=True, now=make.NOW):
    return Shown(watch(assembly, now), is_full)


def page(signed_in, assembly, kind="recruiter"):
    client = signed_in(make.role(assembly, kind))
    return client.get(reverse("staff.watch", args=[assembly.slug]))


def test_before_a_letter_is_out_there_is_nothing_to_watch(assembly, signed_in):
    make_campaign.letters(assembly, 5, posted_at=None)
    assert watch(assembly) is None
    assert "No letter is out yet" in page(signed_in, assembly).content.decode()


def test_a_letter_returned_or_cancelled_brings_nobody(assembly):
    letters = make_campaign.letters(assembly, 90)
    Invitation.objects.filter(pk=letters[0].pk).update(
        returned_at=make.NOW, returned_as="gone_away"
    )
    Invitation.objects.filter(pk=letters[1].pk).update(cancelled_at=make.NOW)
    found = watch(assembly)
    assert sum(found.letters.values()) == 88
    assert [mailing.letters for mailing in found.campaign.mailings] == [88]


def test_tests_and_those_who_withdrew_are_not_counted(assembly):
    letters = make_campaign.letters(assembly, 90)
    make_campaign.answers(assembly, letters[:40], 10)
    make_campaign.answers(assembly, letters[40:50], 3, status="test", is_test=True, place=None)
    make_campaign.answers(assembly, letters[50:60], 2, seed=2, status="withdrawn",
                          withdrawn_at=make.NOW, place=None)  # fmt: skip
    found = watch(assembly)
    assert found.campaign.so_far == 10
    assert sum(row.registered for row in found.wards) == 10


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2024, 7, 3, 22, 59, tzinfo=UTC), 2),
        (datetime(2024, 7, 3, 23, 1, tzinfo=UTC), 3),
    ],
)
def test_days_are_the_place_s_own(db, moment, day):
    """In July a registration at 23:01 in London's winter time belongs to the next day."""
    opens = datetime(2024, 7, 1, 8, 0, tzinfo=UTC)
    assembly = make_campaign.running(
        registration_opens=opens, registration_closes=opens + timedelta(days=20)
    )
    letters = make_campaign.letters(assembly, 90, posted_at=opens)
    make_campaign.answers(assembly, letters, 1, registered_at=moment)
    found = watch(assembly, opens + timedelta(days=10))
    assert np.flatnonzero(found.campaign.daily).tolist() == [day]
    assert len(found.campaign.daily) == 10


def test_today_counts_as_not_over(assembly):
    letters = make_campaign.letters(assembly, 90)
    make_campaign.answers(assembly, letters, 4, registered_at=make.NOW)
    found = watch(assembly)
    assert (found.campaign.today, int(found.campaign.daily.sum())) == (4, 0)
    assert found.campaign.days_left == 20


def test_letters_posted_before_the_opening_count_from_before_the_first_day(assembly):
    make_campaign.letters(assembly, 90, posted_at=make_campaign.POSTED - timedelta(days=3))
    found = watch(assembly)
    assert [mailing.day for mailing in found.campaign.mailings] == [-3]
    assert found.first == make_campaign.POSTED.date()


def test_a_reminder_that_was_posted_is_known_to_the_forecast(assembly):
    make_campaign.letters(assembly, 90)
    template = LetterTemplate.objects.create(
        assembly=assembly, kind="reminder", version=1, front="a", back="b", saved_by="user:1",
        saved_at=make.NOW,
    )  # fmt: skip
    LetterRun.objects.create(
        assembly=assembly, draw=AddressDraw.objects.get(), kind="reminder", template=template,
        wording={}, letters=80, body_sha256="0" * 64, started_by="user:1", started_at=make.NOW,
        printed_at=make.NOW, released_by="user:2", released_at=make.NOW - timedelta(days=2),
    )  # fmt: skip
    [_first, reminder] = watch(assembly).campaign.mailings
    assert (reminder.day, reminder.letters, reminder.is_reminder) == (7, 80, True)


def test_after_the_close_the_page_tells_how_it_stood(assembly, signed_in, time_machine):
    letters = make_campaign.letters(assembly, 900)
    make_campaign.answers(assembly, letters, 60)
    time_machine.move_to(make_campaign.CLOSES + timedelta(days=2))
    text = page(signed_in, assembly).content.decode()
    assert "As registration closed" in text
    assert "A second wave" not in text


def test_once_the_lottery_s_stage_has_come_nothing_more_is_expected(assembly):
    letters = make_campaign.letters(assembly, 900)
    make_campaign.answers(assembly, letters, 60)
    assembly.stage = stages.DRAW.key
    seen = shown(assembly)
    assert seen.seen.is_over
    assert (seen.coming, seen.total.low90, seen.total.high90) == ([], 60, 60)


@pytest.mark.parametrize(
    ("chances", "named"),
    [
        ([0.99, 0.2, None, 0.5], ["b", "d"]),
        ([0.99, 0.95, None, 0.97], ["b"]),
        ([0.4, 0.3, 0.2, 0.1], ["d", "c", "b"]),
    ],
)
def test_three_values_at_most_and_one_at_least_are_named_as_lacking(chances, named):
    """Each may be likely by itself when all at once are not."""
    rows = [
        ValueRow(Value(name=name), 5, Interval(0, 0, 0, 0, 0), 3, chance)
        for name, chance in zip("abcd", chances, strict=True)
    ]
    assert [value.name for value in lacking(rows)] == named


def test_wards_and_tenths_add_up(assembly):
    letters = make_campaign.letters(assembly, 900)
    make_campaign.answers(assembly, letters, 70)
    found = watch(assembly)
    for rows in (found.wards, found.tenths):
        assert sum(row.letters for row in rows) == 900
        assert sum(row.registered for row in rows) == 70
    assert [row.name for row in found.tenths][::9] == ["1, most deprived", "10, least deprived"]


def test_targets_that_cannot_be_met_are_told_with_the_seats_that_lack(assembly):
    letters = make_campaign.letters(assembly, 1_800)
    make_campaign.answers(assembly, letters, 60, lacking="black")
    opening, short, *_rest = shown(assembly).today
    assert opening == "The lottery could not meet every target."
    assert short == "Black, Black British, Caribbean or African (ethnic group): short by 1 seat."


def test_seats_that_cannot_be_filled_are_told_first(assembly):
    letters = make_campaign.letters(assembly, 900)
    make_campaign.answers(assembly, letters, 6)
    assert shown(assembly).today[0] == (
        "The seats could not be filled: 10 are to be filled, each from another home, and 4 more "
        "homes must register."
    )


def test_a_pool_with_a_choice_for_every_target_is_told_to_be_one(assembly):
    letters = make_campaign.letters(assembly, 1_800)
    make_campaign.answers(assembly, letters, 250)
    seen = shown(assembly)
    assert seen.today == [
        "The lottery could meet every target.",
        "There would be a real choice for every target.",
    ]
    assert seen.advice == "No second wave is needed."
    assert seen.plan is None


def test_a_second_wave_is_advised_in_words_and_leads_to_its_draw(assembly, signed_in):
    letters = make_campaign.letters(assembly, 1_800)
    make_campaign.answers(assembly, letters, 25)
    seen = shown(assembly)
    assert seen.seen.advice.is_needed
    assert f"Post {seen.plan.letters:,} more letters" in seen.advice
    assert "by 17 January 2024." in seen.advice
    text = page(signed_in, assembly).content.decode()
    assert "Draw these addresses" in text
    client = signed_in(make.role(assembly, "organiser"))
    form = client.get(reverse("staff.addresses.draw", args=[assembly.slug]) + "?" + seen.query)
    assert form.context["form"]["size"].value() == str(seen.plan.letters)
    assert form.context["form"]["even_share"].value() == str(seen.plan.even_share)


def test_letters_drawn_and_not_posted_hold_back_further_advice(assembly):
    letters = make_campaign.letters(assembly, 1_800)
    make_campaign.answers(assembly, letters, 25)
    make_campaign.letters(assembly, 300, posted_at=None)
    seen = shown(assembly)
    assert seen.plan is None
    assert seen.advice.startswith("300 letters of a further wave are drawn and not posted yet.")


def test_close_to_the_end_no_letter_is_advised(assembly):
    letters = make_campaign.letters(assembly, 1_800)
    make_campaign.answers(assembly, letters, 25)
    seen = shown(assembly, now=make_campaign.CLOSES - timedelta(days=6))
    assert seen.plan is None
    assert "would come too late" in seen.advice


def test_in_the_first_days_nothing_is_advised(assembly):
    make_campaign.letters(assembly, 1_800)
    assert shown(assembly, now=make_campaign.POSTED + timedelta(days=1)).advice.startswith(
        "Too early to advise"
    )


def test_where_letters_alone_will_not_do_the_page_says_who_is_lacking(db):
    assembly = make_campaign.running(seats=50)
    letters = make_campaign.letters(assembly, 5_000)
    make_campaign.answers(assembly, letters, 300, lacking="black")
    seen = shown(assembly)
    assert seen.plan is None
    assert "Letters alone are not likely to be enough" in seen.advice
    assert "Lacking most: Black, Black British, Caribbean or African" in seen.advice


def test_an_organiser_sees_no_small_number_of_a_place_or_a_value(assembly, signed_in):
    letters = make_campaign.letters(assembly, 1_800)
    make_campaign.answers(assembly, letters, 60)
    seen, full = shown(assembly, is_full=False), shown(assembly)
    assert any(line.registered in range(1, 10) for line in full.wards)
    for lines in (seen.wards, seen.tenths, *(lines for _name, lines in seen.categories)):
        assert not [line for line in lines if line.registered in range(1, 10)]
        assert all(line.close is None for line in lines if line.registered is None)
    assert (
        "Numbers from 1 to 9 are hidden, and others with them, so that they cannot be worked out."
        in page(signed_in, assembly, "organiser").content.decode()
    )


def test_the_page_reads_the_same_when_it_is_read_again(assembly, signed_in):
    letters = make_campaign.letters(assembly, 900)
    make_campaign.answers(assembly, letters, 30)
    seen, again = shown(assembly), shown(assembly)
    assert (seen.advice, seen.total, seen.wards) == (again.advice, again.total, again.wards)


@pytest.mark.parametrize("people", [0, 1, 40])
def test_the_page_is_there_however_few_have_answered(assembly, signed_in, people):
    letters = make_campaign.letters(assembly, 90)
    make_campaign.answers(assembly, letters, people)
    response = page(signed_in, assembly)
    assert response.status_code == 200
    assert f"<dd>{people}</dd>" in response.content.decode()


def test_an_assembly_without_targets_is_watched_too(assembly, signed_in):
    assembly.categories.all().delete()
    letters = make_campaign.letters(assembly, 90)
    make_campaign.answers(assembly, letters, 12, answers={})
    assert page(signed_in, assembly).status_code == 200


@pytest.mark.parametrize("letters", [90, 900])
def test_the_page_asks_the_database_as_often_for_many_as_for_few(
    assembly, django_assert_num_queries, letters
):
    sent = make_campaign.letters(assembly, letters)
    make_campaign.answers(assembly, sent, letters // 9)
    with django_assert_num_queries(9):
        seen = shown(assembly)
        assert seen.advice
        assert seen.wards


def task(assembly, now=make.NOW):
    [found] = [
        task for task in tasklist.tasks(assembly, now)
        if task.title == "Watch the response to the letters"
    ]  # fmt: skip
    return found


def test_the_overview_says_when_a_second_wave_is_advised(assembly):
    letters = make_campaign.letters(assembly, 1_800)
    make_campaign.answers(assembly, letters, 25)
    found = task(assembly)
    assert found.state is State.NEXT
    advised = shown(assembly).plan.letters
    assert found.detail == f"a second wave of {advised:,} letters is advised"


def test_the_overview_keeps_the_advice_for_an_hour(assembly):
    letters = make_campaign.letters(assembly, 1_800)
    registered = make_campaign.answers(assembly, letters, 250)
    assert task(assembly).state is State.UNDER_WAY
    Registration.objects.filter(pk__in=[one.pk for one in registered[25:]]).delete()
    assert task(assembly).state is State.UNDER_WAY
    assert task(assembly, make.NOW + timedelta(hours=1)).state is State.NEXT
    cache.clear()


def test_many_values_without_a_choice_are_counted_not_listed(assembly):
    letters = make_campaign.letters(assembly, 1_800)
    make_campaign.answers(assembly, letters, 20)
    assert shown(assembly).today[-1] == "There would be little choice for 8 of 16 values."


def test_an_area_is_drawn_from_by_its_wards(assembly):
    """Where only one area lacks people, its wards get the letters."""
    letters = make_campaign.letters(assembly, 3_600)
    north = [letter for letter in letters if make_campaign.AREA_OF[letter.address.ward] != "south"]
    make_campaign.answers(assembly, north, 130)
    south = [letter for letter in letters if letter not in north]
    make_campaign.answers(assembly, south, 4, seed=2)
    plan = shown(assembly).plan
    assert set(plan.wards) == set(make_recruitment.WARDS["south"])
