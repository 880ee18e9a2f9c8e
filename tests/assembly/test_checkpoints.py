"""Checkpoints of the demonstration: what is done in a copy changes nothing in what it came from."""

import os

import psycopg
import pytest

from assembly.demo import checkpoints, databases


@pytest.fixture
def own(monkeypatch, settings, tmp_path):
    """Checkpoints of this test's own, beside those of other tests and of the demonstration."""
    prefix = f"assembly_checkpoints_{os.getpid()}_"
    monkeypatch.setattr(checkpoints, "PREFIX", prefix)
    monkeypatch.setattr(checkpoints, "BUILD", f"{prefix}build")
    settings.VAR = tmp_path
    yield prefix
    checkpoints.drop_all()


def note(checkpoint: str, words: str) -> None:
    """Write into a checkpoint's database, and a file beside it."""
    with psycopg.connect(databases.url_of(checkpoint, os.environ["DATABASE_URL"])) as conn:
        conn.execute("CREATE TABLE IF NOT EXISTS notes (words text)")
        conn.execute("INSERT INTO notes VALUES (%s)", [words])
    (checkpoints.files_of(checkpoint) / words).write_text(words)


def notes(checkpoint: str) -> tuple[set[str], set[str]]:
    """Return what stands in a checkpoint's database, and its files."""
    with psycopg.connect(databases.url_of(checkpoint, os.environ["DATABASE_URL"])) as conn:
        rows = {words for (words,) in conn.execute("SELECT words FROM notes")}
    return rows, {file.name for file in checkpoints.files_of(checkpoint).iterdir()}


def test_each_chapter_begins_with_what_the_one_before_left(own):
    note(checkpoints.begin(), "first")
    checkpoints.keep("one")
    built = checkpoints.begin(after="one")
    assert notes(built) == ({"first"}, {"first"})
    note(built, "second")
    (checkpoints.files_of(built) / "first").unlink()
    checkpoints.keep("two")
    assert notes(checkpoints.name_of("two")) == ({"first", "second"}, {"second"})
    assert notes(checkpoints.name_of("one")) == ({"first"}, {"first"})


def test_visitors_change_a_copy_that_is_opened_again_as_they_left_it(own):
    note(checkpoints.begin(), "first")
    checkpoints.keep("one")
    note(checkpoints.to_play_in("one"), "a visitor was here")
    assert notes(checkpoints.to_play_in("one"))[0] == {"first", "a visitor was here"}
    assert notes(checkpoints.name_of("one")) == ({"first"}, {"first"})


def test_a_chapter_that_was_not_told_to_its_end_is_begun_anew(own):
    note(checkpoints.begin(), "half")
    assert not checkpoints.exists("one")
    note(checkpoints.begin(), "whole")
    checkpoints.keep("one")
    assert checkpoints.exists("one")
    assert notes(checkpoints.name_of("one")) == ({"whole"}, {"whole"})


def test_what_an_older_story_told_is_dropped_with_its_files(own, monkeypatch):
    note(checkpoints.begin(), "old")
    checkpoints.keep("one")
    old = checkpoints.name_of("one")
    monkeypatch.setattr(checkpoints, "version", lambda: "12345678")
    checkpoints.drop_stale()
    assert not databases.exists(old)
    assert not checkpoints.files_of(old).exists()
