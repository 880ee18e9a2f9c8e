"""AddressBase Core: homes by property class, numbered by UPRN."""

import csv
import random
from hashlib import sha256

import numpy as np
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from assembly.errors import BadInput
from recruitment import frames
from recruitment.frames.order import Earlier, Plan, choose
from recruitment.frames.source import Source
from recruitment.models import Address
from tests import make_addresses as make
from tests.make import assembly as make_assembly
from tests.make import role as make_role

HOUSE = 100_000_000_000


@pytest.fixture
def lookup(tmp_path):
    return frames.read_lookup(make.postcodes(tmp_path))


@pytest.fixture
def read(tmp_path, lookup):
    def read_rows(*rows, columns="", **choices):
        path = make.paf(tmp_path, list(rows), name="core.csv")
        reading = frames.Reading(
            path, lookup, kind="addressbase", columns=columns, choices=frames.Choices(**choices)
        )
        return reading, list(reading)

    return read_rows


@pytest.mark.parametrize(
    "code", ["R", "RD", "RD01", "RD02", "RD03", "RD04", "RD06", "RD07", "RD08", "RH02", "X"]
)
def test_dwellings_bedsits_and_dual_use_are_homes(read, code):
    reading, points = read(make.core_row(0, classification_code=code))
    assert [point.number for point in points] == [HOUSE]
    assert reading.exclusions == {}


@pytest.mark.parametrize(
    ("reason", "fields"),
    [
        ("deleted", {"change_code": "D"}),
        ("po_box", {"po_box": "1234"}),
        ("forces", {"postcode": "BF1 1AA"}),
        ("shell", {"classification_code": "PP"}),
        ("shell", {"classification_code": "RH01"}),
        ("unclassified", {"classification_code": "UC"}),
        ("unclassified", {"classification_code": ""}),
        ("institution", {"classification_code": "RI01"}),
        ("institution", {"classification_code": "RI02NC"}),
        ("property_class", {"classification_code": "CR08"}),
        ("property_class", {"classification_code": "RG02"}),
        ("property_class", {"classification_code": "RD10"}),
        ("property_class", {"classification_code": "ZW99SY"}),
        ("outside", {"postcode": "M1 1AA"}),
    ],
)
def test_each_reason_to_leave_a_row_out_is_counted(read, reason, fields):
    reading, points = read(make.core_row(0), make.core_row(1, **fields))
    assert [point.number for point in points] == [HOUSE]
    assert reading.exclusions == {reason: 1}


@pytest.mark.parametrize(("choice", "homes"), [("keep", 2), ("leave", 1)])
def test_an_undivided_house_of_several_households_is_an_explicit_choice(read, choice, homes):
    rows = make.core_row(0), make.core_row(1, classification_code="RH03")
    reading, _ = read(*rows, multi_residence=choice)
    assert reading.residential == homes
    assert reading.kept["multi_residence"] == homes - 1


@pytest.mark.parametrize(("choice", "homes"), [("keep", 2), ("leave", 1)])
def test_institutions_are_an_explicit_choice(read, choice, homes):
    rows = make.core_row(0), make.core_row(1, classification_code="RI01", organisation="ELM HOUSE")
    reading, _ = read(*rows, institutions=choice)
    assert reading.residential == homes
    assert reading.kept["institution"] == homes - 1


def test_a_home_under_an_organisations_name_is_a_home_by_its_class(read):
    reading, _ = read(make.core_row(0, organisation="YARROW BAKERY", classification_code="RD06"))
    assert reading.kept == {"flat_with_organisation": 1}


def test_homes_that_royal_mail_has_no_number_for_are_kept_and_counted(read):
    reading, _ = read(make.core_row(0), make.core_row(1, udprn=""))
    assert (reading.residential, reading.kept) == (2, {"no_udprn": 1})


def test_a_header_is_no_row_and_may_name_the_columns_in_another_order(read):
    row = make.core_row(0, sub_building="FLAT 2")
    reading, [point] = read([name.upper() for name in make.CORE[::-1]], row[::-1])
    assert (reading.rows, point.number) == (1, HOUSE)
    assert point.lines == ["Flat 2", "1 Yarrow Road", "LONDON"]


def test_rows_are_counted_with_the_header_where_a_refusal_names_one(read):
    with pytest.raises(BadInput) as refused:
        read(list(make.CORE), make.core_row(0), make.core_row(1, uprn="1x"))
    assert refused.value.message == ("Row 3, column 1: the UPRN must be 1 to 12 digits, not “1x”.")


