"""Wards by code or by name: from ONS's directory over the letter to an area and the lottery."""

from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings

from assembly.errors import BadInput
from assembly.permissions import SOMEONE
from recruitment import census, codes, lotteries, registrations, runs, targets
from recruitment.models import Address, Registration
from recruitment.queries import representativeness
from tests import make, make_addresses
from tests import make_recruitment as recruit

pytestmark = pytest.mark.django_db

LEYTON, CHINGFORD_GREEN, NOWHERE = "E05013896", "E05013885", "E05099999"
WALTHAM_FOREST = "E09000031"
renaming = import_module("recruitment.migrations.0014_wards_by_name")


def directory(tmp_path, north=CHINGFORD_GREEN):
    """Return the ordinary postcodes of the tests as ONS publishes them."""
    rows = [
        f"E17 {n}AA,{WALTHAM_FOREST},{LEYTON if n < 4 else north},E01004364,E01034487,{n * 3_000}\n"
        for n in range(1, 10)
    ]
    text = "pcds,lad25cd,wd25cd,lsoa11cd,lsoa21cd,imd20ind\n" + "".join(rows)
    path = tmp_path / "onspd.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def assembly(db):
    made = recruit.open_assembly(seats=4)
    recruit.targets(made, 4)
    return made


def draw(assembly, tmp_path, **options):
    return make_addresses.draw(assembly, tmp_path, postcodes=directory(tmp_path), **options)


def register_all(assembly):
    for number, address in enumerate(assembly.addresses.order_by("pk")):
        answers = recruit.answers(gender=recruit.GENDERS[number % 2][0])
        code = codes.make(address.udprn, 1, assembly.pk)
        registrations.register_with_code(assembly, code, answers, by=SOMEONE, now=make.NOW)


def test_run(assembly):
    run = runs.test(assembly, by=make.actor_with(assembly, "recruiter"), now=make.NOW)
    lotteries.solve(runs.claim(run.pk, make.NOW), now=make.NOW)
    run.refresh_from_db()
    return run


test_run.__test__ = False


def test_by_onss_directory_people_count_in_their_area_and_the_lottery_can_be_held(
    assembly, tmp_path
):
    draw(assembly, tmp_path)
    register_all(assembly)
    assert {address.ward for address in Address.objects.all()} == {"Leyton", "Chingford Green"}
    for person in Registration.objects.select_related("invitation__address"):
        is_south = person.invitation.address.ward == "Leyton"
        assert person.answers["area"] == ("south" if is_south else "north")
    run = test_run(assembly)
    assert (run.status, run.outcome["people"]) == ("done", 20)


def test_with_codes_in_place_of_names_nobody_has_an_area_and_the_lottery_says_so(
    assembly, tmp_path
):
    """A control: what the directory alone would give."""
    draw(assembly, tmp_path)
    Address.objects.filter(ward="Leyton").update(ward=LEYTON)
    register_all(assembly)
    failed = test_run(assembly)
    assert (failed.status, failed.problem[-21:]) == ("failed", "has no value for area")


def test_letters_to_the_wards_of_a_directory_count_as_invited(assembly, tmp_path):
    draw(assembly, tmp_path)
    assembly.invitations.update(posted_at=make.NOW)
    tables = representativeness.table(assembly)
    invited = {row.value: row.invited for row in tables[-1].rows}
    south = Address.objects.filter(ward="Leyton").count()
    assert invited == {"North": 100 - south * 5, "Central": 0, "South": south * 5}


def test_a_wave_may_name_the_wards_of_a_directory(assembly, tmp_path):
    drawn = draw(assembly, tmp_path, size=8, wards=["Leyton"])
    assert {address.ward for address in drawn.addresses.all()} == {"Leyton"}


def test_a_draw_in_a_ward_of_no_area_is_refused_naming_it(assembly, tmp_path):
    with pytest.raises(BadInput) as refused:
        make_addresses.draw(assembly, tmp_path, postcodes=directory(tmp_path, NOWHERE))
    assert refused.value.message.startswith(
        f"No area of the targets has the ward “{NOWHERE}”. Who registers from there could not be"
    )
    assert not Address.objects.exists()


def test_targets_without_an_area_for_a_drawn_ward_are_refused_naming_it(db, tmp_path):
    early = make.assembly()
    make_addresses.draw(early, tmp_path, postcodes=directory(tmp_path, NOWHERE))
    with pytest.raises(BadInput, match=NOWHERE):
        build(early)
    assert not early.categories.exists()


def test_targets_may_come_after_the_draw(db, tmp_path):
    early = make.assembly()
    draw(early, tmp_path)
    build(early)
    assert early.categories.filter(key="area").count() == 1


def build(assembly):
    counts = census.read(settings.DATA_DIR / "waltham_forest")
    targets.build(assembly, counts, by=make.actor_with(assembly, "recruiter"), now=make.NOW)


def test_the_names_are_those_of_every_area_with_census_figures():
    names = census.ward_names(settings.DATA_DIR)
    assert (names[LEYTON], names[CHINGFORD_GREEN]) == ("Leyton", "Chingford Green")
    assert len(names) == 22


def test_assemblies_drawn_by_codes_are_brought_up_to_date(assembly, tmp_path):
    first = draw(assembly, tmp_path, wards=["Leyton"], size=5)
    draw(assembly, tmp_path)
    Address.objects.filter(ward="Leyton").update(ward=LEYTON)
    first.wards = [LEYTON]
    first.save()
    register_all(assembly)
    assert any("area" not in person.answers for person in Registration.objects.all())
    renaming.wards_by_name(apps, None)
    first.refresh_from_db()
    assert first.wards == ["Leyton"]
    assert not Address.objects.filter(ward=LEYTON).exists()
    areas = [person.answers["area"] for person in Registration.objects.all()]
    assert areas.count("south") == Address.objects.filter(ward="Leyton").count()
    assert test_run(assembly).status == "done"
