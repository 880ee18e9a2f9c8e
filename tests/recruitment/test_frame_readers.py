"""The quick reader, the row-by-row reader and a stranger's few lines of Python must all agree."""

import csv
import io
from collections import Counter
from hashlib import sha256

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assembly.errors import BadInput
from recruitment import frames
from recruitment.frames import layout, paf, sifting, source
from recruitment.frames.order import Plan, choose, order_key, order_keys
from recruitment.frames.table import table
from tests import make_addresses as make

POSTCODES = [f"E17 {n}AA" for n in range(1, 10)] + ["e171aa", "E17  2AA", "M1 1AA", "BF1 1AA", ""]
WORD = st.sampled_from(
    ["", "YARROW", "A, B", 'THE "ELMS"', "CAFÉ", "=1+1", " ", "FLAT 2", "0", "4"]
)
ODD = [b"", b'"', b'"x"', b",", b"\n", b"\r", b"\0", b"\xff", b"\xc3", b"9"]


@pytest.fixture
def lookup(tmp_path):
    return frames.read_lookup(make.postcodes(tmp_path))


@st.composite
def files(draw, most=30):
    """Return a PAF file as bytes: well-made, with odd fields among them."""
    columns = draw(st.integers(16, 20))
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=quoting, lineterminator=draw(st.sampled_from(["\r\n", "\n"])))
    for place in range(draw(st.integers(0, most))):
        writer.writerow(
            make.row(
                place,
                columns=columns,
                postcode=draw(st.sampled_from(POSTCODES)),
                sub=draw(WORD),
                organisation=draw(st.sampled_from(["", "", "ELM CARE HOME", "BAKERY"])),
                department=draw(st.sampled_from(["", "", "", "ACCOUNTS"])),
                name=draw(WORD),
                po_box=draw(st.sampled_from(["", "", "", "12"])),
                kind=draw(st.sampled_from(["S", "S", "L", "", "LL"])),
                town=draw(st.sampled_from(["LONDON", "LONDON", "BFPO", "BFPOS"])),
                households=draw(st.sampled_from(["", "0", "1", "2", "10", "01"])),
            )
        )
    return text.getvalue().encode()


@st.composite
def spoilt(draw):
    """Return a file with a few bytes put in, taken out or changed anywhere."""
    content = bytearray(draw(files(6)))
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(content)))
        odd = draw(st.sampled_from(ODD))
        content[place : place + draw(st.integers(0, 2))] = odd
    return bytes(content)


def outcome(content, lookup, choices, *, quick):
    """Return all that a pass comes to, or the words of its refusal."""
    kept = sifting.Sifter._quick
    if not quick:
        sifting.Sifter._quick = lambda self, block: None
    try:
        reading = frames.Reading(io.BytesIO(content), lookup, choices=choices)
        points = list(reading)
        return points, reading.rows, reading.exclusions, reading.kept, reading.sha256
    except BadInput as refused:
        return refused.message
    finally:
        sifting.Sifter._quick = kept


CHOICES = st.builds(
    frames.Choices, st.sampled_from(["keep", "leave"]), st.sampled_from(["keep", "leave"])
)
WITH_FIXTURE = settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@WITH_FIXTURE
@given(content=st.one_of(files(), spoilt()), choices=CHOICES, chunk=st.integers(50, 3_000))
def test_both_readers_say_the_same_of_any_file(lookup, content, choices, chunk):
    usual = source.CHUNK
    source.CHUNK = chunk
    try:
        quick = outcome(content, lookup, choices, quick=True)
        source.CHUNK = usual
        assert quick == outcome(content, lookup, choices, quick=False)
    finally:
        source.CHUNK = usual


def test_a_plain_file_is_read_by_the_quick_reader(tmp_path, lookup, monkeypatch):
    def never(*_):
        raise AssertionError("read row by row")

    monkeypatch.setattr(sifting.Sifter, "_slow", never)
    rows = [make.row(0), make.row(1, name="A, B", town="RUE É")]
    assert len(list(frames.Reading(make.paf(tmp_path, rows), lookup))) == 2


