"""python -m recruitment.lottery: solve, draw, relax, and what it does with unfit files."""

import json
import re
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from recruitment.lottery import Person, Target
from recruitment.lottery import __main__ as command
from recruitment.lottery.files import read_people, read_targets

from . import sheets

TARGETS = "category,value,min,max\nage,young,1,2\nage,old,1,2\nsex,f,1,2\nsex,m,1,2\n"
PEOPLE = (
    "id,home,age,sex\n"
    "ada,1 Elm,young,f\nben,1 Elm,old,m\ncleo,,old,f\ndan,,young,m\neve,2 Elm,old,f\nfay,,young,f\n"
)


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "T.csv").write_text(TARGETS)
    (tmp_path / "P.csv").write_text(PEOPLE)
    return tmp_path


def written(folder: Path) -> dict:
    return json.loads((folder / "lottery.json").read_bytes())


def test_solve_writes_what_it_says(folder, capsys):
    assert sheets.solve(folder, 3) == 0
    found = written(folder)
    assert found["size"] == 3
    assert found["objective"] == "leximin"
    assert [each["id"] for each in found["people"]] == ["ada", "ben", "cleo", "dan", "eve", "fay"]
    assert sum(each["chance"] for each in found["people"]) == pytest.approx(3)
    assert sum(Fraction(each["probability"]) for each in found["exact"]["panels"]) == 1
    assert not any({"ada", "ben"} <= set(panel) for panel in found["uniform"]["panels"])
    assert len(found["uniform"]["panels"]) == found["uniform"]["count"] == 1000
    prices = [level["prices"] for level in found["certificate"]["levels"]]
    names = {"age/young", "age/old", "sex/f", "sex/m", "size"}
    assert prices
    assert {name for each in prices for name in each} <= names
    assert all(part in found["engine"] for part in ("Assembly", "HiGHS", "numpy"))
    said = capsys.readouterr().out
    lowest = min(each["chance"] for each in found["people"])
    assert said.startswith(f"6 people, 3 seats, leximin: the lowest chance is {lowest:.4%}")


@pytest.mark.parametrize("objective", ["leximin", "maximin", "nash"])
def test_solve_takes_an_objective_a_cap_and_a_number_of_panels(folder, objective):
    assert sheets.solve(folder, 3, "--objective", objective, "--cap", 0.6, "--panels", 40) == 0
    found = written(folder)
    assert (found["objective"], found["cap"], found["uniform"]["count"]) == (objective, 0.6, 40)
    assert max(each["chance"] for each in found["people"]) <= 0.6 + 1e-9


@pytest.mark.parametrize("number", [0, 417, 999])
def test_draw_prints_the_panel_of_the_number(folder, capsys, number):
    sheets.solve(folder, 3)
    capsys.readouterr()
    drawing = ["draw", "--lottery", str(folder / "lottery.json"), "--number", str(number)]
    assert command.main(drawing) == 0
    assert capsys.readouterr().out.split() == written(folder)["uniform"]["panels"][number]


@pytest.mark.parametrize("number", [-1, 1000, 10**30])
def test_draw_refuses_a_number_that_there_is_not(folder, capsys, number):
    sheets.solve(folder, 3)
    drawing = ["draw", "--lottery", str(folder / "lottery.json"), f"--number={number}"]
    assert command.main(drawing) == 2
    assert "There are panels 0 to 999" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"uniform":{}}',
        b'{"uniform":{"panels":5}}',
        b'{"uniform":{"panels":[1]}}',
        b'{"uniform":{"panels":[[1,null]]}}',
        b"[" * 100_000,
    ],
)
def test_draw_refuses_what_is_no_lottery(folder, capsys, content):
    (folder / "lottery.json").write_bytes(content)
    drawing = ["draw", "--lottery", str(folder / "lottery.json"), "--number", "0"]
    assert command.main(drawing) == 2
    assert "lottery.json is no lottery file" in capsys.readouterr().err


def test_draw_refuses_a_file_that_is_not_there(folder, capsys):
    assert command.main(["draw", "--lottery", str(folder / "none.json"), "--number", "0"]) == 2
    assert "No such file" in capsys.readouterr().err


