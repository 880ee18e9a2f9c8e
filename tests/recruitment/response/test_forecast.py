import numpy as np
import pytest

from recruitment.response import (
    BadCampaign,
    Campaign,
    Interval,
    Mailing,
    forecast,
    of_places,
    of_value,
)
from recruitment.response.forecast import rates
from recruitment.response.pace import answers, answers_by, shares
from recruitment.response.posterior import posterior
from recruitment.response.prior import DELIVERY, LAST_DAYS, MEDIANS, NAMES

TYPICAL = MEDIANS[None, :]


def campaign(daily=(0, 40, 60, 50, 30, 25, 20), close=20, today=0, letters=10_000):
    return Campaign([Mailing(0, letters)], np.array(daily, np.int64), close, today)


def rng():
    return np.random.default_rng(1)


def test_figures_that_share_something_out_share_out_all_of_it():
    assert DELIVERY.sum() == pytest.approx(1, abs=0.01)
    assert LAST_DAYS.sum() == pytest.approx(1)


def test_half_of_those_who_answer_have_done_so_by_the_half_time():
    half, steepness = np.array([4.0]), np.array([1.4])
    assert answers_by(np.array([0.0, 4.0, 1e9]), half, steepness) == pytest.approx([0, 0.5, 1])


def test_answers_to_a_letter_add_up_to_the_rate_in_the_end():
    long = answers(TYPICAL, [Mailing(0, 1_000)], 3_000).sum()
    deadline = np.exp(MEDIANS[NAMES.index("deadline")])
    assert long == pytest.approx(30 * (1 + deadline), rel=0.02)
    assert shares(TYPICAL, 3_000).sum() == pytest.approx(DELIVERY.sum(), rel=0.02)


def test_who_had_a_letter_before_the_opening_registers_on_the_first_day():
    late = answers(TYPICAL, [Mailing(-5, 1_000)], 20)[0]
    full = answers(TYPICAL, [Mailing(0, 1_000)], 25)[0]
    assert late[0] == pytest.approx(full[:6].sum())
    assert late.sum() == pytest.approx(full.sum())


def test_with_nothing_known_the_forecast_is_that_of_practice():
    total = forecast(campaign(daily=(), close=28), rng()).total
    assert 200 < total.middle < 400
    assert total.low90 < 120
    assert total.high90 > 700


def test_the_more_days_are_over_the_narrower_the_forecast():
    whole = [0, 40, 60, 50, 30, 25, 20, 18, 15, 14, 12, 10, 10, 9, 8, 8, 7, 7, 6, 6]
    widths = []
    for passed in (4, 8, 20):
        total = forecast(campaign(whole[:passed]), rng()).total
        widths.append(total.high90 - total.low90)
    assert widths == sorted(widths, reverse=True)


def test_no_forecast_is_below_what_is_there_already():
    told = forecast(campaign(today=7), rng())
    assert told.total.low90 >= 232
    assert int(told.future[:, 0].min()) >= 7
    assert told.days[0].low90 >= 232


def test_after_the_close_the_forecast_is_the_count():
    told = forecast(campaign(close=6), rng())
    assert told.total == Interval(225, 225, 225, 225, 225)
    assert told.days == []


def test_the_same_figures_and_chance_give_the_same_forecast():
    assert forecast(campaign(), rng()).total == forecast(campaign(), rng()).total


def test_a_reminder_is_expected_to_bring_more():
    plain = campaign()
    reminded = Campaign([*plain.mailings, Mailing(7, 9_800, is_reminder=True)], plain.daily, 20)
    more = forecast(reminded, rng()).total.middle - forecast(plain, rng()).total.middle
    assert 40 < more < 250


def test_the_posterior_finds_the_rate_that_made_the_days():
    truth = TYPICAL.copy()
    truth[0, NAMES.index("rate")] = np.log(0.06)
    daily = np.rint(answers(truth, [Mailing(0, 10_000)], 27)[0]).astype(np.int64)
    found = np.exp(posterior(campaign(daily, close=27), rng())[:, NAMES.index("rate")])
    low, high = np.quantile(found, [0.05, 0.95])
    assert low < 0.06 < high
    assert high / low < 2


def test_a_value_nobody_has_may_still_come_and_one_that_all_have_stays():
    told = forecast(campaign(), rng())
    none = Interval.of(of_value(told, 0, 0.15, rng()))
    every = Interval.of(of_value(told, 225, 1.0, rng()))
    assert none.low90 == 0
    assert none.high90 > 0
    assert every.low90 >= told.total.low90 - 5


def test_a_value_keeps_about_its_share():
    told = forecast(campaign(), rng())
    share = of_value(told, 90, 0.4, rng()).mean() / (225 + told.to_come.mean())
    assert share == pytest.approx(0.4, abs=0.03)


def test_a_place_with_few_letters_is_drawn_to_the_whole():
    shapes, scales = rates([10, 5_000, 5_000], [3, 150, 150])
    small, large, _ = shapes * scales
    assert 1 < small < 3
    assert large == pytest.approx(1, abs=0.05)


def test_a_place_without_letters_has_the_rate_of_the_whole():
    shapes, scales = rates([0, 1_000], [0, 30])
    assert shapes[0] * scales[0] == pytest.approx(1)


def test_places_share_what_is_to_come():
    told = forecast(campaign(), rng())
    counts = of_places(told, [5_000, 5_000, 0], [150, 75, 0], rng())
    assert counts[:, 2].max() == 0
    assert counts.sum(axis=1).mean() == pytest.approx(225 + told.to_come.mean(), rel=0.02)
    assert counts[:, 0].mean() > counts[:, 1].mean() + 75


@pytest.mark.parametrize(
    ("mailings", "daily", "reason"),
    [
        ([], [1], "No letter has been posted."),
        ([Mailing(0, 100, is_reminder=True)], [1], "No letter has been posted."),
        ([Mailing(0, 100), Mailing(1, -1)], [1], "A mailing has fewer than no letters."),
        ([Mailing(0, 100)], [-1], "A day has fewer than no registrations."),
    ],
)
def test_figures_that_cannot_be_are_refused(mailings, daily, reason):
    with pytest.raises(BadCampaign) as refused:
        Campaign(mailings, np.array(daily, np.int64), 10)
    assert str(refused.value) == reason