def by_a_stranger(path, postcodes, seed, size, even_share, deciles):
    """Draw a first wave with nothing but what docs/addresses.md says."""
    with postcodes.open() as file:
        decile = {row["postcode"]: int(row["imd2025_decile"]) for row in csv.DictReader(file)}
    homes = {}
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.reader(file):
            business = (row[10] or row[11]) and "FLAT" not in row[8]
            if row[13] != "L" and not row[9] and not business and row[0] in decile:
                homes[row[12]] = decile[row[0]]
    order = sorted(homes, key=lambda number: sha256(f"{seed}:{number}".encode()).digest())
    even = order[: size * even_share // 100]
    rest = [number for number in order[len(even) :] if homes[number] <= deciles]
    return even, rest[: size - len(even)]


@pytest.mark.parametrize("beside", [False, True])
def test_a_stranger_draws_the_same_addresses(tmp_path, beside):
    rows = [
        make.row(
            place,
            organisation="BAKERY" if place % 7 == 0 else "",
            sub="FLAT 1" if place % 14 == 0 else "",
            kind="L" if place % 50 == 3 else "S",
        )
        for place in range(5_000)
    ]
    path, postcodes = make.paf(tmp_path, rows), make.postcodes(tmp_path)
    reading = frames.Reading(path, frames.read_lookup(postcodes), beside=beside)
    chosen = choose(reading, Plan(500, 80, 3, "20240110"))
    even, extra = by_a_stranger(path, postcodes, "20240110", 500, 80, 3)
    assert [f"{point.number:08d}" for point in chosen.even] == even
    assert [f"{point.number:08d}" for point in chosen.extra] == extra


@pytest.mark.parametrize("beside", [False, True])
def test_a_wave_in_some_wards_takes_the_order_s_homes_there(tmp_path, beside):
    path = make.paf(tmp_path, [make.row(place) for place in range(2_700)])
    there = tmp_path / "there.csv"
    lines = make.POSTCODES.splitlines()
    there.write_text("\n".join([lines[0], *(line for line in lines if ",Leyton," in line)]))
    lookup = frames.read_lookup(make.postcodes(tmp_path))
    reading = frames.Reading(path, lookup, beside=beside)
    chosen = choose(reading, Plan(300, 80, 2, "20240110", frozenset({"Leyton"})))
    even, extra = by_a_stranger(path, there, "20240110", 300, 80, 2)
    assert [f"{point.number:08d}" for point in chosen.even] == even
    assert [f"{point.number:08d}" for point in chosen.extra] == extra
    assert (chosen.available, chosen.available_deprived) == (900, 600)


@given(number=st.integers(0, 10**12 - 1), seed=st.text("abc 0é:", min_size=1, max_size=70))
def test_the_key_of_one_address_is_that_of_many(number, seed):
    one, none = np.array([1], np.uint32), np.zeros(0, np.uint64)
    homes = frames.Homes(
        np.array([number], np.uint64), one.astype(np.uint8), bytes, 12, one, none, lambda _: none
    )
    assert order_keys(homes, seed) == order_key(seed, number, 12)
    assert order_key(seed, 7, 8) == sha256(f"{seed}:00000007".encode()).digest()


def test_every_verdict_has_its_words():
    every = [frames.Choices(one, two) for one in ("keep", "leave") for two in ("keep", "leave")]
    for rules in sifting.RULES.values():
        for choices in every:
            reasons = {rules.verdict(facts, choices) for facts in range(sifting.FACTS)}
            assert reasons <= {"", *frames.REASONS}
        kept = Counter(by for facts in range(sifting.FACTS) for by in rules.kept(facts))
        assert set(kept) <= set(frames.KEPT)


@pytest.mark.parametrize(
    "name", ["ELM CARE HOME", "Oak Nursing Home", "HALLS OF RESIDENCE", "QUARRY HOSTEL", "CONVENT"]
)
def test_institutions_are_recognised_by_name_in_paf(tmp_path, lookup, name):
    rows = [make.row(0), make.row(1, organisation=name)]
    for choice, homes in (("leave", 1), ("keep", 2)):
        reading = frames.Reading(
            make.paf(tmp_path, rows), lookup, choices=frames.Choices(institutions=choice)
        )
        assert len(list(reading)) == homes
        assert reading.exclusions["institution"] + reading.kept["institution"] == 1
    assert paf.verdict(paf.NAMED, frames.Choices(institutions="keep")) == "organisation"


def one_row(street):
    row = make.row(0)
    row[4] = street
    return ",".join(row).encode() + b"\r\n"


PAF = layout.of_row("paf", make.row(0))[0]


@pytest.mark.parametrize(
    "street",
    [
        '"A"B"',
        '"A""B"',
        'A"B"C',
        '"A"X',
        'A"',
        '"',
        '""""',
        '"A"B"C"',
        "A\0",
        "A\x1b",
        "A,B",
        '"A\n"',
    ],
)
def test_what_is_not_plain_is_left_to_the_slow_reader(street):
    assert table(one_row("ROAD") + one_row(street), PAF) is None


@pytest.mark.parametrize(
    ("street", "read"), [('""', ""), ('"A"', "A"), ('"A, B"', "A, B"), ("", ""), ("RUE É", "RUE É")]
)
def test_what_is_plain_is_read_at_once(street, read):
    found = table(one_row("ROAD") + one_row(street), PAF)
    assert found.text("thoroughfare_and_descriptor", 1) == read
    assert found.text("udprn", 1) == str(make.FIRST)


@pytest.mark.parametrize("beside", [False, True])
def test_of_two_wrong_rows_the_first_is_named_however_the_file_is_read(
    tmp_path, lookup, beside, monkeypatch
):
    monkeypatch.setattr(source, "CHUNK", 2_000)
    path = make.paf(
        tmp_path, [make.row(n, kind="x" * 80_000 if n == 99 else "S") for n in range(100)]
    )
    with pytest.raises(BadInput) as refused:
        list(frames.Reading(path, lookup, beside=beside))
    assert refused.value.message == "Row 100 is longer than 65,536 bytes."
    path = make.paf(
        tmp_path,
        [make.row(n, kind="x" * 80_000 if n == 99 else "S", udprn=str(n)) for n in range(100)],
    )
    with pytest.raises(BadInput) as refused:
        list(frames.Reading(path, lookup, beside=beside))
    assert refused.value.message == "Row 1, column 13: the UDPRN must be 8 digits, not “0”."
