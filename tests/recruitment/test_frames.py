import gzip
import io
import subprocess
import sys
from hashlib import sha256

import pytest

from assembly.errors import BadInput
from recruitment import frames
from recruitment.frames.lines import lines
from tests import make_addresses as make


@pytest.fixture
def lookup(tmp_path):
    return frames.read_lookup(make.postcodes(tmp_path))


@pytest.fixture
def read(tmp_path, lookup):
    def read_rows(*rows, **choices):
        path = make.paf(tmp_path, list(rows))
        reading = frames.Reading(path, lookup, choices=frames.Choices(**choices))
        return reading, list(reading)

    return read_rows


def len_of(homes):
    return len(homes.numbers)


def refusal(path, lookup):
    with pytest.raises(BadInput) as refused:
        list(frames.Reading(path, lookup))
    return refused.value.message


@pytest.mark.parametrize("columns", [16, 17, 18, 19, 20])
def test_sixteen_to_twenty_columns_are_read(read, columns):
    reading, points = read(*(make.row(n, columns=columns) for n in range(3)))
    assert (reading.rows, reading.residential, len(points)) == (3, 3, 3)


@pytest.mark.parametrize(
    ("reason", "fields"),
    [
        ("large_user", {"kind": "L"}),
        ("po_box", {"po_box": "1234"}),
        ("forces", {"town": "BFPO"}),
        ("forces", {"postcode": "BF1 1AA"}),
        ("organisation", {"organisation": "YARROW BAKERY"}),
        ("organisation", {"department": "ACCOUNTS"}),
        ("outside", {"postcode": "M1 1AA"}),
        ("outside", {"postcode": ""}),
    ],
)
def test_each_reason_to_leave_a_row_out_is_counted(read, reason, fields):
    reading, points = read(make.row(0), make.row(1, **fields))
    assert [point.number for point in points] == [make.FIRST]
    assert reading.exclusions == {reason: 1}


def test_the_first_reason_counts_and_every_row_is_counted_once(read):
    reading, _ = read(make.row(0, kind="L", po_box="1", organisation="X", postcode="M1 1AA"))
    assert reading.exclusions == {"large_user": 1}
    assert reading.rows == reading.residential + reading.exclusions.total()


def test_a_flat_above_a_shop_is_a_home_although_it_carries_the_shops_name(read):
    reading, points = read(make.row(0, sub="FLAT ABOVE", organisation="YARROW BAKERY"))
    assert points[0].lines == ["Flat Above", "1 Yarrow Road", "LONDON"]
    assert reading.kept == {"flat_with_organisation": 1}


@pytest.mark.parametrize(("choice", "homes"), [("keep", 2), ("leave", 1)])
def test_several_households_behind_one_door_are_an_explicit_choice(read, choice, homes):
    reading, _ = read(make.row(0), make.row(1, households="4"), multi_residence=choice)
    assert reading.residential == homes
    assert reading.exclusions == ({} if choice == "keep" else {"multi_residence": 1})


@pytest.mark.parametrize("columns", [16, 17, 18])
def test_a_choice_that_the_file_cannot_carry_out_is_refused(read, columns):
    """Or the public page would say that doors were left out of which none was."""
    assert read(make.row(0, columns=columns), multi_residence="keep")[0].residential == 1
    with pytest.raises(BadInput, match="does not say how many households are behind a door"):
        read(make.row(0, columns=columns), multi_residence="leave")


@pytest.mark.parametrize(
    ("columns", "untold"),
    [(16, ["multi_residence"]), (18, ["multi_residence"]), (19, []), (20, [])],
)
def test_what_the_file_has_no_column_for_is_known(read, columns, untold):
    assert read(make.row(0, columns=columns))[0].untold == untold


def test_postcodes_are_found_however_they_are_written(read):
    _, points = read(make.row(0, postcode="e171aa"), make.row(1, postcode="E17  1AA"))
    assert [point.postcode for point in points] == ["E17 1AA", "E17 1AA"]


def test_gzip_gives_the_same_addresses_and_its_own_fingerprint(tmp_path, lookup):
    rows = [make.row(n) for n in range(5)]
    for name in ("plain.csv", "packed.csv.gz"):
        path = make.paf(tmp_path, rows, name=name)
        reading = frames.Reading(path, lookup)
        assert [point.number for point in reading] == [make.FIRST + n for n in range(5)]
        assert reading.sha256 == sha256(path.read_bytes()).hexdigest()


