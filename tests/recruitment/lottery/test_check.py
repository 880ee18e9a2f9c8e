"""The checker: believes what the solver writes, and nothing that has been tampered with."""

import ast
import json
import random
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from recruitment import lottery
from recruitment.lottery import BadProblem, NoPanel, Person, Problem, Target, check

from . import brute, pools, sheets

POOLS, SOAK = 60, 1_000


def verdict(folder: Path) -> int:
    files = ["--targets", folder / "T.csv", "--people", folder / "P.csv"]
    words = [folder / "lottery.json", *files, "--id-column", "id", "--address-columns", "home"]
    return check.main([str(word) for word in words])


def with_cuts() -> tuple[list[Person], list[Target], int]:
    """Return the first tiny pool whose lottery needs a constraint of whole panels."""
    for seed in range(2_000):
        people, targets, size = brute.pool(random.Random(seed))
        try:
            solved = lottery.solve(Problem(people, targets, size))
        except NoPanel:
            continue
        if any(row.kind == "cut" for row in solved.rows):
            return people, targets, size
    raise AssertionError("No pool needs a cut")


def compare(folder: Path, seed: int) -> str:
    rng = random.Random(seed)
    people, targets, size = rng.choice((brute.pool, brute.replacement))(rng)
    objective, cap = rng.choice(lottery.OBJECTIVES), rng.choice((None, None, 0.7))
    try:
        lottery.solve(Problem(people, targets, size), objective=objective, cap=cap)
    except (NoPanel, BadProblem):
        return "refused"
    sheets.write(folder, people, targets)
    words = ["--objective", objective, "--panels", 200, *(["--cap", cap] if cap else [])]
    assert sheets.solve(folder, size, *words) == 0
    assert verdict(folder) == 0, (seed, objective, cap)
    return objective


def test_what_solve_writes_for_tiny_pools_holds(tmp_path):
    seen = {compare(tmp_path, seed) for seed in range(POOLS)}
    assert seen == {"refused", *lottery.OBJECTIVES}


@pytest.mark.soak
def test_what_solve_writes_for_a_thousand_tiny_pools_holds(tmp_path):
    for seed in range(POOLS, POOLS + SOAK):
        compare(tmp_path, seed)


@pytest.mark.parametrize("cap", [None, 0.9])
@pytest.mark.parametrize("objective", lottery.OBJECTIVES)
def test_what_solve_writes_for_a_larger_pool_holds(tmp_path, capsys, objective, cap):
    people, targets, size = pools.middling()
    sheets.write(tmp_path, people, targets)
    words = ["--objective", objective, *(["--cap", cap] if cap else [])]
    assert sheets.solve(tmp_path, size, *words) == 0
    assert verdict(tmp_path) == 0
    assert capsys.readouterr().out.count("holds: ") == 4


def test_what_solve_writes_with_a_cut_holds(tmp_path):
    people, targets, size = with_cuts()
    sheets.write(tmp_path, people, targets)
    assert sheets.solve(tmp_path, size) == 0
    assert json.loads((tmp_path / "lottery.json").read_bytes())["certificate"]["cuts"]
    assert verdict(tmp_path) == 0


