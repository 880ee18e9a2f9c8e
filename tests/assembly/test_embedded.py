"""The private servers of the demo and the tests, tried for real in a folder of their own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from assembly.embedded import (
    SOCKET_PATH_LIMIT,
    Postgres,
    Valkey,
    borrowed,
    both,
    broker_url,
    cache_url,
    run,
    start,
    stop,
)


@pytest.fixture(autouse=True)
def _no_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    stop(tmp_path)
    for record in tmp_path.glob("*/*-directory"):
        shutil.rmtree(record.read_text())


def answer(postgres: Postgres, query: str = "SELECT 1") -> object:
    with psycopg.connect(postgres.url) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def ping(valkey: Valkey) -> bool:
    with Redis.from_url(valkey.url) as client:
        return client.ping() is True


def crash(postgres: Postgres) -> None:
    assert postgres.pid is not None
    os.kill(postgres.pid, signal.SIGKILL)


def running(var: Path) -> list[bool]:
    return [server.running() for server in both(var)]


def test_both_servers_start_answer_and_stop(var: Path) -> None:
    postgres, valkey = both(var)
    start(var)
    assert answer(postgres) == 1
    assert answer(postgres, "SELECT current_database()") == "assembly"
    assert ping(valkey)
    stop(var)
    assert running(var) == [False, False]


def test_starting_and_stopping_twice_does_no_harm(var: Path) -> None:
    start(var)
    pid = Postgres(var).pid
    start(var)
    assert Postgres(var).pid == pid
    stop(var)
    stop(var)
    assert running(var) == [False, False]


def test_the_database_survives_being_killed(var: Path) -> None:
    postgres = Postgres(var)
    postgres.start()
    with psycopg.connect(postgres.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    crash(postgres)
    assert postgres.start() is True
    assert answer(postgres, "SELECT number FROM kept") == 7


def test_a_process_number_taken_by_another_program_does_not_stop_the_start(var: Path) -> None:
    postgres = Postgres(var)
    postgres.start()
    crash(postgres)
    recorded = postgres.data / "postmaster.pid"
    lines = recorded.read_text().split("\n")
    recorded.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    time.sleep(0.5)
    assert postgres.pid is None
    assert postgres.start() is True
    assert answer(postgres) == 1


def test_no_folder_or_file_is_readable_by_others(var: Path) -> None:
    start(var)
    for folder in (var, var / "postgres", var / "valkey", Postgres(var).data):
        assert folder.stat().st_mode & 0o077 == 0


def test_a_long_path_puts_the_sockets_somewhere_short(var: Path) -> None:
    long = var / ("long" * 30)
    start(long)
    try:
        postgres, valkey = both(long)
        assert len(os.fsencode(postgres.socket_home)) < SOCKET_PATH_LIMIT
        assert postgres.socket_home.stat().st_mode & 0o077 == 0
        assert answer(postgres) == 1
        assert ping(valkey)
    finally:
        stop(long)
        for server in both(long):
            shutil.rmtree((server.folder / "socket-directory").read_text())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become another user")
def test_root_without_user_namespaces_becomes_nobody(
    var: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing = tmp_path_factory.mktemp("programs") / "unshare"
    refusing.write_text("#!/bin/sh\nexit 1\n")
    refusing.chmod(0o755)
    monkeypatch.setenv("PATH", f"{refusing.parent}:{os.environ['PATH']}")
    postgres = Postgres(var)
    postgres.start()
    assert answer(postgres) == 1
    assert postgres.home.stat().st_mode & 0o077 == 0
    assert Path(f"/proc/{postgres.pid}").stat().st_uid == postgres.home.stat().st_uid != 0


def test_a_command_gets_both_addresses_and_hands_on_its_exit_code(var: Path) -> None:
    program = f"""
import os, sys
ours = {[server.url for server in both(var)]!r}
sys.exit(7 if [os.environ["DATABASE_URL"], os.environ["REDIS_URL"]] == ours else 1)
"""
    assert run([sys.executable, "-c", program], var) == 7
    assert running(var) == [False, False]


def test_an_address_that_is_given_is_left_alone(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/assembly")
    program = (
        "import os, sys; sys.exit(os.environ['DATABASE_URL'] != 'postgres://elsewhere/assembly')"
    )
    assert run([sys.executable, "-c", program], var) == 0
    assert not (var / "postgres" / "data").exists()


def test_the_last_of_several_runs_stops_the_servers(var: Path) -> None:
    with borrowed([Valkey(var)], var):
        with borrowed([Valkey(var)], var):
            assert ping(Valkey(var))
        assert ping(Valkey(var))
    assert not Valkey(var).running()


def test_a_run_leaves_servers_that_were_started_to_stay(var: Path) -> None:
    Valkey(var).start()
    with borrowed([Valkey(var)], var):
        pass
    assert ping(Valkey(var))


def test_start_makes_the_servers_of_a_run_stay(var: Path) -> None:
    with borrowed([Valkey(var)], var):
        start(var)
    assert running(var) == [True, True]


def test_a_signal_reaches_the_command_and_the_servers_stop(var: Path) -> None:
    ready = var / "ready"
    command = f"import pathlib, time; pathlib.Path({str(ready)!r}).touch(); time.sleep(60)"
    supervisor = (
        "import sys; from pathlib import Path; from assembly.embedded import run;"
        f"sys.exit(run([sys.executable, '-c', {command!r}], Path({str(var)!r})))"
    )
    process = subprocess.Popen([sys.executable, "-c", supervisor])
    while not ready.exists():
        time.sleep(0.05)
    assert running(var) == [True, True]
    process.terminate()
    assert process.wait(timeout=30) == 128 + signal.SIGTERM
    assert running(var) == [False, False]


@pytest.mark.parametrize(
    ("redis", "broker"),
    [
        ("unix:///run/valkey.sock?db=0", "redis+socket:///run/valkey.sock?virtual_host=0"),
        ("unix:///run/valkey.sock?db=3", "redis+socket:///run/valkey.sock?virtual_host=3"),
        ("unix://:secret@/run/v.sock", "redis+socket://:secret@/run/v.sock?virtual_host=0"),
        ("redis://valkey:6379/0", "redis://valkey:6379/0"),
    ],
)
def test_celery_is_told_the_address_in_its_own_words(redis: str, broker: str) -> None:
    assert broker_url(redis) == broker


@pytest.mark.parametrize(
    ("redis", "cache"),
    [
        ("unix:///run/valkey.sock?db=0", "unix:///run/valkey.sock?db=1"),
        ("unix:///run/valkey.sock", "unix:///run/valkey.sock?db=1"),
        ("redis://:secret@host:6379/0", "redis://:secret@host:6379/1"),
        ("redis://host:6379", "redis://host:6379/1"),
    ],
)
def test_the_cache_lives_apart_from_the_broker(redis: str, cache: str) -> None:
    assert cache_url(redis) == cache