def test_alternates_prints_people_who_are_not_on_the_panel(folder, capsys):
    sheets.solve(folder, 3)
    capsys.readouterr()
    words = ("--lottery", folder / "lottery.json", "--number", 417, "--count", 1, "--rate", 0.5)
    assert sheets.run(folder, "alternates", "--size", 3, *words) == 0
    said = capsys.readouterr()
    people = {each["id"] for each in written(folder)["people"]}
    assert set(said.out.split()) < people - set(written(folder)["uniform"]["panels"][417])
    assert len(said.out.split()) == 1
    assert re.search(r"no choice of 1 can expect less than \d\.\d\d\n$", said.err)


def test_alternates_refuses_more_than_there_are(folder, capsys):
    sheets.solve(folder, 3)
    words = ("--lottery", folder / "lottery.json", "--number", 417, "--count", 99)
    assert sheets.run(folder, "alternates", "--size", 3, *words) == 2
    assert "99 alternates cannot be had from" in capsys.readouterr().err


def test_relax_says_what_to_change_and_changes_nothing(folder, capsys):
    (folder / "T.csv").write_text(TARGETS.replace("sex,m,1,2", "sex,m,3,3"))
    before = sorted(folder.iterdir())
    assert sheets.run(folder, "relax", "--size", 3) == 0
    said = capsys.readouterr().out
    assert "lower the minimum of “m” (sex) from 3 to 2" in said
    assert sorted(folder.iterdir()) == before


def test_relax_says_when_nothing_need_be_changed(folder, capsys):
    assert sheets.run(folder, "relax", "--size", 3) == 0
    assert "nothing need be relaxed" in capsys.readouterr().out


def test_targets_that_no_panel_meets_end_with_1_and_advice_and_no_file(folder, capsys):
    (folder / "T.csv").write_text(TARGETS.replace("sex,m,1,2", "sex,m,3,3"))
    assert sheets.solve(folder, 3) == 1
    assert "lower the minimum of “m” (sex)" in capsys.readouterr().err
    assert not (folder / "lottery.json").exists()


def test_relax_ends_with_1_if_no_allowed_change_helps(folder, capsys):
    rows = TARGETS.replace("max\n", "max,min_flex,max_flex\n", 1).replace(",1,2\n", ",1,2,1,2\n")
    (folder / "T.csv").write_text(rows.replace("sex,m,1,2,1,2", "sex,m,3,3,3,3"))
    assert sheets.run(folder, "relax", "--size", 3) == 1
    assert "whatever change that is allowed" in capsys.readouterr().err


# What practitioners' files look like


def same_as_plain(folder: Path, *words: object) -> bool:
    """Solve the files as they are and the plain ones; compare all but the spelling of names."""

    def content() -> tuple:
        found = written(folder)
        return found["people"], found["exact"], found["uniform"]

    assert sheets.solve(folder, 3, *words) == 0
    theirs = content()
    (folder / "T.csv").write_text(TARGETS)
    (folder / "P.csv").write_text(PEOPLE)
    assert sheets.solve(folder, 3) == 0
    return theirs == content()


@pytest.mark.parametrize(
    "heads",
    ["category,name", "category,feature", "feature,value", "Category , NAME", '"feature",VALUE'],
)
def test_any_usual_pair_of_headers_is_taken(folder, heads):
    (folder / "T.csv").write_text(TARGETS.replace("category,value", heads))
    assert same_as_plain(folder)


@pytest.mark.parametrize(
    ("targets", "people"),
    [
        (TARGETS, "\ufeff" + PEOPLE),
        ("\ufeff" + TARGETS, PEOPLE),
        (TARGETS.replace("\n", "\r\n"), PEOPLE.replace("\n", "\r\n")),
        (TARGETS + "\n,,,\n", PEOPLE + "\n\n,,,\n"),
        (TARGETS.replace("young", " young "), PEOPLE.replace("old", "OLD  ")),
        (TARGETS, PEOPLE.replace("id,home,age,sex", " ID ,Home,AGE, Sex")),
        (TARGETS, PEOPLE.replace("1 Elm", '"1   elm"')),
        (TARGETS.replace("age,young,1,2", '"age","young","1"," 2 "'), PEOPLE),
        (TARGETS.replace("max\n", "max,min_flex,max_flex\n").replace(",1,2\n", ",1,2,,\n"), PEOPLE),
        (
            TARGETS.replace("max\n", "max,min_flex,max_flex\n").replace(",1,2\n", ",1,2,0,3\n"),
            PEOPLE,
        ),
        (TARGETS.rstrip("\n"), PEOPLE.rstrip("\n")),
    ],
)
def test_spaces_case_quotes_marks_and_empty_rows_change_nothing(folder, targets, people):
    (folder / "T.csv").write_bytes(targets.encode())
    (folder / "P.csv").write_bytes(people.encode())
    assert same_as_plain(folder)


