"""AddressBase Core: homes by property class, numbered by UPRN."""

import csv

import pytest

from assembly.errors import BadInput
from recruitment import frames
from recruitment.frames.source import Source
from tests import make_addresses as make
from tests.make import assembly as make_assembly

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
