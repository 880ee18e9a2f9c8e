"""The same input gives the same lottery.json to the byte: any order, seed of Python or threads."""

import csv
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from . import pools, sheets

ROOT = Path(__file__).parents[3]
OBJECTIVES = ("leximin", "maximin", "nash")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("pool")
    people, targets, _ = pools.middling()
    sheets.write(made, people, targets)
    return made


def solved(
    folder: Path, out: Path, objective: str, python: str = sys.executable, **setting
) -> bytes:
    """Return the bytes that a new process writes."""
    words = ["solve", "--targets", folder / "T.csv", "--people", folder / "P.csv", "--size", "20"]
    words += ["--id-column", "id", "--address-columns", "home", "--objective", objective]
    subprocess.run(
        [python, "-m", "recruitment.lottery", *map(str, words), "--out", str(out)],
        check=True, capture_output=True, cwd=ROOT, env={**os.environ, **setting},
    )  # fmt: skip
    return out.read_bytes()


@pytest.fixture(scope="module")
def plain(folder, tmp_path_factory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("plain") / "lottery.json"
    return {objective: solved(folder, out, objective) for objective in OBJECTIVES}


@pytest.mark.parametrize(
    "setting",
    [
        {"PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        {"PYTHONHASHSEED": "4711", "OPENBLAS_NUM_THREADS": "2", "OMP_NUM_THREADS": "2"},
    ],
    ids=["one thread", "two threads"],
)
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_threads_and_the_seed_of_python_change_no_byte(folder, plain, tmp_path, objective, setting):
    assert solved(folder, tmp_path / "out.json", objective, **setting) == plain[objective]


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_and_columns_changes_no_byte(folder, plain, tmp_path, objective, seed):
    rng = random.Random(seed)
    for name in ("T.csv", "P.csv"):
        with (folder / name).open(newline="") as file:
            head, *rows = csv.reader(file)
        rng.shuffle(rows)
        columns = rng.sample(range(len(head)), len(head))
        with (tmp_path / name).open("w", newline="") as file:
            csv.writer(file).writerows([row[place] for place in columns] for row in [head, *rows])
    words = ["--id-column", "id", "--objective", objective]
    assert sheets.solve(tmp_path, 20, *words) == 0
    assert (tmp_path / "lottery.json").read_bytes() == plain[objective]


def test_another_pool_gives_other_bytes(folder, plain, tmp_path):
    shutil.copy(folder / "T.csv", tmp_path)
    text = (folder / "P.csv").read_text()
    (tmp_path / "P.csv").write_text(text.replace("p000", "p999"))
    assert sheets.solve(tmp_path, 20) == 0
    assert (tmp_path / "lottery.json").read_bytes() != plain["leximin"]