def test_quoted_fields_hold_commas_quotes_and_line_feeds(folder):
    odd = '"Leyton, ""E10"""'
    (folder / "T.csv").write_text(f"category,value,min,max\n{odd},a,1,1\n{odd},b,1,1\n")
    (folder / "P.csv").write_text(f'id,{odd}\n"Lee, Ann",a\n"O""Hara",b\nx,a\n')
    assert sheets.run(folder, "solve", "--size", 2) == 0
    chances = {each["id"]: each["chance"] for each in written(folder)["people"]}
    assert chances == pytest.approx({"Lee, Ann": 0.5, 'O"Hara': 1.0, "x": 0.5})
    assert all('Leyton, "E10"/' in name or name == "size"
               for level in written(folder)["certificate"]["levels"]
               for name in level["prices"])  # fmt: skip


def test_values_that_look_like_numbers_are_text(folder):
    (folder / "T.csv").write_text("category,value,min,max\nward,01,1,1\nward,1,1,1\nward,1.0,0,0\n")
    (folder / "P.csv").write_text("id,ward\n007,01\n7,1\n7.0,1.0\n")
    assert sheets.run(folder, "solve", "--size", 2) == 0
    assert written(folder)["uniform"]["panels"][0] == ["007", "7"]


def test_a_value_with_no_seats_leaves_its_people_out_with_the_reason(folder):
    (folder / "T.csv").write_text(TARGETS.replace("age,old,1,2", "age,old,0,0"))
    (folder / "P.csv").write_text(PEOPLE)
    assert sheets.solve(folder, 2) == 0
    out = [each for each in written(folder)["people"] if not each["chance"]]
    assert [each["id"] for each in out] == ["ben", "cleo", "eve"]
    reasons = {
        name: each["reason"] for each in written(folder)["unreachable"] for name in each["ids"]
    }
    assert reasons == dict.fromkeys(["ben", "cleo", "eve"], "no seat for “old” (age)")


def test_an_empty_address_is_a_household_of_its_own(folder):
    (folder / "P.csv").write_text(PEOPLE.replace("1 Elm", "").replace("2 Elm", ""))
    assert sheets.solve(folder, 3) == 0
    assert any({"ada", "ben"} <= set(panel) for panel in written(folder)["uniform"]["panels"])


def test_an_address_of_several_columns_is_the_same_if_all_are(folder):
    lines = [line.replace(",", ",5,", 1) for line in PEOPLE.splitlines()[1:]]
    (folder / "P.csv").write_text("\n".join(["id,flat,home,age,sex", *lines]))
    people = read_people(
        folder / "P.csv", read_targets(folder / "T.csv"), address_columns=["flat", "home"]
    )
    homes = Counter(person.household for person in people)
    assert sorted(homes.values()) == [1, 2, 3]  # “5” alone is an address too


def test_the_id_column_may_be_any(folder):
    turned = [",".join(line.split(",")[1:] + line.split(",")[:1]) for line in PEOPLE.splitlines()]
    (folder / "P.csv").write_text("\n".join(turned))
    assert same_as_plain(folder, "--id-column", "ID")


# What is refused