def test_an_open_file_is_read_from_its_start(tmp_path, lookup):
    file = io.BytesIO(make.houses(tmp_path, 4).read_bytes())
    file.read(10)
    assert len(list(frames.Reading(file, lookup))) == 4


def test_a_file_with_a_byte_order_mark_is_read(tmp_path, lookup):
    path = tmp_path / "marked.csv"
    path.write_bytes(b"\xef\xbb\xbf" + make.houses(tmp_path, 2).read_bytes())
    assert [point.postcode for point in frames.Reading(path, lookup)] == ["E17 1AA", "E17 2AA"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [["a"] * 15],
            "Row 1: 15 columns. PAF has 16 to 20 columns. Choose another kind of file, or say "
            "which columns yours has.",
        ),
        (
            [["a"] * 21],
            "Row 1: 21 columns. PAF has 16 to 20 columns. Choose another kind of file, or say "
            "which columns yours has.",
        ),
        (
            [make.row(0), make.row(1, columns=16)],
            "Row 2: 16 columns where the first row has 20.",
        ),
        (
            [make.row(0), make.row(1, udprn="1234567")],
            "Row 2, column 13: the UDPRN must be 8 digits, not “1234567”.",
        ),
        (
            [make.row(0), make.row(1, udprn="٩٩٩٩٩٩٩٩")],
            "Row 2, column 13: the UDPRN must be 8 digits, not “٩٩٩٩٩٩٩٩”.",
        ),
        (
            [make.row(0), make.row(1), make.row(2, udprn="99000000")],
            "Row 3, column 13: the UDPRN 99000000 is there twice.",
        ),
        ([], "The address file is empty."),
    ],
)
def test_a_bad_file_is_refused_whole_naming_row_and_column(tmp_path, lookup, rows, message):
    assert refusal(make.paf(tmp_path, rows), lookup) == message


def test_a_duplicate_is_refused_even_where_its_row_would_be_left_out(tmp_path, lookup):
    path = make.paf(tmp_path, [make.row(0), make.row(1, kind="L", udprn="99000000")])
    assert refusal(path, lookup) == "Row 2, column 13: the UDPRN 99000000 is there twice."


def test_another_encoding_is_refused_naming_row_and_column(tmp_path, lookup):
    path = tmp_path / "latin.csv"
    good, bad = (",".join(make.row(n, street="RUE É" if n else "ROAD")) for n in range(2))
    path.write_bytes(f"{good}\r\n{bad}\r\n".encode("latin-1"))
    assert refusal(path, lookup) == "Row 2, column 5: this is not UTF-8. Save it as UTF-8."


def test_a_damaged_gzip_file_is_refused(tmp_path, lookup):
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(gzip.compress(make.houses(tmp_path, 500).read_bytes())[:-400])
    assert refusal(path, lookup).startswith("The compressed file is damaged")


def test_a_quote_that_never_closes_is_refused(tmp_path, lookup):
    path = tmp_path / "quote.csv"
    path.write_text(",".join(make.row(0)) + '\r\n"' + ",".join(make.row(1)) + "\r\n")
    assert refusal(path, lookup) == "Row 2: a quotation mark is not closed on its line."


