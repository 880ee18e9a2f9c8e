"""The benchmarks: well-formed pools and rows. How long they take is not tested."""

import csv
import json
from importlib.util import find_spec
from math import isfinite

import pytest

from assembly.bench import lottery, peer, pools
from assembly.bench.lottery import Case, Theirs
from assembly.bench.pools import Pool
from recruitment.lottery import advise, files, solve


@pytest.mark.parametrize("areas", [3, 4, 20])
def test_shares_of_each_category_make_a_whole(areas):
    shares = pools.shares(areas, seven=True)
    assert len(shares) == 7
    assert len(shares["area"]) == areas
    for values in shares.values():
        assert sum(values.values()) == pytest.approx(1)


def test_a_pool_is_the_same_again():
    assert pools.problem(Pool(80, 10)).people == pools.problem(Pool(80, 10)).people
    assert pools.problem(Pool(80, 10)).people != pools.problem(Pool(80, 10), seed=1).people


def test_people_share_addresses_as_often_as_asked():
    people = pools.problem(Pool(2_000, 10, shared=0.15)).people
    assert len({person.household for person in people}) == pytest.approx(1_700, abs=60)


def test_the_files_for_the_peer_read_back_as_the_pool(tmp_path):
    asked = pools.problem(Pool(120, 20, areas=20, shared=0.15, seven=True))
    targets, people = pools.write(asked, tmp_path)
    wanted = files.read_targets(targets)
    assert {(each.name, each.low, each.high) for each in wanted} == {
        (each.name, each.low, each.high) for each in asked.targets
    }
    found = files.read_people(people, wanted, id_column="id", address_columns=["address"])
    assert [(each.id, each.values, each.household) for each in found] == [
        (each.id, each.values, each.household) for each in asked.people
    ]
    with people.open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file))[0] == "id"


def test_every_case_has_its_rows():
    nobody = Theirs(1, left=[])
    rows = list(lottery.Measured(Case(Pool(60, 12, shared=0.15), 1.0, replacing=True)).rows(nobody))
    assert len({row.case for row in rows}) == len(rows) == 9
    assert all(isfinite(row.figure) and row.bench == "lottery" for row in rows)
    assert all((row.goal is None) == (row.holds is None) for row in rows)
    exact = [row for row in rows if not row.unit.startswith("CPU") and row.goal is not None]
    assert len(exact) == 2
    assert all(row.holds for row in exact)


def test_what_is_advised_on_is_out_of_reach():
    asked = pools.problem(Pool(60, 12))
    assert not advise(asked)
    assert advise(lottery.infeasible(asked))


def test_replacements_make_the_panel_whole_again():
    asked = pools.problem(Pool(100, 20, shared=0.15))
    panel = lottery.equal_panels(asked, solve(asked))[0]
    left = lottery.replacements(asked, panel, 4)
    assert left.size == 4
    assert solve(left).lowest > 0
    assert len({each.id for each in left.people} & set(panel)) == 0


def test_the_peer_is_no_part_of_the_product():
    assert find_spec("sortition_algorithms") is None


def test_a_peer_that_runs_out_of_time_gives_no_answer(tmp_path, monkeypatch):
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nkill -XCPU $$\n")
    slow.chmod(0o755)
    monkeypatch.setattr(peer, "PYTHON", slow)
    theirs = Theirs(1, left=["HiGHS", "CBC"])
    asked = pools.problem(Pool(30, 5))
    assert list(theirs.answers(asked)) == [("HiGHS", None), ("CBC", None)]
    assert theirs.left == []


def test_the_answer_of_the_peer_is_its_last_line(tmp_path, monkeypatch):
    told = json.dumps({"algorithm": "maximin", "seconds": 2.0, "lowest": 0.1})
    quick = tmp_path / "quick"
    quick.write_text(f"#!/bin/sh\necho a banner\necho '{told}'\n")
    quick.chmod(0o755)
    monkeypatch.setattr(peer, "PYTHON", quick)
    answer = peer.ask(tmp_path, tmp_path, 5, "CBC", 5)
    assert answer == peer.Answer("maximin", 2.0, 0.1)