def refused(folder: Path, capsys, *words: object) -> str:
    """Solve, and expect status 2, nothing written and an earlier result left as it was."""
    out = folder / "lottery.json"
    out.write_bytes(b"earlier")
    before = sorted(folder.iterdir())
    given = words or ("--size", 3)
    assert sheets.run(folder, "solve", "--address-columns", "home", *given) == 2
    assert out.read_bytes() == b"earlier"
    assert sorted(folder.iterdir()) == before
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    return said.err


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("dan,,young,m", "dan,,middle,m", "P.csv, row 5, column “age”: “middle” is not a value"),
        ("dan,,young,m", "dan,,,m", "P.csv, row 5, column “age”: “” is not a value"),
        ("dan,", "ada,", "P.csv, row 5, column “id”: “ada” stands in row 2 too"),
        ("dan,", " ,", "P.csv, row 5, column “id”: empty"),
        ("dan,,young,m", "dan,,young", "P.csv, row 5: 3 cells under 4 headers"),
        ("dan,,young,m", "dan,,young,m,", "P.csv, row 5: 5 cells under 4 headers"),
        ("home,age", "home,years", "P.csv: no column “age” in row 1"),
        ("home,age", "place,age", "P.csv: no column “home” in row 1"),
        ("home,age", "home,HOME", "P.csv: two columns are headed “home”"),
        ("dan", "d\0n", "P.csv, row 5: a zero byte"),
        ("dan", 'd"n"', None),
        ("dan,", '"dan,', "P.csv: "),
        ("dan", "d" * 10_001, "P.csv, row 5, column “id”: too long"),
        (PEOPLE, "", "P.csv: no header in row 1"),
        (PEOPLE, "\n" + PEOPLE, "P.csv: no header in row 1"),
        (PEOPLE, "id,home,age,sex\n", "0 people cannot fill 3 seats"),
    ],
)
def test_people_that_cannot_be_used_are_refused_by_row_and_column(folder, capsys, old, new, words):
    (folder / "P.csv").write_text(PEOPLE.replace(old, new, 1))
    if words is None:
        assert sheets.solve(folder, 3) == 0, "a quote inside a bare cell is a character"
    else:
        assert words in refused(folder, capsys)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("old,1,2", "old,3,2", "T.csv, row 3, column “min”: 3 is more than the max, 2"),
        ("old,1,2", "old,-1,2", "T.csv, row 3, column “min”: “-1” is not a whole number"),
        ("old,1,2", "old,1,2.0", "T.csv, row 3, column “max”: “2.0” is not a whole number"),
        ("old,1,2", "old,,2", "T.csv, row 3, column “min”: “” is not a whole number"),
        ("old,1,2", "old,1,²", "T.csv, row 3, column “max”: “²” is not a whole number"),
        ("old,1,2", "old,1,٣", "T.csv, row 3, column “max”: “٣” is not a whole number"),
        ("old,1,2", "old,1,9999999999", "T.csv, row 3, column “max”: “9999999999” is not a whole"),
        ("old,1,2", "old,1", "T.csv, row 3: 3 cells under 4 headers"),
        ("age,old", "age,", "T.csv, row 3, column “value”: empty"),
        ("age,old", ",old", "T.csv, row 3, column “category”: empty"),
        ("age,old", "Age, YOUNG", "T.csv, row 3: “YOUNG” of “age” stands in row 2 too"),
        (",max", ",most", "T.csv: no column “max” in row 1"),
        ("min,", "least,", "T.csv: no column “min” in row 1"),
        ("category,value", "kind,of", "T.csv: no columns “category” and “value” in row 1"),
        ("old,1,2", "old,1,2\0", "T.csv, row 3: a zero byte"),
        (TARGETS, "category,value,min,max\n", "T.csv: no targets below the header"),
        (TARGETS, "", "T.csv: no header in row 1"),
    ],
)  # fmt: skip
def test_targets_that_cannot_be_used_are_refused_by_row_and_column(folder, capsys, old, new, words):
    (folder / "T.csv").write_text(TARGETS.replace(old, new, 1))
    assert words in refused(folder, capsys)


@pytest.mark.parametrize(
    ("flexes", "words"),
    [
        ("2,2", "column “min_flex”: 2 is more than the min, 1"),
        ("0,1", "column “max_flex”: 1 is less than the max, 2"),
        ("x,2", "column “min_flex”: “x” is not a whole number"),
        ("0,many", "column “max_flex”: “many” is not a whole number"),
    ],
)
def test_flexible_ranges_that_cannot_be_used_are_refused(folder, capsys, flexes, words):
    rows = f"category,value,min,max,min_flex,max_flex\nage,young,1,2,,\nage,old,1,2,{flexes}\n"
    (folder / "T.csv").write_text(rows)
    assert f"T.csv, row 3, {words}" in refused(folder, capsys)


@pytest.mark.parametrize(("name", "row"), [("P.csv", 3), ("T.csv", 2)])
def test_text_that_is_not_utf_8_is_refused_by_row(folder, capsys, name, row):
    lines = (folder / name).read_bytes().split(b"\n")
    lines[row - 1] += b"\xe9"
    (folder / name).write_bytes(b"\n".join(lines))
    assert f"{name}, row {row}: not UTF-8 text" in refused(folder, capsys)