@pytest.mark.parametrize("category", ["home of birth", "cap of age", "cut", "size", "Straße"])
def test_a_category_of_any_name_is_proved(tmp_path, category):
    people = [
        Person(str(n), {category: "ab"[n > 1], "sex": "fm"[n % 2]}, str(n // 2)) for n in range(8)
    ]
    targets = [Target(category, "a", 1, 1), Target("sex", "f", 1, 2)]
    sheets.write(tmp_path, people, targets)
    assert sheets.solve(tmp_path, 3) == 0
    assert verdict(tmp_path) == 0


# Tampering


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, Path]:
    """Folders with an honest lottery each, by objective; “cut” needs a cut, “cap” has a cap."""
    made = {}
    for name in (*lottery.OBJECTIVES, "cut", "cap"):
        folder = made[name] = tmp_path_factory.mktemp(name)
        people, targets, size = with_cuts() if name == "cut" else pools.middling()
        sheets.write(folder, people, targets)
        words = ["--objective", name] if name in lottery.OBJECTIVES else []
        words += ["--cap", "0.9"] if name == "cap" else []
        assert sheets.solve(folder, size, *words) == 0
        assert verdict(folder) == 0
    return made


Found = dict
TAMPERINGS: dict[str, Callable[[Found], object]] = {}


def tampering(act: Callable[[Found], object]) -> Callable[[Found], object]:
    TAMPERINGS[act.__name__.replace("_", " ")] = act
    return act


def likeliest(found: Found) -> Found:
    return max(found["exact"]["panels"], key=lambda panel: Fraction(panel["probability"]))


def absent(found: Found, members: list[str]) -> str:
    return next(each["id"] for each in found["people"] if each["id"] not in members)


def priced(found: Found) -> Found:
    """Return the last level's prices: those of targets, or of what else is priced."""
    level = found["certificate"]["levels"][-1]
    return next(level[key] for key in ("prices", "cuts", "addresses", "caps") if level[key])


@tampering
def a_chance_raised(found):
    found["people"][0]["chance"] += 1e-6


@tampering
def a_chance_lowered(found):
    next(each for each in found["people"] if each["chance"])["chance"] -= 1e-6


@tampering
def a_member_swapped(found):
    members = likeliest(found)["members"]
    members[0] = absent(found, members)


@tampering
def a_member_seated_twice(found):
    members = likeliest(found)["members"]
    members[0] = members[-1]


@tampering
def a_member_dropped(found):
    likeliest(found)["members"].pop()


@tampering
def a_stranger_on_one_of_the_thousand_panels(found):
    found["uniform"]["panels"][417][0] = "stranger"


@tampering
def someone_twice_on_one_of_the_thousand_panels(found):
    found["uniform"]["panels"][417][0] = found["uniform"]["panels"][417][-1]


@tampering
def one_of_the_thousand_panels_missing(found):
    found["uniform"]["panels"].pop()


@tampering
def a_probability_raised(found):
    panel = likeliest(found)
    panel["probability"] = str(Fraction(panel["probability"]) + Fraction(1, 10**15))


@tampering
def probability_moved_between_panels(found):
    first, *_, last = found["exact"]["panels"]
    for panel, step in ((first, 1), (last, -1)):
        panel["probability"] = str(Fraction(panel["probability"]) + step * Fraction(1, 10**6))


@tampering
def a_panel_of_negative_probability(found):
    panel = likeliest(found)
    panel["probability"] = str(Fraction(panel["probability"]) + 1)
    found["exact"]["panels"].append({"members": panel["members"], "probability": "-1"})


@tampering
def a_panel_removed(found):
    found["exact"]["panels"].remove(likeliest(found))


@tampering
def a_price_turned_round(found):
    prices = priced(found)
    prices[max(prices, key=lambda name: abs(prices[name]))] *= -1


@tampering
def a_price_removed(found):
    prices = priced(found)
    del prices[max(prices, key=lambda name: abs(prices[name]))]


@tampering
def a_price_for_a_target_that_there_is_not(found):
    found["certificate"]["levels"][-1]["prices"]["age/none"] = 1.0


@tampering
def a_bound_raised(found):
    found["certificate"]["levels"][-1]["bound"] += 1e-6


@tampering
def a_value_raised(found):
    found["certificate"]["levels"][-1]["value"] += 1e-6


@tampering
def the_first_level_dropped(found):
    del found["certificate"]["levels"][0]


@tampering
def the_last_level_dropped(found):
    found["certificate"]["levels"].pop()


@tampering
def every_level_dropped(found):
    found["certificate"]["levels"].clear()


@tampering
def a_person_dropped(found):
    found["people"].pop()


@tampering
def a_person_dropped_from_the_classes(found):
    found["certificate"]["classes"][-1].pop()


@tampering
def a_person_added(found):
    found["people"].append({"id": "stranger", "chance": 0.5})


@tampering
def a_person_named_twice(found):
    found["people"].append(found["people"][0])


@tampering
def a_seat_fewer(found):
    found["size"] -= 1


@tampering
def another_objective(found):
    found["objective"] = "fairest"


@tampering
def no_certificate(found):
    del found["certificate"]


def tampered(folder: Path, act: Callable[[Found], object], tmp_path: Path) -> int:
    found = json.loads((folder / "lottery.json").read_bytes())
    before = json.dumps(found, sort_keys=True)
    act(found)
    assert json.dumps(found, sort_keys=True) != before
    for name in ("T.csv", "P.csv"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    (tmp_path / "lottery.json").write_text(json.dumps(found))
    return verdict(tmp_path)


@pytest.mark.parametrize("kind", ["leximin", "maximin", "nash", "cut", "cap"])
@pytest.mark.parametrize("name", TAMPERINGS)
def test_a_file_tampered_with_does_not_hold(files, tmp_path, capsys, name, kind):
    assert tampered(files[kind], TAMPERINGS[name], tmp_path) == 1
    assert "DOES NOT HOLD" in capsys.readouterr().err


def lower_most(found):
    found["certificate"]["cuts"][0]["most"] -= 1


def raise_coefficients(found):
    cut = found["certificate"]["cuts"][0]
    cut["coefficients"] = [each + 1 for each in cut["coefficients"]]


def without_proof(found):
    found["certificate"]["cuts"][0]["proof"] = None


def with_no_prices(found):
    found["certificate"]["cuts"][0]["proof"] = {"prices": {}, "addresses": {}, "caps": {}}


@pytest.mark.parametrize("act", [lower_most, raise_coefficients, without_proof, with_no_prices])
def test_a_cut_tampered_with_does_not_hold(files, tmp_path, capsys, act):
    assert tampered(files["cut"], act, tmp_path) == 1
    assert "DOES NOT HOLD: cut 0" in capsys.readouterr().err


def raise_the_cap(found):
    found["cap"] = 0.95


def forget_the_cap(found):
    found["cap"] = None


def lower_the_cap(found):
    found["cap"] = 0.8


@pytest.mark.parametrize("act", [raise_the_cap, forget_the_cap, lower_the_cap])
def test_another_cap_does_not_hold(files, tmp_path, act):
    assert tampered(files["cap"], act, tmp_path) == 1


def call_it_leximin(found):
    found["objective"] = "leximin"


@pytest.mark.parametrize("kind", ["maximin", "nash"])
def test_another_lottery_cannot_be_called_leximin(files, tmp_path, kind):
    assert tampered(files[kind], call_it_leximin, tmp_path) == 1


def test_a_person_moved_in_the_pool_does_not_hold(files, tmp_path):
    for name in ("T.csv", "lottery.json"):
        (tmp_path / name).write_bytes((files["leximin"] / name).read_bytes())
    head, first, *rest = (files["leximin"] / "P.csv").read_text().splitlines()
    other = first.replace(",f,", ",m,") if ",f," in first else first.replace(",m,", ",f,")
    (tmp_path / "P.csv").write_text("\n".join([head, other, *rest]))
    assert verdict(tmp_path) == 1


def test_a_maximin_lottery_that_leaves_somebody_lower_does_not_hold(tmp_path):
    people = [Person(name, {"age": "o" if name == "a" else "y"}) for name in "abc"]
    sheets.write(tmp_path, people, [Target("age", "o", 1, 1), Target("age", "y", 1, 1)])
    assert sheets.solve(tmp_path, 2, "--objective", "maximin") == 0
    found = json.loads((tmp_path / "lottery.json").read_bytes())
    for each, chance in zip(found["people"], (1.0, 0.75, 0.25), strict=True):
        each["chance"] = chance
    found["exact"]["panels"] = [
        {"members": ["a", "b"], "probability": "3/4"},
        {"members": ["a", "c"], "probability": "1/4"},
    ]
    found["uniform"] = {"count": 4, "panels": [["a", "b"]] * 3 + [["a", "c"]]}
    level = found["certificate"]["levels"][0]
    level |= {"prices": {"age/o": 1.0}, "classes": [0], "value": 1.0, "bound": 1.0}
    (tmp_path / "lottery.json").write_text(json.dumps(found))
    assert found["certificate"]["classes"][0] == ["a"]
    assert verdict(tmp_path) == 1


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"5", b"[" * 100_000])
def test_what_is_no_lottery_ends_with_2(files, tmp_path, capsys, content):
    for name in ("T.csv", "P.csv"):
        (tmp_path / name).write_bytes((files["leximin"] / name).read_bytes())
    (tmp_path / "lottery.json").write_bytes(content)
    assert verdict(tmp_path) == 2
    assert "lottery.json" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["T.csv", "P.csv"])
@pytest.mark.parametrize(
    "content", [None, b"", b"\xff", b"a,b\n", b"a,b\n1,2\n", b"category,value,min,max\n1\n"]
)
def test_files_that_cannot_be_read_end_with_2(files, tmp_path, capsys, name, content):
    for each in ("T.csv", "P.csv", "lottery.json"):
        (tmp_path / each).write_bytes((files["leximin"] / each).read_bytes())
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(content)
    assert verdict(tmp_path) == 2
    assert ".csv" in capsys.readouterr().err


def test_the_checker_imports_nothing_of_the_solver():
    tree = ast.parse(Path(check.__file__).read_text())
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Name):
            assert node.id not in {"__import__", "exec", "eval"}
    assert names <= sys.stdlib_module_names | {"numpy"}
    assert "importlib" not in names