def test_a_uprn_that_is_there_twice_is_refused(read):
    with pytest.raises(BadInput) as refused:
        read(make.core_row(0), make.core_row(1), make.core_row(2, uprn=str(HOUSE)))
    assert refused.value.message == f"Row 3, column 1: the UPRN {HOUSE} is there twice."


def same_door(place, **fields):
    return make.core_row(place, udprn=str(make.FIRST), **fields)


def test_two_homes_behind_one_letterbox_get_one_letter(read):
    reading, points = read(
        make.core_row(0), same_door(1), make.core_row(2), same_door(3), make.core_row(4, udprn="")
    )
    assert [point.number - HOUSE for point in points] == [0, 2, 4]
    assert reading.exclusions == {"same_letterbox": 2}
    assert (reading.rows, reading.residential) == (5, 3)


def test_a_letterbox_is_only_taken_by_a_home(read):
    shell = make.core_row(0, classification_code="PP")
    reading, [point] = read(shell, same_door(1))
    assert (point.number, reading.exclusions) == (HOUSE + 1, {"shell": 1})


def test_homes_without_a_letterbox_number_are_not_taken_for_one(read):
    odd = [make.core_row(place, udprn=text) for place, text in enumerate(["", "", "n/a", "n/a"])]
    reading, points = read(*odd)
    assert (len(points), reading.exclusions) == (4, {})


@pytest.mark.parametrize("beside", [False, True])
def test_a_letterbox_is_known_from_an_earlier_part_of_a_long_file(tmp_path, lookup, beside):
    rows = [make.core_row(place) for place in range(40_000)]
    rows[30_000] = make.core_row(30_000, udprn=str(make.FIRST + 7))
    path = make.paf(tmp_path, rows, name="core.csv")
    with path.open("rb") as file:
        assert len(list(Source(file).blocks())) > 1
    reading = frames.Reading(path, lookup, kind="addressbase", beside=beside)
    numbers = [point.number - HOUSE for point in reading]
    assert sorted(set(range(40_000)) - set(numbers)) == [30_000]
    assert reading.exclusions == {"same_letterbox": 1}