def test_a_line_without_end_is_refused_before_it_fills_the_memory(tmp_path, lookup):
    path = tmp_path / "long.csv"
    path.write_bytes(b"x" * 200_000)
    assert refusal(path, lookup) == "Row 1 is longer than 65,536 bytes."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The postcode file is empty."),
        (
            "postcode,ward,decile\nE17 1AA,Leyton,1\n",
            "The postcode file has no column for the LSOA: call it “lsoa21_code”.",
        ),
        (
            "postcode,ward,lsoa,decile\nE17 1AA,Leyton,E01,11\n",
            "Postcode file, row 2: the decile must be 1 to 10, not “11”.",
        ),
        (
            "postcode,ward,lsoa,decile\nE17 1AA,Leyton,E01,1\nE171AA,Leyton,E01,1\n",
            "Postcode file, row 3: the postcode E17 1AA is there twice.",
        ),
        (
            "postcode,ward,lsoa,decile\nE17 1AA,Leyton,1\n",
            "Postcode file, row 2: 3 columns where 4 belong.",
        ),
        (
            "postcode,ward,lsoa,decile\n,Leyton,E01,1\n",
            "Postcode file, row 2: the postcode is missing.",
        ),
    ],
)
def test_a_bad_postcode_file_is_refused_naming_the_row(tmp_path, text, message):
    with pytest.raises(BadInput) as refused:
        frames.read_lookup(make.postcodes(tmp_path, text))
    assert refused.value.message == message


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"number": "12"}, ["12 Yarrow Road", "LONDON"]),
        ({"number": "", "name": "12A"}, ["12A Yarrow Road", "LONDON"]),
        ({"number": "", "name": "ST JOHN'S HOUSE"}, ["St John's House", "Yarrow Road", "LONDON"]),
        (
            {"sub": "FLAT 3", "name": "ROSE COURT", "number": "7"},
            ["Flat 3, Rose Court", "7 Yarrow Road", "LONDON"],
        ),
        (
            {"number": "7", "inner_street": "BACK LANE", "locality": "HALE END"},
            ["7 Back Lane", "Yarrow Road", "Hale End", "LONDON"],
        ),
        ({"number": "7", "street": ""}, ["7", "LONDON"]),
        ({"number": "7", "street": "ROAD OF THE 1ST OAK"}, ["7 Road of the 1st Oak", "LONDON"]),
    ],
)
def test_the_lines_of_an_envelope_follow_royal_mails_rules(fields, expected):
    assert lines(make.row(0, **fields)) == expected


def test_the_shipped_file_is_read_whole_and_every_row_is_accounted_for(settings):
    folder = settings.DATA_DIR / "waltham_forest"
    reading = frames.Reading(
        folder / "wf_paf_synthetic.csv.gz", frames.read_lookup(folder / "wf_postcodes.csv")
    )
    homes = sum(reading.each(len_of))
    assert (reading.rows, reading.residential) == (110_094, homes)
    assert homes + sum(reading.exclusions.values()) == 110_094


def test_the_maker_of_address_files_makes_one_that_can_be_read(tmp_path, settings):
    made = tmp_path / "made.csv.gz"
    data = settings.BASE_DIR / "data"
    subprocess.run([sys.executable, data / "make_paf.py", made], check=True)
    lookup = frames.read_lookup(data / "waltham_forest" / "wf_postcodes.csv")
    reading = frames.Reading(made, lookup)
    assert sum(reading.each(len_of)) == reading.residential
    assert reading.residential + sum(reading.exclusions.values()) == reading.rows


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%s\n%s\n", "Row 2, column 5: this is not text (a control character)."),
        (b"%s\r\n\r\n", "Row 2: 0 columns where the first row has 20."),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_their_row(tmp_path, lookup, content, message):
    path = tmp_path / "odd.csv"
    good, odd = (",".join(make.row(n, street="A\0B" if n else "A")).encode() for n in range(2))
    path.write_bytes(content % ((good, odd)[: content.count(b"%s")]))
    assert refusal(path, lookup) == message


def test_a_spreadsheets_unicode_file_is_refused(tmp_path, lookup):
    path = tmp_path / "utf16.csv"
    path.write_bytes(",".join(make.row(0)).encode("utf-16"))
    assert refusal(path, lookup) == "Row 1, column 1: this is not UTF-8. Save it as UTF-8."


def test_a_small_file_that_unpacks_to_a_huge_line_is_refused(tmp_path, lookup):
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"x" * 300_000_000))
    assert refusal(path, lookup) == "Row 1 is longer than 65,536 bytes."


def test_a_quote_that_swallows_the_rows_after_it_is_refused(tmp_path, lookup):
    path = tmp_path / "swallow.csv"
    rows = [",".join(make.row(n, name='"OPEN' if n == 1 else "")) for n in range(9)]
    path.write_text("\r\n".join([*rows, '"']))
    assert refusal(path, lookup) == "Row 2: a quotation mark is not closed on its line."


def test_a_paf_file_with_a_header_is_read_by_its_names(tmp_path, lookup):
    header = list(frames.FORMATS["paf"].columns)
    reading = frames.Reading(make.paf(tmp_path, [header, make.row(0)]), lookup)
    assert ([point.number for point in reading], reading.rows) == ([make.FIRST], 1)


def test_progress_is_told_in_bytes_of_the_file(tmp_path, lookup):
    path, told = make.houses(tmp_path, 200), []
    list(frames.Reading(path, lookup, progress=told.append))
    assert told[-1] == path.stat().st_size