@pytest.mark.parametrize("name", ["P.csv", "T.csv"])
def test_a_file_that_is_not_there_is_refused(folder, capsys, name):
    (folder / name).unlink()
    assert f"{name}: No such file" in refused(folder, capsys)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("--size", 7), "6 people cannot fill 7 seats"),
        (("--size", 0), "at least one seat"),
        (("--size", -3), "at least one seat"),
        (("--size", 3, "--cap", 0), "above 0 and at most 1, not 0"),
        (("--size", 3, "--cap", 1.5), "above 0 and at most 1, not 1.5"),
        (("--size", 3, "--cap", "nan"), "above 0 and at most 1, not nan"),
        (("--size", 3, "--cap", 0.2), "keeps everybody's chance at 0.2 or less"),
        (("--size", 3, "--panels", 0), "at least one panel"),
        (("--size", 3, "--id-column", "nhs"), "no column “nhs” in row 1"),
        (("--size", 3, "--address-columns", "street"), "no column “street” in row 1"),
    ],
)
def test_a_size_cap_or_column_that_cannot_be_is_refused(folder, capsys, given, words):
    assert words in refused(folder, capsys, *given)


@pytest.mark.parametrize(
    "given", [["--size", "3.5"], ["--size", "ten"], ["--size", "3", "--cap", "x"], []]
)
def test_words_that_are_no_numbers_end_with_2(folder, capsys, given):
    with pytest.raises(SystemExit, match="2"):
        sheets.run(folder, "solve", *given)
    assert not (folder / "lottery.json").exists()
    assert "usage:" in capsys.readouterr().err


def test_a_result_that_cannot_be_written_leaves_nothing_behind(folder, capsys):
    (folder / "lottery.json").mkdir()
    before = sorted(folder.iterdir())
    assert sheets.solve(folder, 3) == 2
    assert "lottery.json" in capsys.readouterr().err
    assert sorted(folder.iterdir()) == before


def test_the_module_runs_by_itself_without_a_word_of_django(folder):
    root = Path(__file__).parents[3]
    words = ["solve", "--targets", folder / "T.csv", "--people", folder / "P.csv", "--size", "3"]
    program = (
        "import runpy, sys; sys.argv[0] = 'lottery'\n"
        "try: runpy.run_module('recruitment.lottery', run_name='__main__')\n"
        "except SystemExit as end: sys.exit(end.code or 40 * ('django' in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, words), "--out", str(folder / "lottery.json")],
        capture_output=True, text=True, check=False, cwd=root, env={"PATH": ""},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert len(written(folder)["people"]) == 6


# Any bytes at all

CELLS = st.sampled_from(
    ["id", "age", "sex", "young", "old", "f", "m", "1", "2", "0", "-1", "", " ", '"', "\ufeff", "é",
     "category", "value", "min", "max", "min_flex", "max_flex", "\r", "\0", "ß", "name",
     "home of x"]
)  # fmt: skip
SHEET = st.lists(st.lists(CELLS, max_size=5).map(",".join), max_size=6).map("\n".join)
BYTES = st.one_of(st.binary(max_size=80), SHEET.map(str.encode))
FOLDER = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@FOLDER
@given(targets=BYTES, people=BYTES)
@example(targets=TARGETS.encode(), people=PEOPLE.encode())
@example(targets=b"category,value,min,max\na/b,c,0,1\na,b/c,0,1\n", people=b"id,a/b,a\n1,c,b/c\n")
@example(targets=TARGETS.encode(), people=b'id,age,sex\n"' + b"x" * 200_000)
def test_any_bytes_are_read_or_refused_in_words(tmp_path, targets, people):
    (tmp_path / "T.csv").write_bytes(targets)
    (tmp_path / "P.csv").write_bytes(people)
    for act in ("solve", "relax"):
        assert sheets.run(
            tmp_path, act, "--size", 1, *["--panels", 10][: 2 * (act == "solve")]
        ) in (0, 1, 2)


@FOLDER
@given(content=BYTES)
def test_any_bytes_for_one_of_the_files_are_read_or_refused(tmp_path, content):
    (tmp_path / "T.csv").write_text(TARGETS)
    for name, good in (("T.csv", PEOPLE), ("P.csv", TARGETS)):
        other = "P.csv" if name == "T.csv" else "T.csv"
        (tmp_path / other).write_text(good)
        (tmp_path / name).write_bytes(content)
        assert sheets.run(tmp_path, "solve", "--size", 1, "--panels", 10) in (0, 1, 2)


def test_reading_the_file_gives_the_people_and_targets_that_it_says(folder):
    targets = read_targets(folder / "T.csv")
    assert targets[0] == Target("age", "young", 1, 2)
    people = read_people(folder / "P.csv", targets, address_columns=["home"])
    assert people[0] == Person("ada", {"age": "young", "sex": "f"}, "1 elm")
    assert people[2].household is None
