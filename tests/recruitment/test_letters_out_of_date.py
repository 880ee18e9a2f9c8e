"""The letter's text in the second language, when the English has changed since it was written."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from recruitment import letters
from tests import make
from tests.make_pages import text

pytestmark = pytest.mark.django_db
DAYS = [make.NOW + timedelta(days=number) for number in range(5)]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(DAYS[4], tick=False):
        yield


def draft(assembly, english, polish="Po polsku", *, language="pl", others=()):
    return letters.draft(
        assembly, "invitation", front=english, back="More", language=language,
        other_front=polish, other_back="Dalej", others=others,
    )  # fmt: skip


def save(assembly, *versions):
    """Save one version a day; return the last."""
    by = make.actor_with(assembly, "organiser")
    for now, version in zip(DAYS, versions, strict=False):
        saved = letters.save(version, by=by, now=now)
    return saved


def since(template):
    return letters.outdated_since(template, now=DAYS[4])


def test_a_text_written_with_its_english_is_up_to_date(assembly):
    assert since(save(assembly, draft(assembly, "One"))) is None


def test_it_is_out_of_date_since_the_english_changed_first(assembly):
    versions = [draft(assembly, english) for english in ("One", "Two", "Three")]
    assert since(save(assembly, *versions)) == DAYS[1]


def test_it_is_up_to_date_again_once_it_is_changed(assembly):
    versions = [draft(assembly, "One"), draft(assembly, "Two"), draft(assembly, "Two", "Nowy")]
    assert since(save(assembly, *versions)) is None


def test_it_is_up_to_date_again_once_the_english_says_what_it_said(assembly):
    versions = [draft(assembly, english) for english in ("One", "Two", "One")]
    assert since(save(assembly, *versions)) is None


def test_saving_both_again_as_they_are_says_that_they_fit(assembly):
    versions = [draft(assembly, english) for english in ("One", "Two", "Two")]
    assert since(save(assembly, *versions)) is None


def test_saving_another_panel_of_languages_says_nothing_of_the_text(assembly):
    versions = [
        draft(assembly, "One"),
        draft(assembly, "Two"),
        draft(assembly, "Two", others=("ro",)),
    ]
    assert since(save(assembly, *versions)) == DAYS[1]


def test_without_a_second_language_nothing_is_out_of_date(assembly):
    versions = [draft(assembly, english, "", language="") for english in ("One", "Two")]
    assert since(save(assembly, *versions)) is None


def test_a_draft_is_out_of_date_from_now_and_looking_at_it_again_does_not_mend_it(assembly):
    save(assembly, draft(assembly, "One"))
    assert since(draft(assembly, "Two")) == DAYS[4]
    save(assembly, draft(assembly, "Two"))
    assert since(draft(assembly, "Two")) == DAYS[0]


@pytest.mark.parametrize(("layout", "warnings"), [("bilingual", 1), ("standard", 0)])
def test_preflight_warns_where_the_second_language_is_printed_and_stops_nothing(
    assembly, layout, warnings
):
    make.commissioned(assembly)
    saved = save(assembly, draft(assembly, "One"), draft(assembly, "Two"))
    report = letters.check(assembly, saved, layout, weekends=3, now=make.NOW)
    titles = [warning.title for warning in report.warnings]
    assert titles == ["The Polish text is out of date"] * warnings
    assert report.passes


def test_staff_read_on_the_page_of_the_text_that_it_is_out_of_date(assembly, signed_in):
    desk = signed_in(make.role(assembly, "organiser"))
    path = reverse("staff.letters.write", args=[assembly.slug, "invitation"])
    save(assembly, draft(assembly, "One"))
    assert "Out of date" not in text(desk.get(path))
    by = make.actor_with(assembly, "organiser")
    letters.save(draft(assembly, "Two"), by=by, now=DAYS[1])
    assert text(desk.get(path)).count("has not followed the English since") == 1