def test_a_draw_takes_one_home_a_letterbox(db, tmp_path):
    rows = [
        make.core_row(place, udprn=str(make.FIRST + place // 2), postcode="E17 5AA")
        for place in range(40)
    ]
    path = make.paf(tmp_path, rows, name="core.csv")
    assembly = make_assembly()
    drawn = make.draw(assembly, tmp_path, file=path, kind="addressbase", size=20, even_share=100)
    assert drawn.counts["available"] == 20
    assert {address.udprn % 2 for address in drawn.addresses.all()} == {0}


def test_the_post_town_stands_last_and_another_town_before_it(read):
    _, [point] = read(make.core_row(0, town_name="CHINGFORD", post_town="LONDON"))
    assert point.lines == ["1 Yarrow Road", "Chingford", "LONDON"]


def test_short_and_long_uprns_are_read_alike(read):
    _, points = read(make.core_row(0, uprn="7"), make.core_row(1, uprn="000000000123"))
    assert [point.number for point in points] == [7, 123]


def test_all_fields_may_be_quoted(tmp_path, lookup):
    path = tmp_path / "quoted.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerows(make.core_row(place) for place in range(50))
    reading = frames.Reading(path, lookup, kind="addressbase")
    assert [point.number for point in reading] == list(range(HOUSE, HOUSE + 50))


NAMED = "uprn, -, postcode, classification_code, building_number, street_name, post_town"


def test_staff_can_say_which_columns_their_file_has(read):
    row = ["7", "whatever", "E17 1AA", "RD02", "12", "YARROW ROAD", "LONDON"]
    reading, [point] = read(row, columns=NAMED)
    assert point.lines == ["12 Yarrow Road", "LONDON"]
    assert reading.residential == 1
    assert reading.untold == ["deleted", "po_box", "same_letterbox"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ("uprn, postcode, street_name", "The file must have a column “classification_code”."),
        (
            "uprn, postcode, classification_code",
            "The file must have a column for the street: “street_name”.",
        ),
        (f"{NAMED}, uprn", "The column “uprn” is named twice."),
        (NAMED, "Row 1: 27 columns where you named 7."),
    ],
)
def test_columns_that_cannot_be_are_refused(read, columns, message):
    with pytest.raises(BadInput) as refused:
        read(make.core_row(0), columns=columns)
    assert refused.value.message == message


def test_an_unknown_column_is_refused_telling_the_known_ones(read):
    with pytest.raises(BadInput) as refused:
        read(make.core_row(0), columns="uprn, postcode, colour")
    assert refused.value.message == (
        f"AddressBase Core has no column “colour”. It has: {', '.join(make.CORE)}."
    )


def behind(letterbox, *places, **fields):
    """Return homes by their places, all behind one letterbox."""
    return [make.core_row(place, udprn=str(make.FIRST + letterbox), **fields) for place in places]


@pytest.fixture
def wave(db, tmp_path):
    """Draw waves for one assembly, each from the rows of its edition; return what each drew."""
    assembly = make_assembly()

    def draw(edition, rows, size, **options):
        path = make.paf(tmp_path, rows, name=f"{edition}.csv")
        given = {"file": path, "edition": edition, "kind": "addressbase", "even_share": 100}
        return make.draw(assembly, tmp_path, size=size, **{**given, **options})

    return draw


def numbers(drawn):
    return {address.udprn - HOUSE for address in drawn.addresses.all()}


@pytest.fixture
def forgotten():
    """Take away what is known of letterboxes, as of addresses drawn before they were kept."""
    return lambda: Address.objects.update(letterbox=None)


def behind_an_earlier_letter(drawn):
    return drawn.counts["available"], drawn.counts["behind_letterbox"]


@pytest.mark.parametrize("choice", ["keep", "leave"])
def test_a_newer_edition_draws_nobody_behind_a_letterbox_that_had_a_letter(wave, choice):
    """Houses 0 and 1 share a letterbox. The newer edition lists them the other way round."""
    (house, neighbour), other = behind(0, 0, 1), make.core_row(2)
    first = wave("old", [house, neighbour], 1, multi_residence=choice)
    second = wave("new", [neighbour, house, other], 1, multi_residence=choice)
    assert (numbers(first), numbers(second)) == ({0}, {2})
    assert behind_an_earlier_letter(first) == (1, 0)
    assert behind_an_earlier_letter(second) == (1, 1)


@pytest.mark.parametrize(
    "gone",
    [
        {"change_code": "D"},
        {"postcode": "M1 1AA"},
        {"classification_code": "CR08"},
        {"udprn": ""},
        {"uprn": "5"},
    ],
)
def test_a_letterbox_is_remembered_when_the_home_that_had_the_letter_is_one_no_more(wave, gone):
    wave("old", behind(0, 0, 1), 1)
    changed = [make.core_row(0, **{"udprn": str(make.FIRST), **gone}), *behind(0, 1)]
    second = wave("new", [*changed, make.core_row(2)], 1)
    assert numbers(second) == {2}


def test_a_house_of_several_households_had_the_one_letter_whatever_is_chosen_next(wave):
    """The undivided house is kept in the first wave and left out of the second: same file."""
    rows = [*behind(0, 0, classification_code="RH03"), *behind(0, 1), make.core_row(2)]
    first = wave("one", rows[:2], 1, multi_residence="keep")
    second = wave("one", rows, 1, multi_residence="leave")
    assert (numbers(first), numbers(second)) == ({0}, {2})
    assert second.frame.exclusions == {"multi_residence": 1}


def test_homes_behind_one_door_with_letterboxes_of_their_own_may_each_get_a_letter(wave):
    rows = [make.core_row(place, classification_code="RH03") for place in range(2)]
    first, second = wave("one", rows, 1), wave("two", rows[::-1], 1)
    assert numbers(first) | numbers(second) == {0, 1}


def test_homes_without_a_letterbox_number_do_not_stand_for_each_other(wave):
    rows = [make.core_row(place, udprn="") for place in range(2)]
    first, second = wave("one", rows, 1), wave("two", rows[::-1], 1)
    assert numbers(first) | numbers(second) == {0, 1}
    assert {address.letterbox for address in Address.objects.all()} == {None}


@pytest.mark.parametrize("old", ["", str(make.FIRST + 9)])
def test_a_letterbox_that_a_home_has_by_a_newer_edition_had_its_letter_too(wave, old):
    """House 0 had no letterbox of its own, or another: its neighbours at both are left out."""
    first = wave("old", [make.core_row(0, udprn=old)], 1)
    rows = [*behind(0, 1, 0), *(behind(9, 2) if old else []), make.core_row(3)]
    second = wave("new", rows, 1)
    assert (numbers(first), numbers(second)) == ({0}, {3})
    assert behind_an_earlier_letter(second) == (1, 2 if old else 1)
    assert (second.frame.rows, second.frame.exclusions) == (len(rows), {"same_letterbox": 1})


@pytest.mark.parametrize("fields", [{}, {"classification_code": "PP"}, {"change_code": "D"}])
def test_letterboxes_of_addresses_drawn_before_they_were_kept_are_told_by_the_file(
    wave, forgotten, fields
):
    wave("old", behind(0, 0, 1), 1)
    forgotten()
    second = wave("new", [*behind(0, 1), *behind(0, 0, **fields), make.core_row(2)], 1)
    assert numbers(second) == {2}


def test_a_file_is_read_again_only_if_it_tells_letterboxes_that_were_not_known(
    wave, forgotten, tmp_path
):
    rows = [make.core_row(place) for place in range(6)]
    size = make.paf(tmp_path, rows, name="one.csv").stat().st_size
    for again, told in ((lambda: None, [size]), (lambda: None, [size]), (forgotten, [size] * 2)):
        again()
        read = []
        wave("one", rows, 1, progress=read.append)
        assert read == told


def test_homes_behind_earlier_letters_are_counted_in_the_wards_of_the_wave_only(wave):
    """Leyton has the postcodes 1 to 3, Chingford Green the others."""
    there, elsewhere = (behind(place, place, 90 + place) for place in (0, 5))
    wave("old", there + elsewhere, 2)
    rows = [*there[::-1], *elsewhere[::-1], make.core_row(1), make.core_row(6)]
    second = wave("new", rows, 1, wards=["Leyton"])
    assert (numbers(second), behind_an_earlier_letter(second)) == ({1}, (1, 1))


def test_the_database_refuses_a_second_letter_for_one_letterbox(wave):
    drawn = wave("one", [make.core_row(0), make.core_row(1)], 2)
    assert {address.letterbox for address in drawn.addresses.all()} == {make.FIRST, make.FIRST + 1}
    with pytest.raises(IntegrityError, match="letterbox_drawn_once"), transaction.atomic():
        drawn.addresses.update(letterbox=make.FIRST)


def test_the_public_and_staff_are_told_how_many_homes_were_behind_earlier_letters(
    wave, client, signed_in
):
    (house, neighbour), other = behind(0, 0, 1), make.core_row(2)
    first = wave("old", [house, neighbour], 1)
    wave("new", [neighbour, house, other], 1)
    staff = signed_in(make_role(first.assembly, "recruiter"))
    for visitor, name in ((client, "public.chosen"), (staff, "staff.addresses")):
        page = visitor.get(reverse(name, args=[first.assembly.slug])).content.decode()
        assert page.count("a letter of an earlier wave went to the letterbox they share: 1") == 1


@pytest.mark.parametrize("beside", [False, True])
def test_a_stranger_draws_the_same_waves_from_editions_that_list_homes_in_other_orders(
    tmp_path, lookup, beside
):
    """300 homes behind 120 letterboxes; in each edition some of them have moved to another."""
    rng = random.Random(7)
    box = {place: make.FIRST + place % 120 for place in range(300)}
    numbers, boxes, letters = set(), set(), []
    for edition in range(4):
        for place in rng.sample(sorted(box), 20):
            box[place] = make.FIRST + rng.randrange(120)
        listed = rng.sample(sorted(box), 300)
        rows = [make.core_row(place, udprn=str(box[place])) for place in listed]
        path = make.paf(tmp_path, rows, name=f"{edition}.csv")
        earlier = Earlier(*(np.array(sorted(one), np.uint64) for one in (numbers, boxes)))
        reading = frames.Reading(path, lookup, kind="addressbase", beside=beside)
        chosen = choose(reading, Plan(20, 100, 3, "seed"), earlier)
        boxes |= {box[place] for place in listed if HOUSE + place in numbers}
        heads = {box[place]: HOUSE + place for place in reversed(listed)}
        free = [head for at, head in heads.items() if head not in numbers and at not in boxes]
        order = sorted(free, key=lambda uprn: sha256(f"seed:{uprn:012d}".encode()).digest())
        assert [point.number for point in chosen.even] == order[:20]
        assert chosen.available == len(free)
        letters += [point.letterbox for point in chosen.even]
        numbers |= {point.number for point in chosen.even}
        boxes |= {point.letterbox for point in chosen.even}
    assert len(set(letters)) == len(letters) == 80
