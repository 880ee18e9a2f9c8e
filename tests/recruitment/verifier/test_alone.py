"""Our verifier is one file that any Python from 3.9 on runs, anywhere, with nothing installed."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from recruitment.lottery import verify as ours

from . import assemblies


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with only the verifier and three records in it."""
    shutil.copy(ours.__file__, tmp_path / "verify.py")
    first = assemblies.draw(1)
    redrawn = assemblies.draw(2, before=first)
    (tmp_path / "first.json").write_bytes(first.content)
    (tmp_path / "redrawn.json").write_bytes(redrawn.content)
    (tmp_path / "beacon.json").write_bytes(assemblies.draw(3, "beacon").content)
    (tmp_path / "receipt.json").write_bytes(assemblies.canonical(first.receipts["P0001"]))
    return tmp_path


def run(folder: Path, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-I", "verify.py", *words],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        timeout=60,
        check=False,
        encoding="utf-8",
    )


def test_it_imports_the_standard_library_only():
    tree = ast.parse(Path(ours.__file__).read_text())
    imports = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imports |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imports.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Name):
            assert node.id not in {"__import__", "eval", "exec", "compile"}
    assert imports == {"argparse", "datetime", "hashlib", "json", "re", "sys"}
    assert imports <= sys.stdlib_module_names


def test_its_syntax_is_that_of_python_3_9():
    ast.parse(Path(ours.__file__).read_text(), feature_version=(3, 9))


@pytest.mark.parametrize(
    "words",
    [
        ["first.json"],
        ["first.json", "--receipt", "receipt.json"],
        ["redrawn.json", "--previous", "first.json"],
        ["beacon.json"],
    ],
)
def test_status_0_says_that_all_holds(folder, words):
    ended = run(folder, *words)
    assert (ended.returncode, ended.stderr) == (0, "")
    lines = ended.stdout.splitlines()
    assert len(lines) == 5 + (len(words) > 1)
    assert all(line.startswith("holds: ") for line in lines)


@pytest.mark.parametrize(
    "words",
    [
        ["receipt.json"],
        ["verify.py"],
        ["first.json", "--fingerprint", "0" * 64],
        ["redrawn.json", "--previous", "beacon.json"],
        ["redrawn.json", "--receipt", "receipt.json"],
    ],
)
def test_status_1_says_what_does_not_hold(folder, words):
    ended = run(folder, *words)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("DOES NOT HOLD: ")
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "words", [["nowhere.json"], ["."], ["first.json", "--previous", "nowhere.json"], []]
)
def test_status_2_says_that_a_file_cannot_be_read(folder, words):
    ended = run(folder, *words)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "Traceback" not in ended.stderr


def test_a_record_cannot_write_on_the_terminal_of_whoever_checks_it(folder):
    record = assemblies.draw(1).record
    record["draw"]["entered_at"] = "\x1b[2J\nholds: everything ☂"
    (folder / "hostile.json").write_bytes(assemblies.sealed(record))
    ended = run(folder, "hostile.json")
    assert ended.returncode == 1
    assert "\x1b" not in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
